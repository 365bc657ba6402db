/** Numbers in and out of tensors, whatever precision a graph's inputs and outputs have. */
import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { decodeFloat16, encodeFloat16 } from '../../onnx/float16.ts'

export type FloatType = 'float32' | 'float16'

/** A graph's input or output by its name; undefined where it has none, or one that is no tensor. */
export function describeTensor(
  metadata: InferenceSession['inputMetadata'],
  name: string,
): { type: FloatType; shape: readonly (number | string)[] } | undefined {
  const found = metadata.find((one) => one.name === name)
  if (!found?.isTensor) return undefined
  return { type: found.type === 'float16' ? 'float16' : 'float32', shape: found.shape }
}

/** The tensor's numbers, some of them; throws for a tensor that holds no floating-point numbers. */
export function readFloats({ type, data }: Tensor, from = 0, to = data.length): Float32Array {
  if (data instanceof Float32Array) return data.subarray(from, to)
  if (type === 'float16' && data instanceof Uint16Array)
    return Float32Array.from(data.subarray(from, to), decodeFloat16)
  throw new Error(`Floating-point numbers were expected and ${type} came.`)
}

export function floatTensor(values: Float32Array, dims: readonly number[], type: FloatType): Tensor {
  return type === 'float16'
    ? new Tensor('float16', Uint16Array.from(values, encodeFloat16), dims)
    : new Tensor('float32', values, dims)
}

/** A tensor of a run; throws, with its name, when the graph gave none. */
export function pickTensor(tensors: Readonly<Record<string, Tensor>>, name: string): Tensor {
  const tensor = tensors[name]
  if (tensor) return tensor
  throw new Error(`The graph gave no ${name}.`)
}

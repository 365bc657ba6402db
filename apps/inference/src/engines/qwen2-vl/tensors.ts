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
export function readFloats(tensor: Tensor, from = 0, to = tensor.size): Float32Array {
  if (tensor.data instanceof Float32Array) return tensor.data.subarray(from, to)
  const bits = halfBits(tensor)
  if (bits) return Float32Array.from(bits.subarray(from, to), decodeFloat16)
  throw new Error(`Floating-point numbers were expected and ${tensor.type} came.`)
}

export function floatTensor(values: Float32Array, dims: readonly number[], type: FloatType): Tensor {
  return type === 'float16'
    ? halfTensor(Uint16Array.from(values, encodeFloat16), dims)
    : new Tensor('float32', values, dims)
}

export const halfTensor = (bits: Uint16Array, dims: readonly number[]): Tensor =>
  forRuntime(new Tensor('float16', bits, dims))

/** The 16 bits of each of a tensor's halves, where it holds halves in the processor's memory. */
export function halfBits(tensor: Tensor): Uint16Array | null {
  if (tensor.type !== 'float16' || !ArrayBuffer.isView(tensor.data)) return null
  const { buffer, byteOffset } = tensor.data
  return tensor.data instanceof Uint16Array ? tensor.data : new Uint16Array(buffer, byteOffset, tensor.size)
}

/**
 * From Node 24 on JavaScript has an array type for halves. onnxruntime keeps a tensor's halves in it, and then does
 * not take them as a run's input ("not enough space: expected 4, got 0", 1.30.0): it has to find bits there.
 */
export function forRuntime(tensor: Tensor): Tensor {
  if (tensor.type !== 'float16' || tensor.location !== 'cpu') return tensor
  const bits = halfBits(tensor)
  return bits && bits !== tensor.data ? Object.assign(tensor, { cpuData: bits }) : tensor
}

/** A tensor of a run; throws, with its name, when the graph gave none. */
export function pickTensor(tensors: Readonly<Record<string, Tensor>>, name: string): Tensor {
  const tensor = tensors[name]
  if (tensor) return tensor
  throw new Error(`The graph gave no ${name}.`)
}

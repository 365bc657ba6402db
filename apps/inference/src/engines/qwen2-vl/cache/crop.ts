/** Cutting a conversation's cache back to its first tokens, wherever it lies. */
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { OnnxGraph } from '../../../onnx/onnx-graph.ts'
import { halfBits, halfTensor } from '../tensors.ts'

/** A one-operator graph on the GPU, so that a cache is cut there instead of being carried back and forth. */
export interface Cropper {
  session: InferenceSession
  dispose(): Promise<void>
}

/** @param executionProvider The one that the decoder runs on. */
export async function openCropper(
  executionProvider: 'webgpu',
  type: 'float32' | 'float16',
): Promise<Cropper> {
  const graph = new OnnxGraph('crop_cache')
  graph.input('tensor', type, ['rows', 'heads', 'length', 'size'])
  graph.input('kept', 'int64', [1])
  graph.node('Slice', ['tensor', graph.list(0), 'kept', graph.list(2)], {}, 'result')
  graph.output('result', type, ['rows', 'heads', 'kept_length', 'size'])
  const session = await InferenceSession.create(graph.finish(), {
    executionProviders: [executionProvider],
    preferredOutputLocation: 'gpu-buffer',
    logSeverityLevel: 3,
  })
  return { session, dispose: () => session.release() }
}

/** A new tensor with the first places of the third axis; the old one is left as it is. */
export async function cropTensor(tensor: Tensor, length: number, cropper: Cropper | null): Promise<Tensor> {
  if (tensor.location !== 'cpu' && tensor.location !== 'cpu-pinned') {
    if (!cropper) throw new Error('A cache on the device cannot be cut here.')
    const kept = new Tensor('int64', BigInt64Array.of(BigInt(length)), [1])
    const { result } = await cropper.session.run({ tensor, kept })
    if (!result) throw new Error('Cutting the cache on the device gave no result.')
    return result
  }
  const [rows = 1, heads = 1, places = 0, size = 1] = tensor.dims
  const shape = [rows, heads, length, size]
  const blocks = { count: rows * heads, before: places * size, after: length * size }
  if (tensor.data instanceof Float32Array)
    return new Tensor(
      'float32',
      cropBlocks(tensor.data, new Float32Array(blocks.count * blocks.after), blocks),
      shape,
    )
  const bits = halfBits(tensor)
  if (bits) return halfTensor(cropBlocks(bits, new Uint16Array(blocks.count * blocks.after), blocks), shape)
  throw new Error(`A cache of ${tensor.type} cannot be cut.`)
}

function cropBlocks<T extends Float32Array | Uint16Array>(
  from: T,
  to: T,
  { count, before, after }: { count: number; before: number; after: number },
): T {
  for (let block = 0; block < count; block += 1)
    to.set(from.subarray(block * before, block * before + after), block * after)
  return to
}

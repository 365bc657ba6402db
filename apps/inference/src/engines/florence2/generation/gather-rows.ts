/** Taking some rows out of a batch's tensors, wherever these lie. */
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { OnnxGraph } from '../../../onnx/onnx-graph.ts'

/** A one-operator graph on the GPU, so that rows are picked there instead of being carried back and forth. */
export interface RowGather {
  session: InferenceSession
  dispose(): Promise<void>
}

/** @param executionProvider The one that the decoder runs on. */
export async function openRowGather(executionProvider: 'webgpu'): Promise<RowGather> {
  const graph = new OnnxGraph('gather_rows')
  const rows = ['rows', 'heads', 'length', 'size']
  graph.input('tensor', 'float32', rows)
  graph.input('kept', 'int64', ['kept_rows'])
  graph.node('Gather', ['tensor', 'kept'], { axis: 0 }, 'result')
  graph.output('result', 'float32', ['kept_rows', 'heads', 'length', 'size'])
  const session = await InferenceSession.create(graph.finish(), {
    executionProviders: [executionProvider],
    preferredOutputLocation: 'gpu-buffer',
    logSeverityLevel: 3,
  })
  return { session, dispose: () => session.release() }
}

/** A new tensor of these rows; the old one is left as it is. */
export async function gatherRows(
  tensor: Tensor,
  rows: readonly number[],
  gather: RowGather | null,
): Promise<Tensor> {
  if (tensor.location !== 'cpu' && tensor.location !== 'cpu-pinned') {
    if (!gather || tensor.type !== 'float32') return gatherRows(await download(tensor), rows, null)
    const kept = new Tensor('int64', BigInt64Array.from(rows, BigInt), [rows.length])
    const { result } = await gather.session.run({ tensor, kept })
    if (!result) throw new Error('Picking rows on the device gave no result.')
    return result
  }
  const shape = [rows.length, ...tensor.dims.slice(1)]
  const { buffer } = copyRows(tensor, rows)
  switch (tensor.type) {
    case 'float32':
      return new Tensor('float32', new Float32Array(buffer), shape)
    case 'float16':
      return new Tensor('float16', new Uint16Array(buffer), shape)
    case 'int64':
      return new Tensor('int64', new BigInt64Array(buffer), shape)
    default:
      throw new Error(`Rows of ${tensor.type} cannot be picked.`)
  }
}

function copyRows({ data, dims }: Tensor, rows: readonly number[]): Uint8Array<ArrayBuffer> {
  if (Array.isArray(data)) throw new Error('Rows of text cannot be picked.')
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  const size = bytes.length / (dims[0] || 1)
  const kept = new Uint8Array(rows.length * size)
  for (const [at, row] of rows.entries()) kept.set(bytes.subarray(row * size, (row + 1) * size), at * size)
  return kept
}

async function download(tensor: Tensor): Promise<Tensor> {
  const data = await tensor.getData()
  if (data instanceof Float32Array) return new Tensor('float32', data, tensor.dims)
  if (data instanceof Uint16Array) return new Tensor('float16', data, tensor.dims)
  throw new Error(`A cache of ${tensor.type} cannot be read back.`)
}

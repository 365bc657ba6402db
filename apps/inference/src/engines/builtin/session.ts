/** One way to open a model with onnxruntime, and to run one that has one input. */
import { InferenceSession, Tensor } from 'onnxruntime-node'

/** Opens a model file; `threads` is what one operator may use. */
export async function openSession(path: string, threads: number): Promise<InferenceSession> {
  return InferenceSession.create(path, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    // Pictures come in every size: the arena would keep the largest for ever (0.85 against 0.55 GB measured).
    enableCpuMemArena: false,
    enableMemPattern: false,
    logSeverityLevel: 3,
  })
}

export interface FloatTensor {
  data: Float32Array
  dims: readonly number[]
}

/** Runs a model of one input; outputs come by name. Throws when an output is not of 32-bit floats. */
export async function runSession(
  session: InferenceSession,
  input: FloatTensor,
): Promise<Map<string, FloatTensor>> {
  const name = session.inputNames[0]
  if (name === undefined) throw new Error('This model takes no input.')
  const outputs = await session.run({ [name]: new Tensor('float32', input.data, input.dims) })
  return new Map(
    Object.entries(outputs).map(([key, { data, dims }]) => {
      if (!(data instanceof Float32Array)) throw new Error(`Output ${key} is not of 32-bit floats.`)
      return [key, { data, dims }]
    }),
  )
}

/** The only output of a model that has one. */
export function onlyOutput(outputs: Map<string, FloatTensor>): FloatTensor {
  const [first] = outputs.values()
  if (!first) throw new Error('This model gave no output.')
  return first
}

/** The throw-away program that tries one device with a real run, tells what came of it, and ends. */
import { constants, setPriority } from 'node:os'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { watchForOrphaning } from '../host/orphan-watch.ts'
import { makeProbeInput, type ProbeSize, writeProbeModel } from './probe-graph.ts'
import { type ProbeAnswer, ProbeRequest } from './probe-protocol.ts'

/** The first run compiles and allocates; the fastest of the others counts, since a machine does other things, too. */
const TIMED_RUNS = 3
/** A run that takes longer is slow by any measure: once is enough. */
const SLOW_MS = 500
/** A device that is so slow on the small model is not given the large one, which would take it a minute. */
const HOPELESS = { ms: 100, timesCpu: 10 }

async function measure(request: ProbeRequest): Promise<ProbeAnswer> {
  const small = await compareToCpu('small', request)
  const isHopeless = small.runMs > HOPELESS.ms && small.runMs > small.cpuMs * HOPELESS.timesCpu
  return isHopeless ? small : compareToCpu('large', request)
}

async function compareToCpu(size: ProbeSize, { device, threads }: ProbeRequest) {
  const onDevice = await timeRuns(size, { device, threads })
  const onCpu = device === 'cpu' ? onDevice : await timeRuns(size, { device: 'cpu', threads })
  const error = measureError(onDevice.values, onCpu.values)
  return { type: 'ran' as const, runMs: onDevice.ms, cpuMs: onCpu.ms, error }
}

async function timeRuns(size: ProbeSize, { device, threads }: ProbeRequest) {
  const session = await InferenceSession.create(writeProbeModel(size), {
    executionProviders: [device],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  })
  const { data: input, dims } = makeProbeInput(size)
  const feeds = { input: new Tensor('float32', input, dims) }
  const output = session.outputNames[0] ?? ''
  let data = (await session.run(feeds))[output]?.data
  let ms = Number.POSITIVE_INFINITY
  for (let run = 0; run < TIMED_RUNS && !(run > 0 && ms > SLOW_MS); run += 1) {
    const startedAt = performance.now()
    data = (await session.run(feeds))[output]?.data
    ms = Math.min(ms, performance.now() - startedAt)
  }
  if (!(data instanceof Float32Array)) throw new Error('The probe gave no numbers.')
  return { ms, values: data }
}

/** As `error` of the answer; where a result holds something that is no number, it is without bounds. */
function measureError(values: Float32Array, right: Float32Array): number {
  let difference = 0
  let length = 0
  right.forEach((expected, index) => {
    difference += ((values[index] ?? Number.NaN) - expected) ** 2
    length += expected ** 2
  })
  const error = Math.sqrt(difference / length)
  return Number.isFinite(error) ? error : Number.MAX_VALUE
}

function say(answer: ProbeAnswer): void {
  process.send?.(answer, undefined, undefined, () => process.exit(0))
}

process.once('message', (raw) => {
  measure(ProbeRequest.parse(raw)).then(say, (thrown: unknown) =>
    say({ type: 'threw', message: thrown instanceof Error ? thrown.message : String(thrown) }),
  )
})
// Reading a person's picture goes before.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
watchForOrphaning()
process.on('disconnect', () => process.exit(0))

/** The worker: claims jobs while there is room, runs them side by side, sleeps until there is news. */
import { AppError, type StageName } from '@vitrine/contracts'
import { ENGINE_STARTING } from '../inference/sidecar-state.ts'
import { DEFAULT_TIMING, type PipelineDeps, type PipelineTiming } from './deps.ts'
import { runJob } from './run-job.ts'
import { createWaker } from './waker.ts'

/** Requests in flight for each sidecar that serves a stage: enough that its next batch is there when one ends. */
const IN_FLIGHT: Record<StageName, number> = { perception: 8, reasoning: 2 }
/** Perception first, so that every image becomes searchable early. */
const STAGES: readonly StageName[] = ['perception', 'reasoning']

export interface Pipeline {
  start(): void
  /** Begins nothing new, lets images finish for a while, then hands the rest back to the queue. */
  stop(): Promise<void>
  /** Wakes the worker: there may be work. */
  poke(): void
  /** What a person should know when the work stands still, or null. */
  problem(): string | null
}

export function createPipeline(deps: PipelineDeps, timing: PipelineTiming = DEFAULT_TIMING): Pipeline {
  const waker = createWaker()
  const stopping = new AbortController()
  const abandon = new AbortController()
  const running: Record<StageName, Set<Promise<void>>> = { perception: new Set(), reasoning: new Set() }
  let loop: Promise<void> | null = null

  const begin = (stage: StageName, work: Promise<void>) => {
    running[stage].add(work)
    const done = () => {
      running[stage].delete(work)
      deps.onChange()
      waker.poke()
    }
    void work.then(done)
  }

  async function claim(stage: StageName): Promise<void> {
    const room = deps.inference.serving(stage) * IN_FLIGHT[stage] - running[stage].size
    if (room <= 0 || stopping.signal.aborted) return
    const claimed = await deps.jobs.claim({ stage, limit: room, leaseMs: timing.leaseMs })
    for (const job of claimed)
      begin(stage, runJob(deps, job, { leaseMs: timing.leaseMs, stop: abandon.signal }))
    if (claimed.length > 0) deps.onChange()
  }

  async function run(): Promise<void> {
    const watch = watchHealth(deps, timing)
    let trouble: string | null = null
    while (!stopping.signal.aborted) {
      const news = waker.wait(timing.pollMs, stopping.signal)
      try {
        const checked = watch.check()
        // A sidecar that is slow to say how it is must not keep the others waiting.
        if (STAGES.every((stage) => deps.inference.serving(stage) === 0)) await checked
        for (const stage of STAGES) await claim(stage)
        trouble = null
      } catch (thrown) {
        const err = AppError.from(thrown)
        // A full disk lasts for hours: it is said once.
        if (err.message !== trouble) deps.log.error({ err }, 'could not look at the queue; trying again')
        trouble = err.message
      }
      await news
    }
  }

  return {
    start() {
      loop ??= run()
    },
    async stop() {
      stopping.abort()
      await loop
      const all = Promise.all([...running.perception, ...running.reasoning])
      const grace = setTimeout(() => abandon.abort(), timing.graceMs)
      await all
      clearTimeout(grace)
    },
    poke: waker.poke,
    problem: () => deps.inference.problem(),
  }
}

/** Asks the sidecars how they are now and then, and tells the queue when deep readings become possible. */
function watchHealth(deps: PipelineDeps, timing: PipelineTiming) {
  let askedAt = Number.NEGATIVE_INFINITY
  let problem: string | null = null
  let hasReasoning: boolean | null = null
  const reportProblem = (now: string | null) => {
    if (now === problem) return
    if (now) deps.log[now === ENGINE_STARTING ? 'info' : 'warn'](now)
    else deps.log.info('the sidecar takes images')
    problem = now
  }
  return {
    /** Never throws. */
    async check(): Promise<void> {
      const everyMs = deps.inference.serving('perception') > 0 ? timing.healthMs : timing.pollMs
      if (deps.now() - askedAt < everyMs) return
      askedAt = deps.now()
      await deps.inference.refresh()
      reportProblem(deps.inference.problem())
      const nowHas = deps.inference.hasReasoningEngine()
      if (nowHas === null || nowHas === hasReasoning) return
      try {
        await deps.jobs.setReasoningAvailable(nowHas)
        hasReasoning = nowHas
        deps.onChange()
      } catch (thrown) {
        deps.log.warn({ err: AppError.from(thrown) }, 'could not tell the queue about reasoning engines')
      }
    },
  }
}

/** Killing the product's processes at random moments, and starting them again as the scripts do. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { runProgram, type SidecarProcess, startSidecar } from './sidecar-process.ts'

const WORKER = path.join(import.meta.dirname, 'worker-program.ts')
const STAGES = ['perception', 'reasoning'] as const

/** Numbers 0..1 that follow from the seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export interface Product {
  /** Kills one process as a crash would; false when it was not there to be killed. */
  kill(target: Target): Promise<boolean>
  stop(): Promise<void>
}
export const TARGETS = ['web', 'sidecar', 'engine'] as const
export type Target = (typeof TARGETS)[number]

/** Web process and sidecar over one gallery; each is started again as soon as it has ended. */
export async function startProduct(dataDir: string): Promise<Product> {
  let isStopping = false
  let sidecar: SidecarProcess | null = await startSidecar({ stages: STAGES })
  const { port, url } = sidecar
  const env = { VITRINE_DATA_DIR: dataDir, VITRINE_INFERENCE_URLS: url, VITRINE_LOG_LEVEL: 'silent' }
  let restarting: Promise<void> = Promise.resolve()
  let web: ChildProcess = startWeb()

  function startWeb(): ChildProcess {
    const child = runProgram(WORKER, { env })
    child.once('exit', () => {
      if (!isStopping) web = startWeb()
    })
    return child
  }

  const kills: Record<Target, () => Promise<boolean>> = {
    web: async () => web.kill('SIGKILL'),
    async sidecar() {
      if (!sidecar) return false
      const dying = sidecar
      sidecar = null
      await dying.kill()
      restarting = startSidecar({ port, stages: STAGES }).then((next) => {
        sidecar = next
      })
      return true
    },
    engine: async () => sidecar !== null && kill(sidecar.childPid()),
  }
  return {
    kill: (target) => kills[target](),
    async stop() {
      isStopping = true
      await restarting
      await sidecar?.stop()
      if (web.exitCode !== null || web.signalCode !== null) return
      const exited = once(web, 'exit')
      web.kill('SIGTERM')
      await exited
    },
  }
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH') return false
    throw thrown
  }
}

/**
 * Kills `count` processes, spread over the whole work: the next one falls at a random moment after a fair
 * share of it is done (or after `patienceMs`, when nothing moves because of the last). Returns how often each fell.
 */
export async function rampage(
  product: Product,
  options: { count: number; patienceMs: number; random: () => number; doneShare: () => Promise<number> },
): Promise<Record<Target, number>> {
  const fallen: Record<Target, number> = { web: 0, sidecar: 0, engine: 0 }
  for (let kills = 0; kills < options.count; ) {
    const due = Date.now() + options.patienceMs
    while ((await options.doneShare()) < kills / options.count && Date.now() < due) await delay(15)
    await delay(options.random() * 200)
    const target = TARGETS[Math.floor(options.random() * TARGETS.length)] ?? 'web'
    if (!(await product.kill(target))) continue
    fallen[target] += 1
    kills += 1
  }
  return fallen
}

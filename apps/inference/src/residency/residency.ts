/**
 * Which engines are loaded, and where: pinned ones from the start, the others with their first request until they
 * idle. What does not fit into a device's memory together takes turns.
 */
import { AppError, type EngineName } from '@vitrine/contracts'
import type { Logger } from 'pino'
import type { MemoryMeter } from '../devices/memory.ts'
import type { Settled } from '../engines/engine.ts'
import type { RunOptions } from '../host/engine-child.ts'
import type { Answer, Job } from '../host/protocol.ts'
import { chooseEngine, explainChoice, type Need } from './choose.ts'
import { Gates, type GatesOptions } from './gates.ts'
import { IdleTimers } from './idle-timers.ts'
import { Measuring } from './measuring.ts'
import type { Release } from './memory-gate.ts'
import { findPinned } from './pins.ts'
import type { Plan, Resident, Stay } from './resident.ts'

export interface ResidencyOptions extends GatesOptions {
  /** In order of preference. */
  residents: readonly Resident[]
  meter: MemoryMeter
  /** Keeps what a person has set. */
  onStay(engine: EngineName, stay: Stay): void
  logger: Logger
}

export class Residency {
  /** In order of preference, also those whose weights are not here. */
  readonly all: readonly Resident[]
  readonly gates: Gates
  readonly #options: ResidencyOptions
  readonly #measuring: Measuring
  readonly #idle: IdleTimers
  readonly #unlisten: (() => void)[]
  #pinned = new Set<Resident>()
  #isStarted = false
  #isStopped = false

  constructor(options: ResidencyOptions) {
    this.#options = options
    this.all = options.residents
    this.gates = new Gates(options, (engine) => this.#loadSoon(this.find(engine)))
    this.#measuring = new Measuring(options.meter, options.now)
    this.#idle = new IdleTimers((resident) => void this.gates.of(resident.device).evict(resident))
    this.#unlisten = this.all.map((resident) => resident.host.onChange(() => this.#onChange(resident)))
  }

  /** Those that run or should: the engines whose weights are not here are left out. */
  get residents(): readonly Resident[] {
    return this.all.filter(({ plan }) => plan.type !== 'absent')
  }

  /** Throws `no-engine`. */
  find(engine: EngineName): Resident {
    const resident = this.all.find(({ name }) => name === engine)
    if (resident) return resident
    throw new AppError('no-engine', `There is no engine called ${engine} here.`)
  }

  /** Loads what is pinned; resolves when each is ready or keeps failing (it is tried on by itself). */
  async preload(): Promise<void> {
    this.#isStarted = true
    await this.#review()
  }

  /** The engine for a need; throws `no-engine` or `task-unsupported`. */
  choose(need: Need, wanted?: EngineName): Resident {
    return chooseEngine(this.all, need, wanted)
  }

  /** A sentence for who is served by a lesser engine than should have done it; null otherwise. */
  explain(need: Need, chosen: Resident): string | null {
    return explainChoice(this.all, need, chosen.name)
  }

  /** Resolves when the engine is loaded; it then stays until the lease is given back. Throws `no-engine`, or why not. */
  async prepare(resident: Resident): Promise<Release> {
    for (;;) {
      if (this.#isStopped) throw new AppError('engine-starting', 'The sidecar is stopping.')
      requireRunnable(resident)
      const { device } = resident
      const release = await this.gates.of(device).acquire(resident)
      // It may have been given another device, or nothing to run, while it stood in line.
      if (device === resident.device && resident.plan.type === 'run') return this.#hold(resident, release)
      release()
    }
  }

  /** One batch or one chat, under a lease. */
  async run(resident: Resident, jobs: readonly Job[], options: RunOptions): Promise<Settled<Answer>[]> {
    const answers = await resident.host.run(jobs, options)
    if (resident.device === 'remote') {
      noteServers(resident, answers)
      return answers
    }
    void this.#measuring.notePeak(resident)
    if (answers.some((answer) => !answer.ok && answer.error.code === 'out-of-memory')) {
      this.#relieve(resident)
      resident.host.recycle('memory', 'ran out of memory and was replaced')
    }
    return answers
  }

  /** Loads it without work. */
  async load(resident: Resident): Promise<void> {
    const release = await this.prepare(resident)
    release()
  }

  /** Unloads once a running batch has ended; the next request brings it back, and so would being pinned. */
  async eject(resident: Resident): Promise<void> {
    resident.isEjected = true
    this.#idle.clear(resident)
    await this.gates.of(resident.device).evict(resident)
  }

  /** What a person decides about its stay. */
  keep(resident: Resident, stay: Partial<Stay>): void {
    Object.assign(resident, stay)
    const { pin, keepAliveMinutes } = resident
    this.#options.onStay(resident.name, { pin, keepAliveMinutes })
    if (this.gates.of(resident.device).isIn(resident)) this.#idle.arm(resident)
    void this.#review()
  }

  /**
   * Gives an engine something else to run, or nothing; what runs is waited for. The new is loaded where pictures may
   * come by themselves, or the old was: a conversation is begun by a person, and may never be.
   */
  async configure(resident: Resident, plan: Plan): Promise<void> {
    const gate = this.gates.of(resident.device)
    const isToLoad = resident.manifest.stages.includes('perception') || gate.isIn(resident)
    resident.adopt(plan)
    this.#idle.clear(resident)
    await gate.evict(resident)
    // Overtaken by a newer plan, which sees to the rest.
    if (resident.plan !== plan) return
    if (gate !== this.gates.of(plan.device)) gate.forget(resident)
    if (plan.type === 'run' && isToLoad) this.#loadSoon(resident)
    void this.#review()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    for (const unlisten of this.#unlisten) unlisten()
    this.#idle.stop()
    this.gates.stop()
    await Promise.all(this.all.map(({ host }) => host.stop()))
  }

  async #hold(resident: Resident, release: Release): Promise<Release> {
    this.#idle.clear(resident)
    resident.isEjected = false
    try {
      await this.#measuring.load(resident)
    } catch (thrown) {
      release()
      throw thrown
    }
    return () => {
      release()
      this.#idle.arm(resident)
    }
  }

  /** It has run out of memory: idle engines make way, and from now on it is taken to need all there is. */
  #relieve(resident: Resident): void {
    const { gates } = this
    const gate = gates.of(resident.device)
    if (!this.all.some((other) => other !== resident && gate.isIn(other))) return
    resident.measured.floorBytes = gates.budgetOf(resident.device)
    void gate.evictOthers(resident)
  }

  #onChange(resident: Resident): void {
    const { state, lastEnd } = resident.host.status
    if (state === 'restarting' && lastEnd === 'memory') this.#relieve(resident)
    void this.#review()
  }

  /** After any change of who serves: loads who has come to be pinned, and lets go of who is pinned no longer. */
  async #review(): Promise<void> {
    if (!this.#isStarted || this.#isStopped) return
    const byDefault = findPinned(this.all, (device) => this.gates.budgetOf(device))
    for (const resident of this.all) resident.isPinnedByDefault = byDefault.has(resident)
    const before = this.#pinned
    this.#pinned = new Set(
      this.residents.filter(({ isPinned, fitness }) => isPinned && fitness.type === 'able'),
    )
    for (const resident of before) if (!this.#pinned.has(resident)) this.#idle.arm(resident)
    const fresh = [...this.#pinned].filter((resident) => !before.has(resident))
    await Promise.all(fresh.map((resident) => this.#loadSoon(resident)))
  }

  /** Never rejects: whoever needs the engine is told by its own request. */
  async #loadSoon(resident: Resident): Promise<void> {
    try {
      await this.load(resident)
    } catch (thrown) {
      if (this.#isStopped) return
      const { message } = AppError.from(thrown)
      this.#options.logger.warn({ engine: resident.name, err: thrown }, message)
    }
  }
}

/**
 * The servers behind an engine are gone, or refuse it: it starts anew, which it can once one of them serves again, and
 * says meanwhile why not. What they run out of is no memory of this machine.
 */
function noteServers({ host }: Resident, answers: readonly Settled<Answer>[]): void {
  for (const answer of answers) {
    if (answer.ok || (answer.error.code !== 'engine-starting' && answer.error.code !== 'no-engine')) continue
    host.recycle('server', `was started anew. ${answer.error.message}`)
    return
  }
}

function requireRunnable({ plan, name }: Resident): void {
  if (plan.type === 'run') return
  throw new AppError('no-engine', `The ${name} engine does not run. ${plan.why}`, {
    ...(plan.type === 'blocked' ? { suggestion: plan.suggestion } : {}),
  })
}

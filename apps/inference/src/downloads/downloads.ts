/** The downloads under way, and how the last ones ended. */
import { AppError, type DtypeMap, type WeightsKey } from '@vitrine/contracts'
import type { Logger } from 'pino'
import { type DownloadDeps, download } from './download.ts'
import { clear, type Folders, install, isComplete } from './folders.ts'
import type { WeightsManifest } from './manifest.ts'
import { hasCode, readRecord, writeRecord } from './record.ts'
import { diskIsFull } from './room.ts'
import { Running } from './running.ts'
import type { Activity } from './view.ts'

export interface DownloadsOptions extends DownloadDeps {
  foldersOf(manifest: WeightsManifest): Folders
  logger: Logger
  /** Milliseconds, monotonic. */
  now: () => number
  /** Looks at what lies on the disk, before a download that has ended stops being told as under way. */
  look(key: WeightsKey): Promise<void>
  /** Called when a download has ended, either way. */
  onEnd(): void
}

export class Downloads {
  readonly #options: DownloadsOptions
  readonly #running = new Map<WeightsKey, Running>()
  readonly #problems = new Map<WeightsKey, string>()

  constructor(options: DownloadsOptions) {
    this.#options = options
  }

  /** How far it is; null when none is under way. */
  activity(key: WeightsKey): Activity | null {
    return this.#running.get(key)?.activity ?? null
  }

  /** Why the last one failed, and what to do; null when it did not. */
  problem(key: WeightsKey): string | null {
    return this.#problems.get(key) ?? null
  }

  /** Changes nothing while one is under way. */
  begin(manifest: WeightsManifest, dtypes: DtypeMap): void {
    const { key } = manifest
    if (this.#running.has(key)) return
    this.#problems.delete(key)
    this.#running.set(key, new Running(this.#options.now, (running) => this.#run(running, manifest, dtypes)))
  }

  /** As a person asks: it does not go on by itself at the next start. Resolves when it has ended. */
  async cancel(key: WeightsKey): Promise<void> {
    const running = this.#running.get(key)
    running?.cancel()
    await running?.ended
  }

  /** Of weights that are gone there is nothing to say. */
  forget(key: WeightsKey): void {
    this.#problems.delete(key)
  }

  /** Takes up what was under way when the process ended: brings what is whole to its place, or goes on with it. */
  async resume(manifest: WeightsManifest, wanted: DtypeMap): Promise<void> {
    const folders = this.#options.foldersOf(manifest)
    const plan = await readRecord(folders.incoming)
    const isWhole = plan !== null && (await isComplete(folders, plan))
    if (isWhole) await install(folders, plan)
    await clear(folders.outgoing)
    if (plan && !isWhole && !plan.isPaused) this.begin(manifest, plan.dtypes ?? wanted)
  }

  /** Ends all; they go on at the next start. */
  async stop(): Promise<void> {
    const all = [...this.#running.values()]
    for (const running of all) running.interrupt()
    await Promise.all(all.map(({ ended }) => ended))
  }

  async #run(running: Running, manifest: WeightsManifest, dtypes: DtypeMap): Promise<void> {
    const { foldersOf, logger, look, onEnd } = this.#options
    const folders = foldersOf(manifest)
    try {
      await download(this.#options, {
        manifest,
        dtypes,
        folders,
        signal: running.signal,
        onPlan: (plan, received) => running.begin(plan, received),
        onBytes: (bytes, file) => running.note(bytes, file),
      })
      logger.info({ key: manifest.key, dir: folders.installed }, 'weights downloaded')
    } catch (thrown) {
      if (running.isCancelled) await this.#pause(folders)
      else if (!running.signal.aborted) this.#noteFailure(manifest.key, thrown)
    }
    await look(manifest.key)
    this.#running.delete(manifest.key)
    onEnd()
  }

  async #pause({ incoming }: Folders): Promise<void> {
    try {
      const plan = await readRecord(incoming)
      if (plan) await writeRecord(incoming, { ...plan, isPaused: true })
    } catch (thrown) {
      this.#options.logger.warn({ err: thrown }, 'a stopped download may go on at the next start')
    }
  }

  #noteFailure(key: WeightsKey, thrown: unknown): void {
    const error = hasCode(thrown, 'ENOSPC') ? diskIsFull(thrown) : AppError.from(thrown)
    const { hub, logger } = this.#options
    this.#problems.set(key, [error.message, error.suggestion].filter(Boolean).join(' '))
    hub.noteFailure(error)
    if (error.code !== 'hub-unreachable')
      logger.warn({ key, code: error.code, err: error.cause }, error.message)
  }
}

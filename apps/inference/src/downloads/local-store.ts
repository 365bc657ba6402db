/** The model store of this machine: two folders, and downloads from the hub into one of them. */
import { AppError, type EngineName, type WeightsKey } from '@vitrine/contracts'
import type { Logger } from 'pino'
import type { InstalledWeights } from '../host/protocol.ts'
import { type DownloadRules, download } from './download.ts'
import { clear, foldersOf, install, isComplete, uninstall } from './folders.ts'
import { Hub } from './hub.ts'
import type { HubFetch } from './hub-fetch.ts'
import { Limiter } from './limiter.ts'
import { estimateBytes, type WeightsManifest } from './manifest.ts'
import { WEIGHTS } from './manifests.ts'
import type { ModelStore, WantedDtypes, WeightsOnDisk } from './model-store.ts'
import { readRecord, writeRecord } from './record.ts'
import { DEFAULT_RETRY_RULES } from './retry.ts'
import { freeBytesOf, requireRoom } from './room.ts'
import { Running } from './running.ts'
import { Shelf } from './shelf.ts'
import { describe, pick } from './view.ts'

export interface ModelStoreOptions {
  /** Where downloads go, `<dataDir>/models`. */
  modelsDir: string
  /** `VITRINE_MODELS_DIR`: laid out alike, read and never changed. */
  offlineDir?: string | undefined
  wantedDtypes: WantedDtypes
  hub: { url: string; token?: string | undefined }
  /** The way to the hub; closed when the store stops. */
  connection: { fetch: HubFetch; close(): Promise<void> }
  logger: Logger
  /** Milliseconds, monotonic. */
  now: () => number
  manifests?: readonly WeightsManifest[]
  freeBytes?: (dir: string) => Promise<number>
  rules?: Partial<DownloadRules>
  /** How often the folders are looked at, in milliseconds. */
  lookEveryMs?: number
}

const DEFAULT_RULES: DownloadRules = { ...DEFAULT_RETRY_RULES, stallMs: 30_000, marginBytes: 256e6 }
const FILES_AT_ONCE = 3
const LOOK_EVERY_MS = 10_000

export class LocalModelStore implements ModelStore {
  readonly #options: ModelStoreOptions
  readonly #manifests: ReadonlyMap<WeightsKey, WeightsManifest>
  readonly #hub: Hub
  readonly #shelf: Shelf
  readonly #limiter = new Limiter(FILES_AT_ONCE)
  readonly #rules: DownloadRules
  readonly #running = new Map<WeightsKey, Running>()
  readonly #problems = new Map<WeightsKey, string>()
  readonly #listeners = new Set<() => void>()
  #timer: NodeJS.Timeout | undefined
  #seen = '[]'
  #isStopped = false

  constructor(options: ModelStoreOptions) {
    this.#options = options
    const manifests = options.manifests ?? WEIGHTS
    this.#manifests = new Map(manifests.map((manifest) => [manifest.key, manifest]))
    this.#rules = { ...DEFAULT_RULES, ...options.rules }
    const { modelsDir, offlineDir, logger } = options
    const { fetch } = options.connection
    this.#hub = new Hub({ ...options.hub, fetch, logger, stallMs: this.#rules.stallMs })
    this.#shelf = new Shelf({ manifests, modelsDir, offlineDir, logger, onVerified: () => this.#announce() })
  }

  get hub(): ModelStore['hub'] {
    return this.#hub.report
  }

  async start(): Promise<void> {
    await this.#shelf.load()
    for (const manifest of this.#manifests.values()) await this.#finish(manifest)
    await this.rescan()
    for (const [key] of this.#manifests) {
      const plan = this.#shelf.holdings(key).incoming?.plan
      if (plan && !plan.isPaused) this.#begin(key)
    }
    this.#timer = setInterval(() => void this.rescan(), this.#options.lookEveryMs ?? LOOK_EVERY_MS).unref()
  }

  list(): WeightsOnDisk[] {
    return [...this.#manifests].map(([key, manifest]) =>
      describe(manifest, {
        wanted: this.#options.wantedDtypes(key),
        holdings: this.#shelf.holdings(key),
        activity: this.#running.get(key)?.activity ?? null,
        problem: this.#problems.get(key) ?? null,
      }),
    )
  }

  find(key: WeightsKey): InstalledWeights | null {
    const manifest = this.#manifests.get(key)
    if (!manifest) return null
    return pick(manifest, this.#options.wantedDtypes(key), this.#shelf.holdings(key))?.weights ?? null
  }

  keysOf(engine: EngineName): WeightsKey[] {
    return [...this.#manifests.values()]
      .filter((manifest) => manifest.engine === engine)
      .sort((one, other) => one.rank - other.rank)
      .map(({ key }) => key)
  }

  async pull(key: WeightsKey): Promise<void> {
    const manifest = this.#require(key)
    const wanted = this.#options.wantedDtypes(key)
    const holdings = this.#shelf.holdings(key)
    if (this.#running.has(key) || pick(manifest, wanted, holdings)?.isAsWanted) return
    const { modelsDir, freeBytes = freeBytesOf } = this.#options
    const missingBytes = estimateBytes(manifest, wanted).bytes - (holdings.incoming?.bytes ?? 0)
    await requireRoom({ dir: modelsDir, missingBytes, freeBytes, marginBytes: this.#rules.marginBytes })
    this.#begin(key)
  }

  cancel(key: WeightsKey): void {
    this.#require(key)
    this.#running.get(key)?.cancel()
  }

  async remove(key: WeightsKey): Promise<void> {
    const manifest = this.#require(key)
    const running = this.#running.get(key)
    running?.cancel()
    await running?.ended
    const { placed, incoming } = this.#shelf.holdings(key)
    if (!incoming && placed.length > 0 && placed.every(({ place }) => place === 'folder'))
      throw new AppError(
        'conflict',
        `${manifest.title} lies in the offline folder, which Vitrine never changes.`,
        {
          suggestion: `Delete ${placed[0]?.content.dir} by hand, if it is to go.`,
        },
      )
    await uninstall(foldersOf(this.#options.modelsDir, manifest))
    this.#problems.delete(key)
    await this.#refresh(key)
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async rescan(): Promise<void> {
    await this.#refresh()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    clearInterval(this.#timer)
    for (const running of this.#running.values()) running.interrupt()
    await Promise.all([...this.#running.values()].map(({ ended }) => ended))
    await this.#shelf.stop()
    this.#listeners.clear()
    await this.#options.connection.close()
  }

  #require(key: WeightsKey): WeightsManifest {
    const manifest = this.#manifests.get(key)
    if (manifest) return manifest
    throw new AppError('not-found', `There are no weights called ${key}.`, {
      suggestion: `These are known: ${[...this.#manifests.keys()].join(', ')}.`,
    })
  }

  #begin(key: WeightsKey): void {
    if (this.#running.has(key) || this.#isStopped) return
    this.#problems.delete(key)
    const running = new Running(this.#options.now, (self) => this.#download(key, self))
    this.#running.set(key, running)
  }

  async #download(key: WeightsKey, running: Running): Promise<void> {
    const manifest = this.#require(key)
    const { modelsDir, wantedDtypes, freeBytes = freeBytesOf, logger } = this.#options
    const folders = foldersOf(modelsDir, manifest)
    const deps = { hub: this.#hub, limiter: this.#limiter, freeBytes, rules: this.#rules }
    const { signal } = running
    try {
      await download(deps, {
        manifest,
        dtypes: wantedDtypes(key),
        folders,
        signal,
        onPlan: (plan, received) => running.begin(plan, received),
        onBytes: (bytes, file) => running.note(bytes, file),
      })
      logger.info({ key, dir: folders.installed }, 'weights downloaded')
    } catch (thrown) {
      await this.#noteEnd(key, running, thrown)
    }
    await this.#shelf.look(key)
    this.#running.delete(key)
    this.#announce()
  }

  async #noteEnd(key: WeightsKey, running: Running, thrown: unknown): Promise<void> {
    if (running.isCancelled) {
      const { incoming } = foldersOf(this.#options.modelsDir, this.#require(key))
      const plan = await readRecord(incoming)
      if (plan) await writeRecord(incoming, { ...plan, isPaused: true })
      return
    }
    if (running.signal.aborted) return
    const error = AppError.from(thrown)
    this.#problems.set(key, [error.message, error.suggestion].filter(Boolean).join(' '))
    this.#hub.noteFailure(error)
    if (error.code !== 'hub-unreachable')
      this.#options.logger.warn({ key, code: error.code, err: error.cause }, error.message)
  }

  /** Brings a download to its place that had all its files when the process ended. */
  async #finish(manifest: WeightsManifest): Promise<void> {
    const folders = foldersOf(this.#options.modelsDir, manifest)
    const plan = await readRecord(folders.incoming)
    if (plan && (await isComplete(folders, plan))) await install(folders, plan)
    await clear(folders.outgoing)
  }

  async #refresh(key?: WeightsKey): Promise<void> {
    await this.#shelf.look(key)
    this.#announce()
  }

  /** Tells the listeners when what can be loaded is not what it was. */
  #announce(): void {
    const now = JSON.stringify([...this.#manifests.keys()].flatMap((key) => this.find(key) ?? []))
    if (now === this.#seen || this.#isStopped) return
    this.#seen = now
    for (const listener of this.#listeners) listener()
  }
}

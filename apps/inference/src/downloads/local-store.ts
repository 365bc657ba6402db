/** The model store of this machine: two folders, and downloads from the hub into one of them. */
import { AppError, type EngineName, type WeightsKey } from '@vitrine/contracts'
import type { Logger } from 'pino'
import type { InstalledWeights } from '../host/protocol.ts'
import type { DownloadRules } from './download.ts'
import { Downloads } from './downloads.ts'
import { foldersOf, uninstall } from './folders.ts'
import { Hub } from './hub.ts'
import type { HubFetch } from './hub-fetch.ts'
import { Limiter } from './limiter.ts'
import { estimateBytes, type WeightsManifest } from './manifest.ts'
import { WEIGHTS } from './manifests.ts'
import type { ModelStore, WantedDtypes, WeightsOnDisk } from './model-store.ts'
import { DEFAULT_RETRY_RULES } from './retry.ts'
import { freeBytesOf, requireRoom } from './room.ts'
import { Shelf } from './shelf.ts'
import { describe, type Picked, pick } from './view.ts'

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
  readonly #downloads: Downloads
  readonly #rules: DownloadRules
  readonly #listeners = new Set<() => void>()
  #timer: NodeJS.Timeout | undefined
  #seen = '[]'
  #isStopped = false

  constructor(options: ModelStoreOptions) {
    this.#options = options
    const { modelsDir, offlineDir, logger, now, manifests = WEIGHTS, freeBytes = freeBytesOf } = options
    const rules = { ...DEFAULT_RULES, ...options.rules }
    const hub = new Hub({ ...options.hub, fetch: options.connection.fetch, logger, stallMs: rules.stallMs })
    this.#manifests = new Map(manifests.map((manifest) => [manifest.key, manifest]))
    this.#rules = rules
    this.#hub = hub
    this.#shelf = new Shelf({ manifests, modelsDir, offlineDir, logger, onVerified: () => this.#announce() })
    this.#downloads = new Downloads({
      hub,
      limiter: new Limiter(FILES_AT_ONCE),
      rules,
      freeBytes,
      logger,
      now,
      foldersOf: (manifest) => foldersOf(modelsDir, manifest),
      look: (key) => this.#shelf.look(key),
      onEnd: () => this.#announce(),
    })
  }

  get hub(): ModelStore['hub'] {
    return this.#hub.report
  }

  async start(): Promise<void> {
    const { logger, wantedDtypes } = this.#options
    await this.#shelf.load()
    for (const manifest of this.#manifests.values()) {
      if (this.#isStopped) return
      try {
        await this.#downloads.resume(manifest, wantedDtypes(manifest.key))
      } catch (thrown) {
        logger.warn({ key: manifest.key, err: thrown }, 'a download cannot be gone on with')
      }
    }
    await this.rescan()
    this.#watch()
  }

  list(): WeightsOnDisk[] {
    return [...this.#manifests].map(([key, manifest]) =>
      describe(manifest, {
        wanted: this.#options.wantedDtypes(key),
        holdings: this.#shelf.holdings(key),
        activity: this.#downloads.activity(key),
        problem: this.#downloads.problem(key),
      }),
    )
  }

  find(key: WeightsKey): InstalledWeights | null {
    const manifest = this.#manifests.get(key)
    return manifest ? (this.#pick(manifest)?.weights ?? null) : null
  }

  keysOf(engine: EngineName): WeightsKey[] {
    return [...this.#manifests.values()]
      .filter((manifest) => manifest.engine === engine)
      .sort((one, other) => one.rank - other.rank)
      .map(({ key }) => key)
  }

  async pull(key: WeightsKey): Promise<void> {
    const manifest = this.#require(key)
    if (this.#downloads.activity(key) || this.#pick(manifest)?.isAsWanted) return
    const { modelsDir, wantedDtypes, freeBytes = freeBytesOf } = this.#options
    const dtypes = wantedDtypes(key)
    const hereBytes = this.#shelf.holdings(key).incoming?.bytes ?? 0
    const missingBytes = estimateBytes(manifest, dtypes).bytes - hereBytes
    await requireRoom({ dir: modelsDir, missingBytes, freeBytes, marginBytes: this.#rules.marginBytes })
    if (!this.#isStopped) this.#downloads.begin(manifest, dtypes)
  }

  cancel(key: WeightsKey): void {
    this.#require(key)
    void this.#downloads.cancel(key)
  }

  async remove(key: WeightsKey): Promise<void> {
    const manifest = this.#require(key)
    await this.#downloads.cancel(key)
    const { placed, incoming } = this.#shelf.holdings(key)
    const isOurs = incoming !== null || placed.some(({ place }) => place === 'downloaded')
    if (!isOurs && placed[0]) throw notOurs(manifest, placed[0].content.dir)
    await uninstall(foldersOf(this.#options.modelsDir, manifest))
    this.#downloads.forget(key)
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
    clearTimeout(this.#timer)
    await this.#downloads.stop()
    await this.#shelf.stop()
    this.#listeners.clear()
    await this.#options.connection.close()
  }

  #pick(manifest: WeightsManifest): Picked | null {
    const { key } = manifest
    return pick(manifest, this.#options.wantedDtypes(key), this.#shelf.holdings(key))
  }

  #require(key: WeightsKey): WeightsManifest {
    const manifest = this.#manifests.get(key)
    if (manifest) return manifest
    throw new AppError('not-found', `There are no weights called ${key}.`, {
      suggestion: `These are known: ${[...this.#manifests.keys()].join(', ')}.`,
    })
  }

  /** The next look begins some time after the last has ended: a slow folder is not asked twice at once. */
  #watch(): void {
    if (this.#isStopped) return
    const look = () => void this.rescan().then(() => this.#watch())
    this.#timer = setTimeout(look, this.#options.lookEveryMs ?? LOOK_EVERY_MS).unref()
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

const notOurs = (manifest: WeightsManifest, dir: string) =>
  new AppError('conflict', `${manifest.title} lies in the offline folder, which Vitrine never changes.`, {
    suggestion: `Delete ${dir} by hand, if it is to go.`,
  })

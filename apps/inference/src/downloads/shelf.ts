/** What lies in the two folders, as of the last look: our own downloads, and the folder that a person keeps. */
import path from 'node:path'
import type { WeightsKey } from '@vitrine/contracts'
import type { Logger } from 'pino'
import { receivedBytes } from './fetch-file.ts'
import { foldersOf } from './folders.ts'
import type { WeightsManifest } from './manifest.ts'
import { readRecord, type WeightsRecord } from './record.ts'
import { type FolderContent, scanFolder } from './scan.ts'
import { HashMemory } from './verify.ts'

export interface ShelfOptions {
  manifests: readonly WeightsManifest[]
  modelsDir: string
  /** The folder that is read and never changed. */
  offlineDir?: string | undefined
  logger: Logger
  /** Called when hashes were taken, and a look has shown what follows from them. */
  onVerified(): void
}

export interface Placed {
  place: 'downloaded' | 'folder'
  content: FolderContent
}

/** What is here of one set of weights. */
export interface Holdings {
  /** Downloaded before found. */
  placed: readonly Placed[]
  /** A download that has not ended, and the bytes of it that are here. */
  incoming: { plan: WeightsRecord; bytes: number } | null
}

const NOTHING: Holdings = { placed: [], incoming: null }

export class Shelf {
  readonly #options: ShelfOptions
  readonly #hashes: HashMemory
  readonly #checked = new Map<string, string | null>()
  readonly #holdings = new Map<WeightsKey, Holdings>()
  readonly #verifying = new Set<string>()
  readonly #stopping = new AbortController()
  #verification: Promise<void> = Promise.resolve()
  #looking: Promise<void> = Promise.resolve()
  #troubled = false

  constructor(options: ShelfOptions) {
    this.#options = options
    this.#hashes = new HashMemory(path.join(options.modelsDir, '.verified.json'))
  }

  holdings(key: WeightsKey): Holdings {
    return this.#holdings.get(key) ?? NOTHING
  }

  /** What was remembered of earlier looks. */
  async load(): Promise<void> {
    await this.#hashes.load()
  }

  /** Looks at every folder, or at those of one set. A folder that cannot be read counts as empty, and is told once. */
  look(key?: WeightsKey): Promise<void> {
    // One after another: an older look must not overwrite what a newer one has seen.
    this.#looking = this.#looking.then(() => this.#lookNow(key))
    return this.#looking
  }

  async #lookNow(key: WeightsKey | undefined): Promise<void> {
    const { manifests, logger } = this.#options
    try {
      for (const manifest of manifests)
        if (key === undefined || manifest.key === key)
          this.#holdings.set(manifest.key, await this.#read(manifest))
      this.#troubled = false
    } catch (thrown) {
      if (!this.#troubled) logger.warn({ err: thrown }, 'a folder of models cannot be read')
      this.#troubled = true
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#verification
    await this.#looking
  }

  async #read(manifest: WeightsManifest): Promise<Holdings> {
    const { modelsDir, offlineDir } = this.#options
    const folders = foldersOf(modelsDir, manifest)
    const placed: Placed[] = []
    const own = await scanFolder(folders.installed, manifest, { checked: this.#checked })
    if (own) placed.push({ place: 'downloaded', content: own })
    if (offlineDir) {
      const options = { checked: this.#checked, knownHash: this.#hashes.known }
      const content = await scanFolder(path.join(offlineDir, manifest.repository), manifest, options)
      if (content) placed.push({ place: 'folder', content })
      if (content && content.unverified.length > 0) this.#verify(manifest.key, content)
    }
    const plan = await readRecord(folders.incoming)
    let bytes = 0
    for (const file of plan?.files ?? []) bytes += await receivedBytes(folders.incoming, file)
    return { placed, incoming: plan ? { plan, bytes } : null }
  }

  /** One after another, in the background; a file that cannot be read is told, and not tried again until the next start. */
  #verify(key: WeightsKey, { dir, unverified }: FolderContent): void {
    const files = unverified.map((file) => path.join(dir, file)).filter((file) => !this.#verifying.has(file))
    if (files.length === 0) return
    for (const file of files) this.#verifying.add(file)
    const { signal } = this.#stopping
    const { logger, onVerified } = this.#options
    this.#verification = this.#verification
      .then(async () => {
        for (const file of files) {
          await this.#hashes.take(file, signal)
          this.#verifying.delete(file)
        }
        await this.look(key)
        onVerified()
      })
      .catch((thrown) => {
        if (!signal.aborted) logger.warn({ err: thrown, key }, 'weights cannot be verified')
      })
  }
}

/** Drives uploads: a few at a time, each fingerprinted, recognised or sent. Effects are passed in. */
import { AppError, type IngestItem } from '@vitrine/contracts'
import {
  noUploads,
  reduceUploads,
  type UploadEvent,
  type UploadItem,
  type UploadState,
} from './upload-state.ts'

/** Files that are worked on at once: enough to hide latency, few enough for a phone's uplink. */
const PARALLEL = 3

export interface SendOptions {
  /** Where an earlier try left off; null for the first. */
  resumeUrl: string | null
  onUrl: (url: string) => void
  onProgress: (sentBytes: number) => void
  /** Stops sending; what is there stays for a later try. */
  signal: AbortSignal
}

export interface UploaderDeps {
  /** The file's SHA-256; null when it is not worth the reading (an archive, a giant). */
  hash: (file: File, signal: AbortSignal) => Promise<string | null>
  /** The picture that has these bytes, brought back from the trash if it was there; null when there is none. */
  findKnown: (sha256: string) => Promise<{ id: number; restored: boolean } | null>
  send: (file: File, options: SendOptions) => Promise<readonly IngestItem[]>
  /** Forgets an upload that was begun, here and on the server; says itself what went wrong, and never fails. */
  discard: (url: string) => Promise<void>
}

interface Running {
  file: File
  resumeUrl: string | null
  stop: AbortController | null
}

/** Holds the uploads of a tab; `subscribe` and `getState` fit `useSyncExternalStore`. */
export class Uploader {
  readonly #deps: UploaderDeps
  readonly #files = new Map<number, Running>()
  readonly #listeners = new Set<() => void>()
  #state: UploadState = noUploads
  #active = 0

  constructor(deps: UploaderDeps) {
    this.#deps = deps
  }

  readonly getState = (): UploadState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Takes files in; they start as soon as there is room. */
  add(files: readonly File[]): void {
    files.forEach((file, index) => {
      this.#files.set(this.#state.nextId + index, { file, resumeUrl: null, stop: null })
    })
    this.#dispatch({
      type: 'added',
      files: files.map((file) => ({ fileName: file.name, sizeBytes: file.size })),
    })
  }

  pause(id?: number): void {
    this.#dispatch({ type: 'paused', ...(id === undefined ? {} : { id }) })
  }

  resume(id?: number): void {
    this.#dispatch({ type: 'resumed', ...(id === undefined ? {} : { id }) })
  }

  retry(id?: number): void {
    this.#dispatch({ type: 'retried', ...(id === undefined ? {} : { id }) })
  }

  cancel(id?: number): void {
    this.#dispatch({ type: 'cancelled', ...(id === undefined ? {} : { id }) })
    for (const item of this.#state.items) if (id === undefined || item.id === id) this.#discard(item)
  }

  /** Forgets the uploads that are over. */
  clear(): void {
    this.#dispatch({ type: 'cleared' })
    const left = new Set(this.#state.items.map((item) => item.id))
    for (const id of this.#files.keys()) if (!left.has(id)) this.#files.delete(id)
  }

  #dispatch(event: UploadEvent): void {
    const next = reduceUploads(this.#state, event)
    if (next === this.#state) return
    this.#state = next
    this.#stopWhatShouldNotRun()
    this.#startWhatCan()
    for (const listener of this.#listeners) listener()
  }

  #stopWhatShouldNotRun(): void {
    for (const { id, phase } of this.#state.items) {
      if (phase.name !== 'paused' && phase.name !== 'cancelled') continue
      this.#files.get(id)?.stop?.abort()
    }
  }

  /** Of a cancelled upload nothing is left, wherever it was; one that is still winding up comes by again. */
  #discard({ id, phase }: UploadItem): void {
    const running = this.#files.get(id)
    if (phase.name !== 'cancelled' || !running || running.stop || running.resumeUrl === null) return
    const url = running.resumeUrl
    running.resumeUrl = null
    // Nobody waits for it, and what can't be removed now the server removes in a few days.
    void this.#deps.discard(url)
  }

  #startWhatCan(): void {
    for (const { id, phase } of this.#state.items) {
      if (this.#active >= PARALLEL) return
      const running = this.#files.get(id)
      // One that was just stopped is still winding up; it is looked at again when it has.
      if (phase.name !== 'waiting' || !running || running.stop) continue
      running.stop = new AbortController()
      this.#active += 1
      void this.#run(id, running, running.stop.signal)
    }
  }

  async #run(id: number, running: Running, signal: AbortSignal): Promise<void> {
    const event = await this.#upload(id, running, signal).then(
      (items): UploadEvent => ({ type: 'finished', id, items }),
      (error: unknown): UploadEvent => ({ type: 'failed', id, reason: explain(error) }),
    )
    running.stop = null
    this.#active -= 1
    if (!signal.aborted) {
      this.#dispatch(event)
      return
    }
    const item = this.#state.items.find((one) => one.id === id)
    if (item) this.#discard(item)
    this.#startWhatCan()
  }

  async #upload(id: number, running: Running, signal: AbortSignal): Promise<readonly IngestItem[]> {
    this.#dispatch({ type: 'hashing', id })
    const { file } = running
    const sha256 = running.resumeUrl === null ? await this.#deps.hash(file, signal) : null
    const known = sha256 === null ? null : await this.#deps.findKnown(sha256)
    signal.throwIfAborted()
    if (sha256 !== null && known) return [{ outcome: 'duplicate', fileName: file.name, sha256, ...known }]
    return this.#deps.send(file, {
      resumeUrl: running.resumeUrl,
      signal,
      onUrl: (url) => {
        running.resumeUrl = url
      },
      onProgress: (sentBytes) => this.#dispatch({ type: 'progressed', id, sentBytes }),
    })
  }
}

/** Why an upload failed, for a person. */
function explain(error: unknown): string {
  if (error instanceof AppError)
    return error.suggestion ? `${error.message} ${error.suggestion}` : error.message
  if (error instanceof DOMException && error.name === 'NotReadableError')
    return 'The file can no longer be read. It may have been moved or changed.'
  return 'The server could not be reached.'
}

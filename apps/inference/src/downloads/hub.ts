/**
 * The hub's HTTP API: which commit a name stands for, which files it has, and their bytes.
 * https://huggingface.co/docs/hub/api; files at `/{repository}/resolve/{commit}/{path}`.
 */
import { AppError } from '@vitrine/contracts'
import type { Logger } from 'pino'
import { z } from 'zod'
import { refused, unreachable } from './hub-errors.ts'
import { discard, type HubFetch, type HubResponse } from './hub-fetch.ts'
import { parseJson } from './record.ts'
import { StallWatch } from './stall.ts'

export interface HubOptions {
  /** For example `https://huggingface.co`; a mirror's, where one is used. */
  url: string
  /** Told to the hub's own host, and to no other. */
  token?: string | undefined
  fetch: HubFetch
  logger: Logger
  /** The longest wait for an answer to begin. */
  stallMs: number
}

export interface HubFile {
  path: string
  sizeBytes: number
  /** Of files in large file storage; null for small ones. */
  sha256: string | null
}

const MAX_REDIRECTS = 5

const RevisionAnswer = z.object({ sha: z.string().regex(/^[0-9a-f]{40}$/) })
const TreeAnswer = z.array(
  z.object({
    type: z.string(),
    path: z.string(),
    size: z.int().nonnegative().default(0),
    lfs: z.object({ oid: z.string(), size: z.int().nonnegative() }).optional(),
  }),
)

export class Hub {
  readonly #options: HubOptions
  readonly #base: URL
  #isReachable: boolean | null = null
  #problem: string | null = null

  constructor(options: HubOptions) {
    this.#options = options
    this.#base = new URL(options.url)
  }

  /** Whether it answered last; nothing is asked before a person asks for a download. */
  get report(): { url: string; isReachable: boolean | null; problem: string | null } {
    const url = this.#base.href.replace(/\/$/, '')
    return { url, isReachable: this.#isReachable, problem: this.#problem }
  }

  /** The commit that a name or commit stands for; throws `not-found` where the hub does not know it. */
  async resolve(repository: string, revision: string, signal: AbortSignal): Promise<string> {
    const path = `api/models/${repository}/revision/${revision}`
    const what = `${repository} at ${revision}`
    return (await this.#getJson(path, { what, schema: RevisionAnswer, signal })).sha
  }

  async list(repository: string, commit: string, signal: AbortSignal): Promise<HubFile[]> {
    const path = `api/models/${repository}/tree/${commit}?recursive=true`
    const what = `list of the files of ${repository}`
    const entries = await this.#getJson(path, { what, schema: TreeAnswer, signal })
    return entries
      .filter(({ type }) => type === 'file')
      .map((file) => ({
        path: file.path,
        sizeBytes: file.lfs?.size ?? file.size,
        sha256: file.lfs?.oid ?? null,
      }))
  }

  /** The answer to a request for a file's bytes: 200, 206 or 416; anything else is thrown. */
  async open(
    file: { repository: string; commit: string; path: string },
    headers: { [name: string]: string },
    signal: AbortSignal,
  ): Promise<HubResponse> {
    const url = this.#at(`${file.repository}/resolve/${file.commit}/${file.path}`)
    return this.#get(url, { headers, what: file.path, accepts: [200, 206, 416], signal })
  }

  /** A failure that ended a download: told once for as long as it lasts. */
  noteFailure(error: AppError): void {
    if (error.code !== 'hub-unreachable') return
    const problem = [error.message, error.suggestion].filter(Boolean).join(' ')
    if (this.#problem === null) this.#options.logger.warn({ url: this.report.url, err: error.cause }, problem)
    this.#isReachable = false
    this.#problem = problem
  }

  async #getJson<T>(
    path: string,
    { what, schema, signal }: { what: string; schema: z.ZodType<T>; signal: AbortSignal },
  ): Promise<T> {
    const parsed = schema.safeParse(parseJson(await this.#getText(path, what, signal)))
    if (parsed.success) {
      this.#isReachable = true
      this.#problem = null
      return parsed.data
    }
    throw new AppError('hub-unreachable', `What ${this.#base.host} answers is not what a model hub says.`, {
      cause: parsed.error,
      suggestion: 'Check HF_ENDPOINT; a login page of the network may stand in between.',
      retryable: false,
    })
  }

  async #getText(path: string, what: string, signal: AbortSignal): Promise<string> {
    const { host } = this.#base
    const watch = new StallWatch(this.#options.stallMs, signal, unreachable(host))
    const request = { headers: {}, what, accepts: [200], signal: watch.signal }
    try {
      return await (await this.#get(this.#at(path), request)).text()
    } catch (thrown) {
      watch.signal.throwIfAborted()
      throw thrown instanceof AppError ? thrown : unreachable(host, thrown)
    } finally {
      watch.stop()
    }
  }

  /** Follows redirects by hand, so that the token stays with the hub. */
  async #get(
    start: URL,
    request: { headers: { [name: string]: string }; what: string; accepts: number[]; signal: AbortSignal },
  ): Promise<HubResponse> {
    let url = start
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const isHub = url.origin === this.#base.origin
      const response = await this.#ask(url, { ...request, isHub })
      if (request.accepts.includes(response.status)) return response
      const target = response.status >= 300 && response.status < 400 && response.headers.get('location')
      await discard(response)
      if (!target)
        throw refused(
          { status: response.status, retryAfter: response.headers.get('retry-after') },
          { host: url.host, what: request.what, isHub },
        )
      url = new URL(target, url)
    }
    throw unreachable(this.#base.host, new Error(`more than ${MAX_REDIRECTS} redirects for ${request.what}`))
  }

  async #ask(
    url: URL,
    request: { headers: { [name: string]: string }; isHub: boolean; signal: AbortSignal },
  ): Promise<HubResponse> {
    const { token, fetch, stallMs } = this.#options
    const headers = {
      'user-agent': 'vitrine',
      // Bytes as they are: sizes, ranges and hashes are those of the file.
      'accept-encoding': 'identity',
      ...request.headers,
      ...(token && request.isHub ? { authorization: `Bearer ${token}` } : {}),
    }
    const watch = new StallWatch(
      stallMs,
      request.signal,
      unreachable(url.host, new Error('no answer in time')),
    )
    try {
      return await fetch(url.href, { headers, signal: watch.signal })
    } catch (cause) {
      watch.signal.throwIfAborted()
      throw unreachable(url.host, cause)
    } finally {
      watch.stop()
    }
  }

  #at(path: string): URL {
    return new URL(path, `${this.#base.href.replace(/\/$/, '')}/`)
  }
}

/** Vitrine's public face, `/api/v1`, as functions; every reply is parsed with the contracts. */
import {
  AnalyzeResponse,
  AppError,
  CsvImportReport,
  ImageDetail,
  ImageReading,
  type ImportMap,
  IngestResponse,
  PipelineStatus,
  SearchResponse,
  type SearchSort,
  Sha256,
  type TaskName,
  TaskResponse,
  WireError,
} from '@vitrine/contracts'
import { z } from 'zod'
import { type ConversationsClient, createConversationsClient } from './conversations-client.ts'
import { createModelsClient, type ModelsClient } from './models-client.ts'
import { type FilePart, streamMultipart } from './multipart.ts'

export interface Client {
  /** Where it is asked, without a slash at the end. */
  readonly url: string
  analyze(file: FilePart): Promise<AnalyzeResponse>
  /** The file's `fields` are what the task needs beside the picture. */
  runTask(task: TaskName, file: FilePart): Promise<TaskResponse>
  upload(file: FilePart): Promise<IngestResponse>
  /** Image ids by hash, for those that are there already. */
  known(sha256s: readonly string[]): Promise<Map<string, number>>
  search(request: { query: string; limit: number; sort: SearchSort }): Promise<SearchResponse>
  image(id: number): Promise<ImageDetail>
  /** The deep reading of an image, or how far it is. */
  reading(id: number): Promise<ImageReading>
  status(): Promise<PipelineStatus>
  /** A file as it comes, by the query of `GET /export`, and of how many images it is. */
  export(query: URLSearchParams): Promise<{ count: number; body: ReadableStream<Uint8Array> }>
  /** Takes up a CSV file, or says what that would change. */
  importCsv(
    bytes: Uint8Array<ArrayBuffer>,
    options: { dryRun: boolean; overwrite: boolean; map: ImportMap },
  ): Promise<CsvImportReport>
  readonly models: ModelsClient
  readonly conversations: ConversationsClient
}

const KnownReply = z.object({ known: z.record(Sha256, z.int().positive()) })

/** An upload answers with its items even when all of them were rejected. */
const REJECTED_STATUSES = new Set([413, 415, 422])

export function createClient(url: string): Client {
  const ask = async <T>(path: string, schema: z.ZodType<T>, init?: RequestInit): Promise<T> =>
    read(url, schema, await send(url, path, init))
  const openWithHeaders = async (path: string, init?: RequestInit) => {
    const response = await send(url, path, init)
    const { ok, body, headers, status } = response
    if (ok && body !== null) return { body, headers }
    throw readError(url, await readJson(url, response), status)
  }
  const open = async (path: string, init?: RequestInit) => (await openWithHeaders(path, init)).body
  const post = (part: string, file: FilePart): RequestInit => {
    const { body, contentType } = streamMultipart(part, file)
    return { method: 'POST', body, headers: { 'content-type': contentType }, duplex: 'half' }
  }
  return {
    url,
    analyze: (file) => ask('/analyze', AnalyzeResponse, post('image', file)),
    runTask: (task, file) => ask(`/tasks/${task}`, TaskResponse, post('image', file)),
    async upload(file) {
      const response = await send(url, '/images', post('files', file))
      if (!REJECTED_STATUSES.has(response.status)) return read(url, IngestResponse, response)
      const reply = await readJson(url, response)
      const items = IngestResponse.safeParse(reply)
      if (items.success) return items.data
      throw readError(url, reply, response.status)
    },
    async known(sha256s) {
      const body = JSON.stringify({ sha256s })
      const headers = { 'content-type': 'application/json' }
      const reply = await ask('/images/known', KnownReply, { method: 'POST', body, headers })
      return new Map(Object.entries(reply.known))
    },
    search({ query, limit, sort }) {
      const params = new URLSearchParams({ q: query, limit: String(limit), sort })
      return ask(`/search?${params}`, SearchResponse)
    },
    image: (id) => ask(`/images/${id}`, ImageDetail),
    reading: (id) => ask(`/images/${id}/reading`, ImageReading),
    status: () => ask('/status', PipelineStatus),
    async export(query) {
      const { body, headers } = await openWithHeaders(`/export?${query}`)
      return { body, count: Number(headers.get('x-vitrine-count')) }
    },
    importCsv(bytes, { dryRun, overwrite, map }) {
      const flag = (isSet: boolean) => (isSet ? '1' : '0')
      const query = { dryRun: flag(dryRun), overwrite: flag(overwrite), map: JSON.stringify(map) }
      const headers = { 'content-type': 'text/csv' }
      const path = `/import/csv?${new URLSearchParams(query)}`
      return ask(path, CsvImportReport, { method: 'POST', body: bytes, headers })
    },
    models: createModelsClient(ask),
    conversations: createConversationsClient({ ask, open }),
  }
}

async function send(url: string, path: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(`${url}/api/v1${path}`, init)
  } catch (cause) {
    throw new AppError('sidecar-unreachable', `Vitrine does not answer at ${url}.`, {
      cause,
      suggestion: 'Start it with `npm start`, or say where it is: --url http://host:3210 or VITRINE_URL.',
    })
  }
}

async function readJson(url: string, response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('sidecar-unreachable', `What answers at ${url} is not Vitrine.`, {
      cause,
      suggestion: 'Check the address given with --url or VITRINE_URL.',
    })
  }
}

async function read<T>(url: string, schema: z.ZodType<T>, response: Response): Promise<T> {
  const reply = await readJson(url, response)
  if (!response.ok) throw readError(url, reply, response.status)
  const parsed = schema.safeParse(reply)
  if (parsed.success) return parsed.data
  throw new AppError('internal', `Vitrine at ${url} answers in a form this command does not know.`, {
    cause: parsed.error,
    suggestion: 'The command and the server may be of different versions.',
  })
}

function readError(url: string, reply: unknown, status: number): AppError {
  const wire = WireError.safeParse(reply)
  if (wire.success) return AppError.fromWire(wire.data)
  return new AppError('sidecar-unreachable', `What answers at ${url} is not Vitrine (HTTP ${status}).`, {
    suggestion: 'Check the address given with --url or VITRINE_URL.',
  })
}

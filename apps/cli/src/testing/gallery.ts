/** A Vitrine for tests: a real HTTP server with the routes of `/api/v1`, its replies checked by the contracts. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import {
  AnalyzeResponse,
  AppError,
  ImageReading,
  type IngestItem,
  IngestResponse,
  PipelineStatus,
  SearchResponse,
  TaskResponse,
} from '@vitrine/contracts'
import { z } from 'zod'
import { ANALYSIS, card, NO_READING, READING, STATUS, TASK_ANSWER } from './examples.ts'

export interface Gallery {
  url: string
  /** Hash → id of what was sent, or is there from the start. */
  images: Map<string, number>
  /** `METHOD /path?query` of every request, in order. */
  requests: string[]
  /** Errors to answer the next uploads with, in order. */
  failNext: AppError[]
  close(): Promise<void>
}

type Reply = { status: number; body: unknown }

/** Files whose bytes begin with "bad" are rejected, as one that is no picture. */
export async function startGallery(): Promise<Gallery> {
  const images = new Map<string, number>()
  const requests: string[] = []
  const failNext: AppError[] = []

  async function upload(request: Request): Promise<Reply> {
    const files = (await request.formData()).getAll('files')
    const failure = failNext.shift()
    if (failure) return { status: failure.status, body: failure.toWire() }
    const items: IngestItem[] = []
    for (const file of files) if (file instanceof File) items.push(await ingest(file))
    const status = items.some(({ outcome }) => outcome === 'created') ? 201 : 200
    const isRefused = items.every(({ outcome }) => outcome === 'rejected')
    return { status: isRefused ? 415 : status, body: IngestResponse.parse({ items }) }
  }

  async function ingest(file: File): Promise<IngestItem> {
    const bytes = Buffer.from(await file.arrayBuffer())
    if (bytes.toString('latin1').startsWith('bad'))
      return { outcome: 'rejected', fileName: file.name, code: 'unsupported-media', reason: 'No picture.' }
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const known = images.get(sha256)
    if (known) return { outcome: 'duplicate', id: known, fileName: file.name, sha256, restored: false }
    images.set(sha256, images.size + 1)
    return { outcome: 'created', id: images.size, fileName: file.name, sha256 }
  }

  async function answer(request: Request): Promise<Reply> {
    const { pathname, searchParams } = new URL(request.url)
    switch (`${request.method} ${pathname}`) {
      case 'POST /api/v1/images':
        return upload(request)
      case 'POST /api/v1/images/known': {
        const { sha256s } = z.object({ sha256s: z.array(z.string()) }).parse(await request.json())
        const known = Object.fromEntries([...images].filter(([hash]) => sha256s.includes(hash)))
        return { status: 200, body: { known } }
      }
      case 'POST /api/v1/analyze': {
        const file = (await request.formData()).get('image')
        const fileName = file instanceof File ? file.name : ''
        return { status: 200, body: AnalyzeResponse.parse({ ...ANALYSIS, fileName }) }
      }
      case 'POST /api/v1/tasks/open-vocabulary-detection':
      case 'POST /api/v1/tasks/region-to-ocr':
        return task(pathname, await request.formData())
      case 'GET /api/v1/images/7/reading':
        return { status: 200, body: ImageReading.parse(READING) }
      case 'GET /api/v1/images/8/reading':
        return { status: 200, body: ImageReading.parse(NO_READING) }
      case 'GET /api/v1/search':
        return { status: 200, body: search(searchParams.get('q') ?? '') }
      case 'GET /api/health':
        return { status: 200, body: { status: 'ok', version: '0.1.0', paused: false, problem: null } }
      case 'GET /api/v1/status':
        return { status: 200, body: PipelineStatus.parse(STATUS) }
      default: {
        const error = new AppError('not-found', `There is nothing at ${pathname}.`)
        return { status: error.status, body: error.toWire() }
      }
    }
  }

  const server = createServer((incoming, outgoing) => {
    requests.push(`${incoming.method} ${incoming.url}`)
    answer(toRequest(incoming)).then(
      ({ status, body }) =>
        outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      (error: unknown) => outgoing.writeHead(500).end(String(error)),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = z.object({ port: z.int() }).parse(server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    images,
    requests,
    failNext,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Finds what it is told to find; reads the name of the file. */
function task(pathname: string, form: FormData): Reply {
  const [phrase, region, image] = ['phrase', 'region', 'image'].map((name) => form.get(name))
  const name = pathname.split('/').at(-1)
  const result =
    name === 'region-to-ocr'
      ? { type: 'text', text: `${image instanceof File ? image.name : ''} at ${region}` }
      : {
          type: 'detections',
          detections: [
            { label: `${phrase}`, box: { x: 0.1, y: 0.2, width: 0.3, height: 0.4 }, score: 0.876 },
            { label: 'evil\u001b[31m', box: { x: 0, y: 0, width: 1, height: 1 } },
          ],
        }
  return { status: 200, body: TaskResponse.parse({ ...TASK_ANSWER, task: name, result }) }
}

function search(query: string): SearchResponse {
  const hits = query.includes('nothing')
    ? []
    : [
        { image: card(7, 'dog.jpg'), rank: -1, snippet: null, matchedAnnotationIds: [] },
        {
          image: card(8, 'evil\u001b[31m.jpg'),
          rank: -0.5,
          snippet: {
            column: 'text',
            parts: [
              { text: 'beware of the ', hit: false },
              { text: 'dog', hit: true },
            ],
          },
          matchedAnnotationIds: [3],
        },
      ]
  const issues = query.includes('width>')
    ? [{ start: 0, length: 6, message: 'width> needs a number.', suggestion: 'width>1000' }]
    : []
  return SearchResponse.parse({
    hits,
    nextCursor: null,
    total: { value: hits.length, capped: false },
    explanation: { understood: query, issues, corrections: [], expansions: [] },
    pooled: false,
    lastEventId: 0,
    tookMs: 1,
  })
}

function toRequest(incoming: IncomingMessage): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) if (value) headers.set(name, String(value))
  const method = incoming.method ?? 'GET'
  const body = method === 'GET' ? null : Readable.toWeb(incoming)
  return new Request(`http://localhost${incoming.url}`, { method, headers, body, duplex: 'half' })
}

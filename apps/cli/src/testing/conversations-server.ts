/** A Vitrine that answers questions as told, event by event. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import {
  AppError,
  FollowUpRequest,
  ImageDetail,
  IngestResponse,
  QuestionRequest,
  SearchResponse,
  Turn,
  TurnEvent,
} from '@vitrine/contracts'
import { z } from 'zod'
import { card } from './examples.ts'

/** An event, or that the connection is cut, or that it waits until somebody stops the answer. */
export type ScriptStep = TurnEvent | 'cut' | 'wait'

export interface ConversationsServer {
  url: string
  /** `METHOD /path` of every request, in order. */
  requests: string[]
  /** The questions that were asked, with the conversation of those that went on with one. */
  asked: (z.infer<typeof FollowUpRequest> & { conversationId?: number })[]
  /** What the next streams tell, one after the other. */
  streams: ScriptStep[][]
  /** What the next question is refused with. */
  refusal: AppError | null
  close(): Promise<void>
}

/** The first turn of conversation 5, with what the test is about put over it. */
export function makeTurn(over: Partial<z.input<typeof Turn>> = {}): Turn {
  return Turn.parse({
    id: 9,
    conversationId: 5,
    parentId: null,
    question: 'What is it?',
    pictures: [],
    scope: 'pictures',
    search: null,
    state: 'running',
    answer: '',
    citations: [],
    engine: 'gguf',
    model: { id: 'qwen2-vl-7b', revision: '1', dtype: 'q4', device: 'cuda' },
    usage: null,
    warnings: [],
    error: null,
    createdAt: 1,
    finishedAt: null,
    ...over,
  })
}

export const turnEvent = (over: Partial<z.input<typeof Turn>> = {}): TurnEvent => ({
  type: 'turn',
  turn: makeTurn(over),
})

export async function startConversationsServer(): Promise<ConversationsServer> {
  const requests: string[] = []
  const asked: ConversationsServer['asked'] = []
  const streams: ScriptStep[][] = []
  const state: { refusal: AppError | null } = { refusal: null }
  let stop = () => {}
  const stopped = new Promise<void>((resolve) => {
    stop = resolve
  })

  const reply = (response: ServerResponse, status: number, body: unknown) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

  async function stream(response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const step of streams.shift() ?? []) {
      if (step === 'cut') return void response.destroy()
      if (step === 'wait') await stopped
      // In two pieces, as networks do.
      else {
        const message = `: ping\n\ndata: ${JSON.stringify(TurnEvent.parse(step))}\n\n`
        response.write(message.slice(0, 20))
        response.write(message.slice(20))
      }
    }
    response.end()
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const [name = ''] = (request.url ?? '').split('?')
    const route = `${request.method} ${name.replace('/api/v1', '')}`
    requests.push(route)
    const { refusal } = state
    if (refusal) return reply(response, refusal.status, refusal.toWire())
    switch (route) {
      case 'POST /conversations':
        asked.push(QuestionRequest.parse(JSON.parse(body)))
        return stream(response)
      case 'POST /conversations/5/turns':
        asked.push({ ...FollowUpRequest.parse(JSON.parse(body)), conversationId: 5 })
        return stream(response)
      case 'GET /conversations/5/turns/9/events':
        return stream(response)
      case 'POST /conversations/5/turns/9/stop':
        stop()
        return reply(response, 200, makeTurn({ state: 'stopped' }))
      case 'POST /images':
        return reply(response, 201, IngestResponse.parse({ items: [ingested(body)] }))
      case 'GET /images/3':
        return reply(response, 200, readImage())
      case 'GET /search':
        return reply(response, 200, found())
      default:
        return reply(response, 404, new AppError('not-found', `There is nothing at ${name}.`).toWire())
    }
  }

  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = z.object({ port: z.int() }).parse(server.address())
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    requests,
    asked,
    streams,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  })
}

function ingested(form: string) {
  const fileName = /filename="([^"]+)"/.exec(form)?.[1] ?? ''
  if (form.includes('bad'))
    return { outcome: 'rejected', fileName, code: 'unsupported-media', reason: 'No picture.' }
  return { outcome: 'created', id: 3, fileName, sha256: 'a'.repeat(64) }
}

const readImage = () =>
  ImageDetail.parse({
    ...card(3, 'mug.jpg'),
    sha256: 'a'.repeat(64),
    detailedCaption: '',
    notes: '',
    reading: null,
    text: '',
    colours: [],
    triage: null,
    annotations: [],
    tags: [],
    collections: [],
    sourceSha256: null,
    warnings: [],
    camera: null,
  })

const found = () =>
  SearchResponse.parse({
    hits: [{ image: card(7, 'dog.jpg'), rank: -1, snippet: null, matchedAnnotationIds: [] }],
    nextCursor: null,
    total: { value: 1, capped: false },
    explanation: { understood: '', issues: [], corrections: [], expansions: [] },
    pooled: false,
    lastEventId: 0,
    tookMs: 1,
  })

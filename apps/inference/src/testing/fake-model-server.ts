/**
 * A model server in a test: the OpenAI routes as Ollama, vLLM and their like have them, over real HTTP, and all that can
 * go wrong. A request of another shape than theirs is refused, and noted.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import sharp from 'sharp'
import { z } from 'zod'
import { close, listen } from './fake-hub.ts'
import { describeItself } from './fake-model-routes.ts'

const Text = z.strictObject({ type: z.literal('text'), text: z.string().min(1) })
const DATA_URL = /^data:image\/jpeg;base64,[A-Za-z0-9+/]+={0,2}$/
/** vLLM knows pictures by names of our own, and then wants no picture. */
const Picture = z.strictObject({
  type: z.literal('image_url'),
  image_url: z.strictObject({ url: z.string().regex(DATA_URL) }).nullable(),
  uuid: z.string().min(1).optional(),
})
const Message = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('system'), content: z.string().min(1) }),
  z.strictObject({ role: z.literal('assistant'), content: z.string().min(1) }),
  z.strictObject({
    role: z.literal('user'),
    content: z
      .string()
      .min(1)
      .or(z.array(z.discriminatedUnion('type', [Picture, Text])).min(1)),
  }),
])
const ChatRequest = z.strictObject({
  model: z.string(),
  messages: z.array(Message).min(1),
  stream: z.literal(true),
  stream_options: z.strictObject({ include_usage: z.literal(true) }).optional(),
  temperature: z.number().min(0).max(2),
  max_tokens: z.int().min(100).max(8192),
  response_format: z
    .strictObject({
      type: z.literal('json_schema'),
      json_schema: z.strictObject({
        name: z.string(),
        strict: z.literal(true),
        schema: z.looseObject({ type: z.literal('object') }),
      }),
    })
    .optional(),
})
export type ChatRequest = z.infer<typeof ChatRequest>

/** What the server does with a question. */
export type FakeReply =
  /** Streams the text; `finish` null leaves out the reason, `isRough` writes as the worst of servers do. */
  | { text: string; finish?: 'stop' | 'length' | null; hasDone?: boolean; isRough?: boolean }
  | { status: number; body: unknown; retryAfter?: string }
  /** Sends the text, and breaks the connection. */
  | { drop: string }
  /** Sends the text, and nothing more; without a text not even headers. */
  | { stall: string | null }
  /** Sends this as the stream. */
  | { stream: string }
  /** Answers in one piece of JSON. */
  | { whole: string }

export interface FakeModelServer {
  url: string
  kind: 'ollama' | 'vllm' | 'llama-server' | 'lm-studio'
  models: string[]
  /** Those of `models` that take pictures; null for a server that does not tell. */
  seeing: string[] | null
  /** The longest conversation that a loaded model takes; null for a server that does not tell. */
  contextTokens: number | null
  /** What comes next; a plain sentence when there is nothing. */
  replies: FakeReply[]
  /** Whether it holds models to schemas. */
  takesSchema: boolean
  /** What it counts when asked to; null for a server that refuses to. */
  usage: { prompt: number; completion: number; cached: number } | null
  apiKey: string | null
  requests: ChatRequest[]
  /** Of the pictures that came, as they were decoded. */
  pictures: { format: string; width: number; height: number; chromaSubsampling: string }[]
  /** Pictures that were named instead of sent. */
  named: string[]
  /** Lets go of every picture it was sent. */
  forget(): void
  /** Whether pictures may be named at all: an older vLLM takes no picture that is left out. */
  takesNames: boolean
  /** The most answers that were under way at the same time. */
  mostAtOnce: number
  /** What was wrong with requests. */
  problems: string[]
  /** What Ollama has in its memory: it loads and lets go as it is told. */
  loaded: { name: string; size_vram: number }[]
  /** What Ollama was told to keep, and for how long. */
  kept: { model: string; keep_alive: string | number }[]
  /** What it refuses that with; null when it takes it. */
  keepRefusal: { status: number; body: unknown } | null
  /** Answers whose reader went before their end. */
  abandoned: number
  /** The prompt of the last question: the text beside the picture. */
  prompt(): string
  close(): Promise<void>
}

export const PLAIN_ANSWER = 'A desk with two cups, and a lamp behind them.'

/** `port`: where an earlier one listened; a free one when left out. */
export async function startFakeModelServer(
  given: Partial<FakeModelServer> = {},
  port = 0,
): Promise<FakeModelServer> {
  const known = new Set<string>()
  const open = new Set<ServerResponse>()
  const http = createServer((request, response) => {
    answer({ server, known, open }, request, response).catch((error: unknown) => {
      server.problems.push(String(error))
      response.destroy()
    })
  })
  const server: FakeModelServer = {
    url: await listen(http, port),
    kind: 'vllm',
    models: ['Qwen/Qwen2.5-VL-7B-Instruct'],
    seeing: null,
    contextTokens: null,
    replies: [],
    takesSchema: true,
    usage: { prompt: 900, completion: 12, cached: 0 },
    named: [],
    forget: () => known.clear(),
    takesNames: true,
    mostAtOnce: 0,
    apiKey: null,
    requests: [],
    pictures: [],
    problems: [],
    loaded: [],
    kept: [],
    keepRefusal: null,
    abandoned: 0,
    prompt: () => promptOf(server.requests.at(-1)),
    close: () => close(http),
    ...given,
  }
  return server
}

/** The server, and the pictures it keeps. */
interface Keeping {
  server: FakeModelServer
  known: Set<string>
  /** Answers under way. */
  open: Set<ServerResponse>
}

/** The text of the first question. */
function promptOf(request: ChatRequest | undefined): string {
  const content = request?.messages.find(({ role }) => role === 'user')?.content ?? ''
  if (typeof content === 'string') return content
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n')
}

async function answer(keeping: Keeping, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { server } = keeping
  const route = `${request.method} ${request.url}`
  const body = await readBody(request)
  if (server.apiKey !== null && request.headers.authorization !== `Bearer ${server.apiKey}`)
    return sendJson(response, 401, { error: { message: 'Invalid API key' } })
  if (route === 'POST /v1/chat/completions') return chat(keeping, body, response)
  const { status, value } = describeItself(server, route, body)
  sendJson(response, status, value)
}

async function chat(keeping: Keeping, body: string, response: ServerResponse): Promise<void> {
  const { server, open } = keeping
  const parsed = ChatRequest.safeParse(JSON.parse(body))
  if (!parsed.success) {
    server.problems.push(z.prettifyError(parsed.error))
    return sendJson(response, 400, { error: { message: 'The request has another shape.' } })
  }
  const { data } = parsed
  // Before the request is told of: whoever waits for it may leave at once.
  open.add(response)
  server.mostAtOnce = Math.max(server.mostAtOnce, open.size)
  response.on('close', () => {
    open.delete(response)
    if (!response.writableFinished) server.abandoned += 1
  })
  server.requests.push(data)
  if (!(await takePictures(keeping, data)))
    return sendJson(response, 400, {
      error: { message: 'Expected a cached item for the picture, found none.' },
    })
  if (!server.models.includes(data.model))
    return sendJson(response, 404, { error: { message: `model '${data.model}' not found` } })
  if (data.response_format && !server.takesSchema)
    return sendJson(response, 400, {
      error: { message: 'response_format of type json_schema is not supported' },
    })
  if (data.stream_options && server.usage === null)
    return sendJson(response, 400, { error: { message: 'Unknown parameter: stream_options' } })
  const counted = data.stream_options ? server.usage : null
  reply({ ...server, usage: counted }, server.replies.shift() ?? { text: PLAIN_ANSWER }, response)
}

/** False when a picture is named that it does not have. */
async function takePictures({ server, known }: Keeping, { messages }: ChatRequest): Promise<boolean> {
  const parts = messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content))
  for (const part of parts) {
    if (part.type !== 'image_url') continue
    const { image_url: sent, uuid } = part
    if (uuid !== undefined && server.kind !== 'vllm') throw new Error('Only vLLM knows pictures by name.')
    if (sent) await notePicture(server, sent.url)
    else if (uuid !== undefined && server.takesNames && known.has(uuid)) server.named.push(uuid)
    else return false
    if (uuid !== undefined) known.add(uuid)
  }
  return true
}

async function notePicture(server: FakeModelServer, url: string): Promise<void> {
  const base64 = url.split(',')[1] ?? ''
  const {
    format,
    width,
    height,
    chromaSubsampling = '',
  } = await sharp(Buffer.from(base64, 'base64')).metadata()
  server.pictures.push({ format, width, height, chromaSubsampling })
}

function reply(server: FakeModelServer, how: FakeReply, response: ServerResponse): void {
  if ('status' in how) {
    if (how.retryAfter) response.setHeader('retry-after', how.retryAfter)
    sendJson(response, how.status, how.body)
  } else if ('whole' in how) {
    sendJson(response, 200, { choices: [{ message: { content: how.whole }, finish_reason: 'stop' }] })
  } else if (!('stall' in how) || how.stall !== null) {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    stream(server, how, response)
  }
}

function stream(
  server: FakeModelServer,
  how: Exclude<FakeReply, { status: number } | { whole: string }>,
  response: ServerResponse,
): void {
  if ('stream' in how) response.end(how.stream)
  else if ('drop' in how) response.write(eventsOf(server, how.drop), () => response.socket?.destroySoon())
  else if ('stall' in how) response.write(eventsOf(server, how.stall ?? ''))
  else {
    const { text, finish = 'stop', hasDone = true, isRough = false } = how
    const last = finish ? event(server, '', finish) : ''
    const events = `${eventsOf(server, text)}${last}${usageOf(server)}${hasDone ? 'data: [DONE]\n\n' : ''}`
    if (isRough) void sendRoughly(events, response)
    else response.end(events)
  }
}

/** A few bytes at a time, so that letters are cut in two; CRLF, comments, a broken event, and the usage after the end. */
async function sendRoughly(stream: string, response: ServerResponse): Promise<void> {
  const usage = JSON.stringify({ choices: [], usage: { prompt_tokens: 900, completion_tokens: 12 } })
  const rough = `: hello\n\n${stream.replace('data: [DONE]', `data: ${usage}\n\ndata: [DONE]`)}`
    .replace('\n\n', '\n\ndata: {"choices": [{"delta": {"con\n\nevent: ping\ndata:\n\n')
    .replaceAll('\n', '\r\n')
  const bytes = Buffer.from(rough)
  for (let from = 0; from < bytes.length; from += 7) {
    if (response.destroyed) return
    response.write(bytes.subarray(from, from + 7))
    if (from % 70 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  response.end()
}

function usageOf({ usage }: FakeModelServer): string {
  if (!usage) return ''
  const { prompt, completion, cached } = usage
  const counts = { prompt_tokens: prompt, completion_tokens: completion }
  const value = { choices: [], usage: { ...counts, prompt_tokens_details: { cached_tokens: cached } } }
  return `data: ${JSON.stringify(value)}\n\n`
}

const eventsOf = (server: FakeModelServer, text: string) =>
  (text.match(/[\s\S]{1,9}/gu) ?? []).map((piece) => event(server, piece, null)).join('')

function event({ kind }: FakeModelServer, content: string, finish_reason: string | null): string {
  const fingerprint = kind === 'ollama' ? { system_fingerprint: 'fp_ollama' } : {}
  return `data: ${JSON.stringify({ ...fingerprint, choices: [{ index: 0, delta: { content }, finish_reason }] })}\n\n`
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(typeof value === 'string' ? value : JSON.stringify(value))
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

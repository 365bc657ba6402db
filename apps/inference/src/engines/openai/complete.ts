/** One question to one server: posted, waited for, read as it streams. */
import { AppError } from '@vitrine/contracts'
import { ANSWER_SCHEMA } from '../reasoning/answer-schema.ts'
import { explainRefusal } from './explain-refusal.ts'
import { explainSilence } from './explain-silence.ts'
import type { Http, HttpReply } from './http.ts'
import { Patience } from './patience.ts'
import { type Completion, readCompletion } from './read-completion.ts'
import type { Address } from './settings.ts'
import { readEvents } from './sse.ts'
import type { WireMessage } from './wire-messages.ts'

export interface Waits {
  /** Until an answer begins, in milliseconds: a server may load its model first, and a processor read for minutes. */
  firstMs: number
  /** From one piece of an answer to the next. */
  stallMs: number
}

export interface CompletionRequest {
  model: string
  messages: readonly WireMessage[]
  maxTokens: number
  /** 0: the likeliest token, always. */
  temperature: number
  /** Whether the answer is held to the schema of readings. */
  isHeldToSchema: boolean
  /** Whether the tokens are to be counted at the end of the stream. */
  withUsage: boolean
}

export interface Listening {
  signal: AbortSignal
  /** Each piece of the answer, as it comes. */
  onText?(text: string): void
}

export interface Connection {
  http: Http
  address: Address
  headers: Record<string, string>
  waits: Waits
}

/** Throws AppErrors only: what `explainRefusal` and `explainSilence` say, `deadline-exceeded` or `cancelled`. */
export async function complete(
  connection: Connection,
  request: CompletionRequest,
  { signal, onText }: Listening,
): Promise<Completion> {
  const { http, address, headers, waits } = connection
  const server = address.root
  const patience = new Patience(signal)
  let hasBegun = false
  try {
    patience.wait(waits.firstMs, () => late(server, waits.firstMs))
    const reply = await http.fetch(`${address.api}/chat/completions`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify(toBody(request)),
      signal: patience.signal,
    })
    await requireOk(reply, { server, model: request.model })
    hasBegun = true
    const bytes = watched(reply, () => patience.wait(waits.stallMs, () => stalled(server, waits.stallMs)))
    const explain = (body: string) => explainRefusal({ status: null, body }, { server, model: request.model })
    return await readCompletion(eventsOf(reply, bytes), {
      explain,
      onText: (text) => {
        // Events that came in one piece of the stream go on after the connection is closed.
        signal.throwIfAborted()
        onText?.(text)
      },
    })
  } catch (thrown) {
    if (signal.aborted) throw new AppError('cancelled', 'The request was cancelled.', { cause: thrown })
    throw explainSilence(patience.reason ?? thrown, server, hasBegun)
  } finally {
    patience.stop()
  }
}

function toBody({
  model,
  messages,
  maxTokens,
  temperature,
  isHeldToSchema,
  withUsage,
}: CompletionRequest): object {
  const schema = { name: 'reading', strict: true, schema: ANSWER_SCHEMA }
  return {
    model,
    messages,
    stream: true,
    temperature,
    max_tokens: maxTokens,
    ...(withUsage ? { stream_options: { include_usage: true } } : {}),
    ...(isHeldToSchema ? { response_format: { type: 'json_schema', json_schema: schema } } : {}),
  }
}

async function requireOk(reply: HttpReply, asked: Parameters<typeof explainRefusal>[1]): Promise<void> {
  if (reply.status === 200) return
  const retryAfter = reply.headers.get('retry-after')
  throw explainRefusal({ status: reply.status, body: await reply.text(), retryAfter }, asked)
}

async function* watched(reply: HttpReply, onPiece: () => void): AsyncGenerator<Uint8Array> {
  for await (const piece of reply.body ?? []) {
    onPiece()
    yield piece
  }
}

/** Some servers answer in one piece, whatever was asked for. */
async function* eventsOf(reply: HttpReply, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  if (!/^application\/json\b/i.test(reply.headers.get('content-type') ?? '')) {
    yield* readEvents(bytes)
    return
  }
  const pieces: Uint8Array[] = []
  for await (const piece of bytes) pieces.push(piece)
  yield Buffer.concat(pieces).toString('utf8')
}

const seconds = (ms: number) => Math.round(ms / 1000)
const late = (server: string, ms: number) =>
  new AppError(
    'deadline-exceeded',
    `The server at ${server} did not begin to answer within ${seconds(ms)} s.`,
  )
const stalled = (server: string, ms: number) =>
  new AppError(
    'engine-crashed',
    `The server at ${server} fell silent for ${seconds(ms)} s in the middle of its answer.`,
  )

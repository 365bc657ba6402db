/** A chat over HTTP: a form goes out, server-sent events come in. */
import { AppError, ChatEvent, type ChatRequest } from '@vitrine/contracts'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import type { ChatPictures } from './sidecar.ts'
import { openStream, parse } from './sidecar-http.ts'

/** What the contracts fill in. */
const DEFAULT_DEADLINE_MS = 1_800_000
/** The sidecar ends a chat at its deadline by itself; this much later the connection is taken for dead. */
const GRACE_MS = 10_000

export interface ChatCall {
  request: ChatRequest
  pictures: ChatPictures
  signal: AbortSignal
}

/** Ends with the event that ends the answer; who stops reading hangs up. Throws AppErrors only. */
export async function* readChat(
  url: string,
  { request, pictures, signal }: ChatCall,
): AsyncGenerator<ChatEvent> {
  const timeoutMs = (request.deadlineMs ?? DEFAULT_DEADLINE_MS) + GRACE_MS
  const body = toForm(request, pictures)
  const { pieces, failure } = await openStream(url, '/v1/chat', { body, timeoutMs, signal })
  const messages = pieces.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
  const reader = messages.getReader()
  try {
    for (;;) {
      const next = await reader.read()
      if (next.done) break
      const event = parse(ChatEvent, JSON.parse(next.value.data))
      yield event
      if (event.type === 'done' || event.type === 'failed') return
    }
  } catch (thrown) {
    throw failure(thrown)
  } finally {
    await reader.cancel().catch(() => {})
  }
  throw new AppError('sidecar-unreachable', 'The connection was lost in the middle of the answer.', {
    suggestion: 'Ask again; what was written so far is kept.',
  })
}

function toForm(request: ChatRequest, pictures: ChatPictures): FormData {
  const form = new FormData()
  form.set('options', JSON.stringify(request))
  for (const [key, { bytes, mediaType, fileName }] of pictures)
    form.set(key, new Blob([bytes], { type: mediaType }), fileName)
  return form
}

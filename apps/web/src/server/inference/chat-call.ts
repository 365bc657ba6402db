/** A chat over HTTP: a form goes out, server-sent events come in. */
import { AppError, ChatEvent, type ChatRequest } from '@vitrine/contracts'
import { createParser } from 'eventsource-parser'
import { FormData } from 'undici'
import type { ChatPictures } from './sidecar.ts'
import { parse, readStream } from './sidecar-http.ts'

/** What the contracts fill in. */
const DEFAULT_DEADLINE_MS = 1_800_000
/** The sidecar ends a chat at its deadline by itself; this much later the connection is taken for dead. */
const GRACE_MS = 10_000

/** The sidecar says every ten seconds at least that it is there. */
const SILENCE_MS = 60_000

export interface ChatCall {
  request: ChatRequest
  pictures: ChatPictures
  signal: AbortSignal
}

/** Ends with the event that ends the answer; who stops reading hangs up. Throws AppErrors only. */
export async function* readChat(
  url: string,
  { request, pictures, signal }: ChatCall,
  silenceMs = SILENCE_MS,
): AsyncGenerator<ChatEvent> {
  const timeoutMs = (request.deadlineMs ?? DEFAULT_DEADLINE_MS) + GRACE_MS
  const body = toForm(request, pictures)
  const heard: string[] = []
  const parser = createParser({ onEvent: ({ data }) => heard.push(data) })
  for await (const piece of readStream(url, '/v1/chat', { body, timeoutMs, signal, silenceMs })) {
    parser.feed(piece)
    for (const data of heard.splice(0)) {
      const event = parse(ChatEvent, parseJson(data))
      yield event
      if (event.type === 'done' || event.type === 'failed') return
    }
  }
  throw new AppError('sidecar-unreachable', 'The connection was lost in the middle of the answer.', {
    suggestion: 'Ask again; what was written so far is kept.',
  })
}

/** Undefined, which is no event, for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function toForm(request: ChatRequest, pictures: ChatPictures): FormData {
  const form = new FormData()
  form.set('options', JSON.stringify(request))
  for (const [key, { bytes, mediaType, fileName }] of pictures)
    form.set(key, new Blob([bytes], { type: mediaType }), fileName)
  return form
}

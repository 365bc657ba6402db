/** Posting a chat as the web app does, and reading what streams back. */
import type { OpenAPIHono } from '@hono/zod-openapi'
import { ChatEvent, type ChatRequest } from '@vitrine/contracts'

export interface TestChat {
  /** The last message's text: steps for the scripted engine. */
  text: string
  pictures?: Record<string, Uint8Array>
  options?: Partial<ChatRequest>
  signal?: AbortSignal
}

/** Every picture stands in the message, before its text. */
export function postChat(
  app: OpenAPIHono,
  { text, pictures = {}, options = {}, signal }: TestChat,
): Promise<Response> {
  const parts = Object.keys(pictures).map((picture) => ({ type: 'image' as const, picture }))
  const request: ChatRequest = {
    messages: [{ role: 'user', parts: [...parts, { type: 'text', text }] }],
    ...options,
  }
  const body = new FormData()
  body.set('options', JSON.stringify(request))
  for (const [key, bytes] of Object.entries(pictures)) body.set(key, new Blob([new Uint8Array(bytes)]), key)
  return Promise.resolve(app.request('/v1/chat', { method: 'POST', body, signal: signal ?? null }))
}

/** The events of an answer, as they come; comments are passed over. Returning early hangs up. */
export async function* readEvents(response: Response): AsyncGenerator<ChatEvent, void> {
  if (!response.body) throw new Error('The answer has no body.')
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true })
    const messages = text.split('\n\n')
    text = messages.pop() ?? ''
    for (const message of messages)
      if (message.startsWith('data: ')) yield ChatEvent.parse(JSON.parse(message.slice('data: '.length)))
  }
}

export async function readAll(response: Response): Promise<ChatEvent[]> {
  const events: ChatEvent[] = []
  for await (const event of readEvents(response)) events.push(event)
  return events
}

export const textOf = (events: readonly ChatEvent[]): string =>
  events.map((event) => (event.type === 'text' ? event.text : '')).join('')

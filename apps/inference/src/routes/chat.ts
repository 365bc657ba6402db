/** A conversation's next answer, streamed; 503 `no-engine` while no engine reasons. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { AppError, type ChatEvent, type ChatMessage, type PictureKey } from '@vitrine/contracts'
import type { ServerDeps } from './deps.ts'
import { toEventStream } from './event-stream.ts'
import { readChatRequest } from './multipart.ts'
import { chatBody, chatErrors, named } from './schemas.ts'

const chat = createRoute({
  method: 'post',
  path: '/v1/chat',
  summary: 'The next answer of a conversation about pictures, as it is written',
  description:
    'Answers with server-sent events, each the JSON of a ChatEvent. What goes wrong before the first event, ' +
    'within ten seconds, is an HTTP error; later it is the last event, `failed`. Who hangs up cancels.',
  request: { body: chatBody },
  responses: {
    200: {
      description: 'One ChatEvent a message, and a comment every ten seconds.',
      content: { 'text/event-stream': { schema: named.ChatEvent } },
    },
    ...chatErrors,
  },
})

export function addChatRoute(app: OpenAPIHono, deps: ServerDeps): void {
  app.openapi(chat, async (c) => {
    deps.scheduler.check({ stage: 'reasoning' })
    const { options, files } = await readChatRequest(c.req.raw, named.ChatOptions, deps)
    const pictures = matchPictures(options.messages, files)
    const hungUp = new AbortController()
    const signal = AbortSignal.any([c.req.raw.signal, hungUp.signal])
    const events = deps.scheduler.chat(options, pictures, signal)
    return toEventStream<ChatEvent>(events, {
      onCancel: () => hungUp.abort(),
      toFailure: (thrown) => ({ type: 'failed', error: AppError.from(thrown).toWire().error }),
    })
  })
}

/** Every picture that is named, and no other. Throws `bad-request` with the key. */
function matchPictures(
  messages: readonly ChatMessage[],
  files: ReadonlyMap<string, Buffer>,
): ReadonlyMap<PictureKey, Buffer> {
  const keys = new Set(
    messages.flatMap(({ parts }) => parts.flatMap((part) => (part.type === 'text' ? [] : [part.picture]))),
  )
  for (const key of keys) {
    const bytes = files.get(key)
    if (!bytes)
      throw new AppError('bad-request', `A message names the picture "${key}", which is not among the files.`)
    if (bytes.byteLength === 0) throw new AppError('undecodable-image', `The picture "${key}" is empty.`)
  }
  for (const key of files.keys())
    if (!keys.has(key)) throw new AppError('bad-request', `No message names the picture "${key}".`)
  return files
}

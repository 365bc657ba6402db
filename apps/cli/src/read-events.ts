/** Server-sent events, as Vitrine writes them: one line of JSON each, and comments between them. */
import { AppError } from '@vitrine/contracts'
import type { z } from 'zod'

/** Ends with the stream; throws `sidecar-unreachable` when the connection is lost. Leaving early hangs up. */
export async function* readEvents<T>(
  body: ReadableStream<Uint8Array>,
  schema: z.ZodType<T>,
): AsyncGenerator<T> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new AppError('sidecar-unreachable', 'The connection to Vitrine was lost.', { cause })
      })
      if (done) return
      const messages = (text + value).split('\n\n')
      text = messages.pop() ?? ''
      for (const message of messages) {
        if (!message.startsWith('data: ')) continue
        const event = schema.safeParse(JSON.parse(message.slice('data: '.length)))
        if (!event.success) throw unknownForm(event.error)
        yield event.data
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

const unknownForm = (cause: unknown) =>
  new AppError('internal', 'Vitrine answers in a form this command does not know.', {
    cause,
    suggestion: 'The command and the server may be of different versions.',
  })

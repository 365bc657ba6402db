/** Between the web's streams, which route handlers speak, and Node's. */
import type { Readable } from 'node:stream'

/** The chunks of a request body, read as they are asked for; leaving the loop early cancels the body. */
export async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  let isDone = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) {
        isDone = true
        return
      }
      yield value
    }
  } finally {
    if (!isDone) await reader.cancel()
    reader.releaseLock()
  }
}

/**
 * A response body that opens its source when the first byte is wanted, reads it as fast as the other side takes
 * it, and closes it when they go away: one that nobody reads holds no file open.
 */
export function toResponseBody(open: () => Promise<Readable>): ReadableStream<Uint8Array> {
  let source: Readable | undefined
  let chunks: AsyncIterator<unknown> | undefined
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    source ??= await open()
    chunks ??= source[Symbol.asyncIterator]()
    const { done, value } = await chunks.next()
    if (done) controller.close()
    else if (value instanceof Uint8Array) controller.enqueue(value)
    else throw new TypeError('A stored file reads as bytes.')
  }
  return new ReadableStream({ pull, cancel: () => void source?.destroy() }, { highWaterMark: 0 })
}

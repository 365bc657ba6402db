/** A body made of pieces of text: each is made when the other side has taken the one before, and none once they leave. */
export function toTextBody(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream(
    {
      async pull(controller) {
        for (;;) {
          const { done, value } = await pieces.next()
          if (done) return controller.close()
          // An empty chunk would not be taken as an answer.
          if (value !== '') return controller.enqueue(encoder.encode(value))
        }
      },
      cancel: async () => void (await pieces.return(undefined)),
    },
    { highWaterMark: 0 },
  )
}

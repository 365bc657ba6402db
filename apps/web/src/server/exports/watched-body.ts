/** How an export ended. `stopped`: whoever read it has left. */
export type ExportEnd = 'done' | 'stopped' | 'failed'

/** The same body; tells once how it ended. */
export function watched(
  body: ReadableStream<Uint8Array>,
  onEnd: (state: ExportEnd) => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (!done) return controller.enqueue(value)
          onEnd('done')
          controller.close()
        } catch (error) {
          onEnd('failed')
          controller.error(error)
        }
      },
      async cancel(reason) {
        onEnd('stopped')
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

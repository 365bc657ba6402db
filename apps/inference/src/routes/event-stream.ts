/** Server-sent events out of an iterator, read only as fast as the client takes them. */

/** Proxies and browsers take a connection without traffic for dead, from half a minute on. */
const PING_MS = 10_000

const PING = ': ping\n\n'

export interface EventStreamOptions {
  /** Called once when the client goes before the end. */
  onCancel(): void
  pingMs?: number
}

/** `first` has been taken from the iterator already. Values are written as JSON; the iterator does not throw. */
export function toEventStream<T>(
  first: T,
  rest: AsyncGenerator<T, void>,
  { onCancel, pingMs = PING_MS }: EventStreamOptions,
): Response {
  const encoder = new TextEncoder()
  const encode = (value: T) => encoder.encode(`data: ${JSON.stringify(value)}\n\n`)
  let next: Promise<IteratorResult<T, void>> | undefined
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encode(first)),
    async pull(controller) {
      next ??= rest.next()
      const result = await withinMs(next, pingMs)
      if (result === null) return controller.enqueue(encoder.encode(PING))
      next = undefined
      if (result.done) controller.close()
      else controller.enqueue(encode(result.value))
    },
    cancel: onCancel,
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}

/** Null when it takes longer. */
async function withinMs<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

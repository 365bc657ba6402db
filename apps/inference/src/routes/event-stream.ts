/** Server-sent events out of an iterator, read only as fast as the client takes them. */

/** Proxies and browsers take a connection without traffic for dead, from half a minute on. */
const PING_MS = 10_000

const PING = ': ping\n\n'

export interface EventStreamOptions<T> {
  /** Called once when the client goes before the end. */
  onCancel(): void
  /** The last value of a stream that fails before its first one, once it has begun all the same. */
  toFailure(thrown: unknown): T
  pingMs?: number
}

/**
 * Values are written as JSON. Rejects with what the iterator throws before its first value, unless that takes so long
 * that the stream has begun: who waits must see that somebody is there. Later the iterator does not throw.
 */
export async function toEventStream<T>(
  values: AsyncGenerator<T, void>,
  { onCancel, toFailure, pingMs = PING_MS }: EventStreamOptions<T>,
): Promise<Response> {
  const encoder = new TextEncoder()
  const encode = (value: T) => encoder.encode(`data: ${JSON.stringify(value)}\n\n`)
  const first = values.next()
  const isLate = (await withinMs(first, pingMs)) === null
  let next: Promise<IteratorResult<T, void>> | undefined = isLate
    ? first.catch((thrown: unknown) => ({ done: false, value: toFailure(thrown) }))
    : first
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      if (isLate) controller.enqueue(encoder.encode(PING))
    },
    async pull(controller) {
      next ??= values.next()
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

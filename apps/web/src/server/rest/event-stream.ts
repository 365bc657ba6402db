/** Server-sent events out of an iterable, read only as fast as the client takes them. */

/** Proxies take a connection without traffic for dead, from half a minute on. */
const PING_MS = 10_000

export interface EventStreamOptions<T> {
  /** The signal aborts when the client goes. */
  open(signal: AbortSignal): AsyncIterable<T>
  pingMs?: number
}

/** Each value is the JSON of one event; a comment in every pause. */
export function eventStream<T>({ open, pingMs = PING_MS }: EventStreamOptions<T>): Response {
  const gone = new AbortController()
  const events = open(gone.signal)[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  let next: Promise<IteratorResult<T>> | undefined
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        next ??= events.next()
        const result = await within(pingMs, next)
        if (result === null) return controller.enqueue(encoder.encode(': ping\n\n'))
        next = undefined
        if (result.done) controller.close()
        else controller.enqueue(encoder.encode(`data: ${JSON.stringify(result.value)}\n\n`))
      },
      cancel: () => gone.abort(),
    },
    { highWaterMark: 0 },
  )
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      // Neither compressed nor gathered on the way: each event is wanted at once.
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}

/** Null when it takes longer. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | null> {
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

/** Asks the hash worker. */
import * as z from 'zod'
import type { HashRequest } from './hash.worker.ts'

/** Bigger files are sent without asking: reading them twice costs more than it saves. */
const MAX_HASHED_BYTES = 256 * 1024 * 1024

const HashReply = z.union([
  z.object({ id: z.int(), sha256: z.string() }),
  z.object({ id: z.int(), error: z.object({ name: z.string(), message: z.string() }) }),
])

/** Whether a fingerprint can say anything: an archive is never itself a picture of the library. */
export function isWorthHashing(file: { name: string; size: number }): boolean {
  return file.size <= MAX_HASHED_BYTES && !/\.(zip|cbz)$/i.test(file.name)
}

/** Makes a hasher that starts its worker at the first file and keeps it. */
export function createFileHasher(): (file: File, signal: AbortSignal) => Promise<string | null> {
  let worker: Worker | null = null
  let lastId = 0
  return async (file, signal) => {
    if (!isWorthHashing(file)) return null
    worker ??= new Worker(new URL('./hash.worker.ts', import.meta.url))
    lastId += 1
    return ask(worker, { id: lastId, file }, signal)
  }
}

function ask(worker: Worker, request: HashRequest, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const done = new AbortController()
    const settle = (end: () => void) => {
      done.abort()
      end()
    }
    const options = { signal: done.signal }
    const onMessage = ({ data }: MessageEvent<unknown>) => {
      const reply = HashReply.parse(data)
      if (reply.id !== request.id) return
      if ('sha256' in reply) settle(() => resolve(reply.sha256))
      else settle(() => reject(new DOMException(reply.error.message, reply.error.name)))
    }
    worker.addEventListener('message', onMessage, options)
    worker.addEventListener(
      'error',
      () => settle(() => reject(new Error('The hash worker failed.'))),
      options,
    )
    signal.addEventListener('abort', () => settle(() => reject(signal.reason)), options)
    worker.postMessage(request)
  })
}

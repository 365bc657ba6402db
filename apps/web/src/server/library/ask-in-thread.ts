/** SQL about a database file, answered in a thread of its own. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Asker } from '@vitrine/db/file'
import { z } from 'zod'

const Answer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('rows'), rows: z.array(z.unknown()) }),
  z.object({ type: z.literal('failed'), code: z.string(), message: z.string() }),
])

/** One question at a time; the thread ends with `close`, also in the middle of one. */
export function askInThread(file: string): Asker {
  const worker = new Worker(new URL('./asker-thread.mjs', import.meta.url), { workerData: { file } })
  return {
    async ask(sql) {
      const stop = new AbortController()
      try {
        const ended = once(worker, 'exit', { signal: stop.signal }).then(() => {
          throw new Error('The thread that looks at the database ended early.')
        })
        worker.postMessage(sql)
        const [message] = await Promise.race([once(worker, 'message', { signal: stop.signal }), ended])
        const answer = Answer.parse(message)
        if (answer.type === 'rows') return answer.rows
        throw Object.assign(new Error(answer.message), { code: answer.code })
      } finally {
        stop.abort()
      }
    },
    close: async () => void (await worker.terminate()),
  }
}

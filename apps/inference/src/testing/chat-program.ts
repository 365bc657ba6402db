/**
 * A program for tests of other packages: a sidecar on `VITRINE_INFERENCE_PORT` or a free port whose engines, those
 * that its arguments name, hold the conversations that `scripted-chat.ts` tells of, two at once. Says
 * `{ port, cacheDir }` over IPC.
 */
import { serve } from '@hono/node-server'
import { EngineName } from '@vitrine/contracts'
import { z } from 'zod'
import { createTestSidecar } from './sidecar.ts'

const names = z.array(EngineName).min(1).parse(process.argv.slice(2))
const sidecar = createTestSidecar({
  engines: names.map((name) => ({ name, stages: ['reasoning'], expectedBytes: 0, parallelChats: 2 })),
})
await sidecar.residency.preload()
const wanted = Number(process.env.VITRINE_INFERENCE_PORT ?? 0)
serve({ fetch: sidecar.app.fetch, hostname: '127.0.0.1', port: wanted }, ({ port }) => {
  process.send?.({ port, cacheDir: sidecar.cacheDir })
})

const stop = () => void sidecar.close().then(() => process.exit(0))
process.on('SIGTERM', stop)
process.on('disconnect', stop)

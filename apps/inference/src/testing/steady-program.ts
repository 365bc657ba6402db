/**
 * A program for tests of other packages: a sidecar with the steady engine, with the stages that its arguments
 * name, on `VITRINE_INFERENCE_PORT` or a free port; says `{ port, childPid }` over IPC once the engine is there,
 * and again whenever the engine's process is another one.
 */
import { serve } from '@hono/node-server'
import { StageName } from '@vitrine/contracts'
import { z } from 'zod'
import { createTestSidecar } from './sidecar.ts'

const WATCH_MS = 20

const stages = z.array(StageName).parse(process.argv.slice(2))
const engineModule = new URL('./steady-engine.ts', import.meta.url)
const sidecar = createTestSidecar({ engineModule, ...(stages.length > 0 ? { stages } : {}) })
await sidecar.residency.preload()

const wanted = Number(process.env.VITRINE_INFERENCE_PORT ?? 0)
serve({ fetch: sidecar.app.fetch, hostname: '127.0.0.1', port: wanted }, ({ port }) => {
  let told: number | undefined
  setInterval(() => {
    const childPid = sidecar.host.status.pid
    if (childPid === undefined || childPid === told) return
    told = childPid
    process.send?.({ port, childPid })
  }, WATCH_MS)
})

const stop = () => void sidecar.close().then(() => process.exit(0))
process.on('SIGTERM', stop)
process.on('disconnect', stop)

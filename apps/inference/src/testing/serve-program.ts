/** A program for tests: a sidecar with the scripted engine on a free port; says `{ port, childPid, cacheDir }` over IPC. */
import { serve } from '@hono/node-server'
import { createTestSidecar } from './sidecar.ts'

const sidecar = createTestSidecar()
await sidecar.residency.preload()
serve({ fetch: sidecar.app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
  process.send?.({ port, childPid: sidecar.host.status.pid, cacheDir: sidecar.cacheDir })
})

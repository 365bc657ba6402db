/** How the sidecar is: health, metrics. */
import { availableParallelism, totalmem } from 'node:os'
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { EngineHealth, SidecarHealth } from '@vitrine/contracts'
import type { ServerDeps } from './deps.ts'
import { json, named } from './schemas.ts'

const health = createRoute({
  method: 'get',
  path: '/health',
  summary: 'How the sidecar and its engines are',
  responses: { 200: json(named.SidecarHealth, 'Always answered while the process lives.') },
})

const metrics = createRoute({
  method: 'get',
  path: '/metrics',
  summary: 'Counters for Prometheus',
  responses: {
    200: { description: 'Prometheus text format.', content: { 'text/plain': { schema: z.string() } } },
  },
})

export function addStatusRoutes(app: OpenAPIHono, deps: ServerDeps): void {
  app.openapi(health, (c) => c.json(describeHealth(deps), 200))
  app.openapi(metrics, async (c) => {
    const { registry } = deps.metrics
    return c.text(await registry.metrics(), 200, { 'content-type': registry.contentType })
  })
}

/** `starting` until every loading engine has loaded once; `degraded` while one is down. */
export function summarise(engines: readonly Pick<EngineHealth, 'state'>[]): SidecarHealth['status'] {
  if (engines.some(({ state }) => state === 'failed' || state === 'restarting')) return 'degraded'
  return engines.some(({ state }) => state === 'starting') ? 'starting' : 'ok'
}

function describeHealth({ scheduler, residency, version }: ServerDeps): SidecarHealth {
  const engines = scheduler.health()
  const versions = residency.residents.find(({ host }) => host.status.identity)?.host.status.identity
    ?.versions
  return {
    status: summarise(engines),
    version,
    pid: process.pid,
    uptimeSeconds: process.uptime(),
    engines,
    runtime: {
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
      cpus: availableParallelism(),
      memoryBytes: totalmem(),
      onnxruntime: versions?.onnxruntime ?? 'not loaded yet',
      libvips: versions?.libvips ?? 'not loaded yet',
    },
  }
}

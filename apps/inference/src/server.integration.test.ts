/** What tools read: metrics and the OpenAPI document. */
import { ModelStatus } from '@vitrine/contracts'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { builtinManifest } from './engines/builtin/manifest.ts'
import { createPicture } from './testing/pictures.ts'
import { createTestSidecar, type TestSidecar } from './testing/sidecar.ts'

let sidecar: TestSidecar
beforeAll(async () => {
  sidecar = createTestSidecar()
  await sidecar.residency.preload()
})
afterAll(() => sidecar.close())

it('counts requests, images, batches and latencies, and reads the gauges at each scrape', async () => {
  await sidecar.perceive(await createPicture('plain'))
  await sidecar.perceive(await createPicture('refused'))
  await sidecar.app.request('/v1/elsewhere')
  const response = await sidecar.app.request('/metrics')
  expect(response.headers.get('content-type')).toContain('text/plain')
  const lines = (await response.text()).split('\n')
  for (const line of [
    'vitrine_http_requests_total{method="POST",route="/v1/perception",status="200"} 1',
    'vitrine_http_requests_total{method="POST",route="/v1/perception",status="422"} 1',
    'vitrine_http_requests_total{method="GET",route="none",status="404"} 1',
    'vitrine_images_total{engine="builtin",task="perception",outcome="ok"} 1',
    'vitrine_images_total{engine="builtin",task="perception",outcome="undecodable-image"} 1',
    'vitrine_task_duration_seconds_count{engine="builtin",task="perception",phase="total"} 1',
    'vitrine_queue_depth{engine="builtin",priority="batch"} 0',
  ])
    expect(lines).toContain(line)
  const rss = lines.find((line) => line.startsWith('vitrine_child_rss_bytes{engine="builtin"}'))
  expect(Number(rss?.split(' ')[1])).toBeGreaterThan(10_000_000)
})

it('lists the models of an engine that was never loaded', async () => {
  const idle = createTestSidecar({ engineModule: 'builtin', isPinned: false })
  onTestFinished(() => idle.close())
  await idle.residency.preload()
  const body: unknown = await (await idle.app.request('/v1/models')).json()
  const { models } = z.object({ models: z.array(ModelStatus) }).parse(body)
  expect(new Set(models.map(({ engine, residency }) => `${engine} ${residency}`))).toEqual(
    new Set(['builtin unloaded']),
  )
  expect(new Set(models.flatMap(({ tasks }) => tasks))).toEqual(new Set(builtinManifest.tasks))
  expect(idle.host.status.pid).toBeUndefined()
})

it('describes every route, with the contracts under their names', async () => {
  const document = z
    .object({
      paths: z.record(z.string(), z.unknown()),
      components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
    })
    .parse(await (await sidecar.app.request('/openapi.json')).json())
  expect(Object.keys(document.paths).sort()).toEqual([
    '/health',
    '/metrics',
    '/v1/chat',
    '/v1/devices/probe',
    '/v1/engines/{engine}/residency',
    '/v1/models',
    '/v1/models/rescan',
    '/v1/models/{key}',
    '/v1/models/{key}/cancel',
    '/v1/models/{key}/pull',
    '/v1/models/{key}/use',
    '/v1/perception',
    '/v1/reasoning',
    '/v1/servers',
    '/v1/servers/try',
    '/v1/tasks/{task}',
  ])
  expect(Object.keys(document.components.schemas)).toEqual(
    expect.arrayContaining(['PerceptionOptions', 'PerceptionResult', 'TaskOptions', 'WireError']),
  )
})

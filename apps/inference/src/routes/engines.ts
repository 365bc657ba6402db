/** What a person may do with engines and devices: load, eject, pin, choose weights, try the devices anew. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { EngineName, type ResidencyRequest, WeightsKey } from '@vitrine/contracts'
import type { Resident } from '../residency/resident.ts'
import type { ServerDeps } from './deps.ts'
import { json, named } from './schemas.ts'

const report = json(named.ModelsReport, 'Models, weights, devices and memory, as they are now.')

const residency = createRoute({
  method: 'post',
  path: '/v1/engines/{engine}/residency',
  summary: 'Load, eject or pin an engine, or say how long it stays without work',
  description:
    'Answers when it is done: a load when the model is ready, an eject when a running batch has ended.',
  request: {
    params: z.object({ engine: EngineName }),
    body: { required: true, content: { 'application/json': { schema: named.ResidencyRequest } } },
  },
  responses: {
    200: report,
    503: json(named.WireError, 'There is no such engine, or it does not load (no-engine, engine-starting).'),
  },
})

const use = createRoute({
  method: 'post',
  path: '/v1/models/{key}/use',
  summary: 'Make their engine run these weights, now and at every start',
  request: { params: z.object({ key: WeightsKey }) },
  responses: {
    200: report,
    404: json(named.WireError, 'There are no weights of this name (not-found).'),
    409: json(named.WireError, 'They are not here, or the settings say otherwise (conflict).'),
  },
})

const probe = createRoute({
  method: 'post',
  path: '/v1/devices/probe',
  summary: 'Try every device anew',
  description: 'Answers when all of them are known, which takes seconds.',
  responses: { 200: report },
})

export function addEngineRoutes(app: OpenAPIHono, deps: ServerDeps): void {
  app.openapi(residency, async (c) => {
    await act(deps, c.req.valid('param').engine, c.req.valid('json'))
    return c.json(deps.describeModels(), 200)
  })
  app.openapi(use, async (c) => {
    await deps.useWeights(c.req.valid('param').key)
    return c.json(deps.describeModels(), 200)
  })
  app.openapi(probe, async (c) => {
    await deps.probeDevices()
    return c.json(deps.describeModels(), 200)
  })
}

async function act(
  { residency, servers }: ServerDeps,
  engine: EngineName,
  request: ResidencyRequest,
): Promise<void> {
  const resident = residency.find(engine)
  if (engine === 'openai') return actOnServers({ residency, servers }, resident, request)
  switch (request.action) {
    case 'load':
      return residency.load(resident)
    case 'eject':
      return residency.eject(resident)
    case 'pin':
      residency.keep(resident, { pin: true })
      // Without weights it holds from when they come.
      return resident.plan.type === 'absent' ? undefined : residency.load(resident)
    case 'unpin':
      return residency.keep(resident, { pin: false })
    case 'keep-alive':
      return residency.keep(resident, { keepAliveMinutes: request.minutes })
  }
}

/** The memory is a server's and not this machine's: Ollama is told, and every answer from then on tells it again. */
async function actOnServers(
  { residency, servers }: Pick<ServerDeps, 'residency' | 'servers'>,
  resident: Resident,
  request: ResidencyRequest,
): Promise<void> {
  switch (request.action) {
    case 'load':
      await residency.load(resident)
      return servers.wish('load')
    case 'eject':
      await servers.wish('unload')
      return residency.eject(resident)
    case 'pin':
      residency.keep(resident, { pin: true })
      await servers.update()
      return servers.wish('hold')
    case 'unpin':
      residency.keep(resident, { pin: false })
      await servers.update()
      return servers.wish('usual')
    case 'keep-alive':
      return residency.keep(resident, { keepAliveMinutes: request.minutes })
  }
}

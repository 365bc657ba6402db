/** Weights as people manage them: what can be had, fetching, stopping, deleting. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { AppError, type ModelsReport, type Weights, WeightsKey } from '@vitrine/contracts'
import type { ServerDeps } from './deps.ts'
import { json, named } from './schemas.ts'

const report = json(named.ModelsReport, 'Models, weights, devices and memory.')
const weights = json(named.Weights, 'The weights as they are now.')
const unknown = json(named.WireError, 'There are no weights of this name (not-found).')

const list = createRoute({
  method: 'get',
  path: '/v1/models',
  summary: 'Models: what is loaded, what can be had, on what it runs',
  responses: { 200: report },
})

const request = { params: z.object({ key: WeightsKey }) }

const pull = createRoute({
  method: 'post',
  path: '/v1/models/{key}/pull',
  summary: 'Begin a download, or go on with one',
  description: 'Answers at once; `progress` in `GET /v1/models` tells how far it is.',
  request,
  responses: {
    202: weights,
    404: unknown,
    507: json(named.WireError, 'The disk has no room for it (storage-full).'),
  },
})

const cancel = createRoute({
  method: 'post',
  path: '/v1/models/{key}/cancel',
  summary: 'Stop a download; what was fetched stays',
  request,
  responses: { 200: weights, 404: unknown },
})

const remove = createRoute({
  method: 'delete',
  path: '/v1/models/{key}',
  summary: 'Delete downloaded weights',
  request,
  responses: {
    200: weights,
    404: unknown,
    409: json(named.WireError, 'They lie in the offline folder, which is not changed (conflict).'),
  },
})

const rescan = createRoute({
  method: 'post',
  path: '/v1/models/rescan',
  summary: 'Look at the folders anew',
  responses: { 200: report },
})

export function addModelRoutes(app: OpenAPIHono, deps: Pick<ServerDeps, 'store' | 'describeModels'>): void {
  const { store, describeModels } = deps
  app.openapi(list, (c) => c.json(describeModels(), 200))
  app.openapi(rescan, async (c) => {
    await store.rescan()
    return c.json(describeModels(), 200)
  })
  app.openapi(pull, async (c) => {
    const { key } = c.req.valid('param')
    await store.pull(key)
    return c.json(weightsOf(key, describeModels()), 202)
  })
  app.openapi(cancel, (c) => {
    const { key } = c.req.valid('param')
    store.cancel(key)
    return c.json(weightsOf(key, describeModels()), 200)
  })
  app.openapi(remove, async (c) => {
    const { key } = c.req.valid('param')
    await store.remove(key)
    return c.json(weightsOf(key, describeModels()), 200)
  })
}

/** A row of the report; throws `not-found`. */
export function weightsOf(key: WeightsKey, { weights: all }: ModelsReport): Weights {
  const found = all.find((one) => one.key === key)
  if (found) return found
  throw new AppError('not-found', `There are no weights called ${key}.`)
}

import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { AppError, type Weights, type WeightsKey } from '@vitrine/contracts'
import { errors, json, named, WeightsParams } from './schemas.ts'
import type { RestServices } from './services.ts'

const listRoute = createRoute({
  method: 'get',
  path: '/models',
  summary: 'Models: what is loaded, what can be had, on what it runs',
  responses: { 200: json(named.ModelsReport, 'Models, weights, devices and memory.'), ...errors },
})

const request = { params: WeightsParams }
const answer = json(named.Weights, 'The weights as they are now.')

const pullRoute = createRoute({
  method: 'post',
  path: '/models/{key}/pull',
  summary: 'Begin a download, or go on with one',
  description: 'Answers at once; `progress` in `GET /models` tells how far it is.',
  request,
  responses: { 202: answer, ...errors },
})

const cancelRoute = createRoute({
  method: 'post',
  path: '/models/{key}/cancel',
  summary: 'Stop a download; what was fetched stays',
  request,
  responses: { 200: answer, ...errors },
})

const removeRoute = createRoute({
  method: 'delete',
  path: '/models/{key}',
  summary: 'Delete downloaded weights',
  request,
  responses: { 200: answer, ...errors },
})

const useRoute = createRoute({
  method: 'post',
  path: '/models/{key}/use',
  summary: 'Make their engine run these weights',
  request,
  responses: { 200: answer, ...errors },
})

export function addModelRoutes(app: OpenAPIHono, { models, pipeline }: RestServices): void {
  const weightsOf = async (key: WeightsKey): Promise<Weights> => {
    const weights = (await models.report()).weights.find((one) => one.key === key)
    if (weights) return weights
    throw new AppError('not-found', `There are no weights called ${key}.`)
  }
  app.openapi(listRoute, async (c) => c.json(await models.report(c.req.raw.signal), 200))
  app.openapi(pullRoute, async (c) => {
    const { key } = c.req.valid('param')
    await models.pull(key)
    return c.json(await weightsOf(key), 202)
  })
  app.openapi(cancelRoute, async (c) => {
    const { key } = c.req.valid('param')
    await models.cancel(key)
    return c.json(await weightsOf(key), 200)
  })
  app.openapi(removeRoute, async (c) => {
    const { key } = c.req.valid('param')
    await models.remove(key)
    return c.json(await weightsOf(key), 200)
  })
  app.openapi(useRoute, async (c) => {
    const { key } = c.req.valid('param')
    await models.use(key)
    pipeline.poke()
    return c.json(await weightsOf(key), 200)
  })
}

/** Servers that speak the OpenAI way, as people manage them: which are asked, and how they are. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { ServerDeps } from './deps.ts'
import { json, named } from './schemas.ts'

const report = json(named.ServersReport, 'The servers, asked just now.')

const list = createRoute({
  method: 'get',
  path: '/v1/servers',
  summary: 'Which servers answer questions and read deeply, and how they are',
  responses: { 200: report },
})

const choose = createRoute({
  method: 'put',
  path: '/v1/servers',
  summary: 'Which servers are asked, now and at every start',
  request: { body: { required: true, content: { 'application/json': { schema: named.ServersRequest } } } },
  responses: { 200: report, 409: json(named.WireError, 'The environment names them (conflict).') },
})

const attempt = createRoute({
  method: 'post',
  path: '/v1/servers/try',
  summary: 'What answers at an address, before it is used',
  request: { body: { required: true, content: { 'application/json': { schema: named.ServerTrial } } } },
  responses: { 200: json(named.ReasoningServer, 'What was found, or what is wrong.') },
})

export function addServerRoutes(app: OpenAPIHono, { servers }: Pick<ServerDeps, 'servers'>): void {
  app.openapi(list, async (c) => c.json(await servers.describe(), 200))
  app.openapi(choose, async (c) => {
    await servers.choose(c.req.valid('json'))
    return c.json(await servers.describe(), 200)
  })
  app.openapi(attempt, async (c) => c.json(await servers.try(c.req.valid('json')), 200))
}

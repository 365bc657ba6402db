import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { SearchRequest } from '@vitrine/contracts'
import { errors, FacetsQuery, json, named, SearchQuery } from './schemas.ts'
import type { RestServices } from './services.ts'

const searchRoute = createRoute({
  method: 'get',
  path: '/search',
  summary: 'Find images',
  request: { query: SearchQuery },
  responses: { 200: json(named.SearchResponse, 'A page of hits.'), ...errors },
})

const facetsRoute = createRoute({
  method: 'get',
  path: '/facets',
  summary: 'What a search can be narrowed by, with counts',
  request: { query: FacetsQuery },
  responses: { 200: json(named.FacetsResponse, 'The facets.'), ...errors },
})

const statusRoute = createRoute({
  method: 'get',
  path: '/status',
  summary: 'How far the reading is',
  responses: { 200: json(named.PipelineStatus, 'Counts, pace, and what is wrong.'), ...errors },
})

export function addSearchRoutes(app: OpenAPIHono, services: RestServices): void {
  app.openapi(searchRoute, async (c) => {
    const { q, ...rest } = c.req.valid('query')
    return c.json(await services.db.search.search(SearchRequest.parse({ ...rest, query: q })), 200)
  })
  app.openapi(facetsRoute, async (c) => {
    const { q, names } = c.req.valid('query')
    return c.json(await services.db.search.facets(q, names), 200)
  })
  app.openapi(statusRoute, async (c) => {
    const counts = await services.db.jobs.status()
    return c.json({ ...counts, problem: services.pipeline.problem() }, 200)
  })
}

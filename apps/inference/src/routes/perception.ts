/** Stage 1: one image in, everything the perception engine saw out. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { ServerDeps } from './deps.ts'
import { readImageRequest } from './multipart.ts'
import { imageBody, imageErrors, json, named } from './schemas.ts'

const perceive = createRoute({
  method: 'post',
  path: '/v1/perception',
  summary: 'Stage 1: caption, objects, text, kind, colours and embedding of one image',
  request: { body: imageBody('PerceptionOptions') },
  responses: { 200: json(named.PerceptionResult, 'What was seen.'), ...imageErrors },
})

export function addPerceptionRoute(app: OpenAPIHono, deps: ServerDeps): void {
  app.openapi(perceive, async (c) => {
    const { bytes, options } = await readImageRequest(c.req.raw, named.PerceptionOptions, deps)
    return c.json(await deps.scheduler.perceive(bytes, options, c.req.raw.signal), 200)
  })
}

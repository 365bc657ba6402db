/** Stage 2: the deep reading of one image; 503 `no-engine` while no engine reasons. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { ServerDeps } from './deps.ts'
import { readImageRequest } from './multipart.ts'
import { imageBody, imageErrors, json, named } from './schemas.ts'

const reason = createRoute({
  method: 'post',
  path: '/v1/reasoning',
  summary: 'Stage 2: a deep reading of one image, with what stage 1 saw as context',
  request: { body: imageBody('ReasoningOptions') },
  responses: { 200: json(named.ReasoningResult, 'The reading.'), ...imageErrors },
})

export function addReasoningRoute(app: OpenAPIHono, deps: ServerDeps): void {
  app.openapi(reason, async (c) => {
    deps.scheduler.check({ stage: 'reasoning' })
    const { bytes, options } = await readImageRequest(c.req.raw, named.ReasoningOptions, deps)
    return c.json(await deps.scheduler.reason(bytes, options, c.req.raw.signal), 200)
  })
}

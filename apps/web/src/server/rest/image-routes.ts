import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { AppError } from '@vitrine/contracts'
import { analyze } from './analyze.ts'
import {
  BytesParams,
  BytesQuery,
  errors,
  fileBody,
  IdParams,
  json,
  KnownRequest,
  KnownResponse,
  ListQuery,
  named,
} from './schemas.ts'
import type { RestServices } from './services.ts'

const analyzeRoute = createRoute({
  method: 'post',
  path: '/analyze',
  summary: 'Read one image without storing it',
  request: { body: fileBody('image') },
  responses: { 200: json(named.AnalyzeResponse, 'Everything that was seen.'), ...errors },
})

const listRoute = createRoute({
  method: 'get',
  path: '/images',
  summary: 'All images, newest first',
  request: { query: ListQuery },
  responses: { 200: json(named.ImageListResponse, 'A page of images.'), ...errors },
})

const uploadRoute = createRoute({
  method: 'post',
  path: '/images',
  summary: 'Upload images, PDFs or zips',
  request: { body: fileBody('files', { many: true }) },
  responses: {
    200: json(named.IngestResponse, 'What became of each file; all of them were here already.'),
    201: json(named.IngestResponse, 'What became of each file; at least one is new.'),
    415: json(named.IngestResponse, 'None could be read; 413 and 422 say the same of other reasons.'),
    ...errors,
  },
})

const knownRoute = createRoute({
  method: 'post',
  path: '/images/known',
  summary: 'Which bytes are here already',
  request: { body: { required: true, content: { 'application/json': { schema: KnownRequest } } } },
  responses: { 200: json(KnownResponse, 'Image ids by SHA-256; unknown hashes are left out.'), ...errors },
})

const oneRoute = createRoute({
  method: 'get',
  path: '/images/{id}',
  summary: 'Everything about one image',
  request: { params: IdParams },
  responses: { 200: json(named.ImageDetail, 'The image.'), ...errors },
})

const bytesRoute = createRoute({
  method: 'get',
  path: '/images/{id}/{variant}',
  summary: "An image's bytes",
  request: { params: BytesParams, query: BytesQuery },
  responses: {
    200: {
      description: 'The bytes; `display` is what any browser can show.',
      content: { 'image/*': { schema: { type: 'string' as const, format: 'binary' } } },
    },
    ...errors,
  },
})

export function addImageRoutes(app: OpenAPIHono, services: RestServices): void {
  app.openapi(analyzeRoute, async (c) => {
    const image = await services.receiveImage(c.req.raw)
    return c.json(await analyze(services, image, c.req.raw.signal), 200)
  })
  app.openapi(listRoute, async (c) => {
    const { cursor, limit } = c.req.valid('query')
    return c.json(await services.db.images.list({ limit, ...(cursor === undefined ? {} : { cursor }) }), 200)
  })
  // Not `app.openapi`: the answer comes ready-made from the room that also serves the browser's uploads.
  app.openAPIRegistry.registerPath(uploadRoute)
  app.post(uploadRoute.path, (c) => services.upload(c.req.raw))
  app.openapi(knownRoute, async (c) => {
    const known = await services.db.images.findBySha256(c.req.valid('json').sha256s)
    return c.json({ known: Object.fromEntries(known) }, 200)
  })
  app.openapi(oneRoute, async (c) => {
    const { id } = c.req.valid('param')
    const detail = await services.db.images.detail(id)
    if (!detail) throw new AppError('not-found', `There is no image ${id}.`)
    return c.json(detail, 200)
  })
  app.openapi(bytesRoute, (c) => {
    const { id, variant } = c.req.valid('param')
    return services.sendBytes(c.req.raw, { id: String(id), variant })
  })
}

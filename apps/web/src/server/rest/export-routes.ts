import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { ExportRequest, ExportTicket } from '@vitrine/contracts'
import type { ExportFile } from '../exports/exports.ts'
import { attachment } from './attachment.ts'
import { ExportQuery, exportRequestOf } from './export-query.ts'
import { errors, json } from './schemas.ts'
import type { RestServices } from './services.ts'

const exportRoute = createRoute({
  method: 'get',
  path: '/export',
  summary: 'Images as CSV, JSON Lines, COCO, HTML or a zip',
  description:
    'Exactly the images of a search, a collection or a list of ids, as a download that is written while it is read; without any of them, all images. `x-vitrine-count` is how many there are. CSV is UTF-8 with a byte order mark; cells that a spreadsheet would run as a formula begin with an apostrophe.',
  request: { query: ExportQuery },
  responses: {
    200: {
      description: 'The file.',
      content: {
        'text/csv': { schema: { type: 'string' as const } },
        'application/x-ndjson': { schema: { type: 'string' as const } },
        'application/json': { schema: { type: 'string' as const } },
        'text/html': { schema: { type: 'string' as const } },
        'application/zip': { schema: { type: 'string' as const, format: 'binary' } },
      },
    },
    ...errors,
  },
})

const prepareRoute = createRoute({
  method: 'post',
  path: '/export',
  summary: 'Put an export by, for a selection that is too long for an address',
  description: '`GET /export?ticket=…` downloads it, once and within ten minutes.',
  request: { body: { required: true, content: { 'application/json': { schema: ExportRequest } } } },
  responses: { 200: json(ExportTicket, 'Its ticket, and how many images are in it.'), ...errors },
})

/** The browser saves it and never shows it: it holds words and markup from anywhere. */
function download({ body, mediaType, fileName, count }: ExportFile): Response {
  return new Response(body, {
    headers: {
      'content-type': mediaType,
      'content-disposition': attachment(fileName),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'x-vitrine-count': String(count),
    },
  })
}

export function addExportRoutes(app: OpenAPIHono, { exports, db }: RestServices): void {
  app.openapi(exportRoute, async (c) => {
    const query = c.req.valid('query')
    if (query.ticket !== undefined) {
      // Who asks for the headers alone does not begin the download yet.
      if (c.req.method !== 'HEAD') return download(exports.redeem(query.ticket))
      exports.progress(query.ticket)
      return c.body(null, 200)
    }
    const collections = query.collection === undefined ? [] : await db.collections.list()
    return download(await exports.open(exportRequestOf(query, collections)))
  })
  app.openapi(prepareRoute, async (c) => c.json(await exports.prepare(c.req.valid('json')), 200))
}

import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import {
  AppError,
  CSV_MARK,
  type ImageReading,
  readingCsv,
  readingMarkdown,
  readingOf,
} from '@vitrine/contracts'
import { attachment } from './attachment.ts'
import { errors, IdParams, json, named, text } from './schemas.ts'
import type { RestServices } from './services.ts'

const readingRoute = createRoute({
  method: 'get',
  path: '/images/{id}/reading',
  summary: 'The deep reading of an image: prose, fields and tables',
  request: { params: IdParams },
  responses: {
    200: json(named.ImageReading, 'The reading; `reading` is null before there is one.'),
    ...errors,
  },
})

const csvRoute = createRoute({
  method: 'get',
  path: '/images/{id}/reading.csv',
  summary: 'The fields and tables of a deep reading as CSV',
  description:
    'UTF-8 with a byte order mark, as Excel wants it. Cells that a spreadsheet would run as a formula begin with an apostrophe.',
  request: { params: IdParams },
  responses: {
    200: text('text/csv', 'The file; empty but for its mark where there are neither.'),
    ...errors,
  },
})

const markdownRoute = createRoute({
  method: 'get',
  path: '/images/{id}/reading.md',
  summary: 'The deep reading of an image as Markdown',
  request: { params: IdParams },
  responses: { 200: text('text/markdown', 'The prose, the fields and the tables.'), ...errors },
})

const fileNameOf = (image: string, ending: string) =>
  `${image.replace(/\.[^.]+$/, '') || image}.reading.${ending}`

export function addReadingRoutes(app: OpenAPIHono, { db }: RestServices): void {
  const find = async (id: number): Promise<ImageReading> => {
    const detail = await db.images.detail(id)
    if (!detail) throw new AppError('not-found', `There is no image ${id}.`)
    return readingOf(detail)
  }
  const findMade = async (id: number): Promise<ImageReading> => {
    const reading = await find(id)
    if (reading.reading !== null) return reading
    throw new AppError('not-found', 'This image has no deep reading.', {
      suggestion: `GET /api/v1/images/${id}/reading tells how far it is.`,
    })
  }
  app.openapi(readingRoute, async (c) => c.json(await find(c.req.valid('param').id), 200))
  app.openapi(csvRoute, async (c) => {
    const reading = await findMade(c.req.valid('param').id)
    return c.body(CSV_MARK + readingCsv(reading), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': attachment(fileNameOf(reading.fileName, 'csv')),
    })
  })
  app.openapi(markdownRoute, async (c) => {
    const reading = await findMade(c.req.valid('param').id)
    return c.body(readingMarkdown(reading), 200, { 'content-type': 'text/markdown; charset=utf-8' })
  })
}

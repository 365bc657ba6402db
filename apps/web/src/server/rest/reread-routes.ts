import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { AppError, type ImageDetail } from '@vitrine/contracts'
import { errors, IdParams, json, named, RereadRequest } from './schemas.ts'
import type { RestServices } from './services.ts'

const image = (description: string) => json(named.ImageDetail, description)

const rereadRoute = createRoute({
  method: 'post',
  path: '/images/{id}/reread',
  summary: 'Read an image anew',
  description:
    'Answers at once. Where other models than before read it, `former` tells what those had said, until one is accepted or taken back.',
  request: {
    params: IdParams,
    body: { required: false, content: { 'application/json': { schema: RereadRequest } } },
  },
  responses: { 202: image('The image as it is now: queued.'), ...errors },
})

const acceptRoute = createRoute({
  method: 'post',
  path: '/images/{id}/reread/accept',
  summary: 'Keep the new one of two readings',
  request: { params: IdParams },
  responses: { 200: image('The image, with one reading.'), ...errors },
})

const takeBackRoute = createRoute({
  method: 'post',
  path: '/images/{id}/reread/take-back',
  summary: 'Take back the former of two readings',
  request: { params: IdParams },
  responses: { 200: image('The image, as it was read before.'), ...errors },
})

export function addRereadRoutes(app: OpenAPIHono, { db, pipeline }: RestServices): void {
  const find = async (id: number): Promise<ImageDetail> => {
    const detail = await db.images.detail(id)
    if (detail && detail.deletedAt === null) return detail
    throw new AppError('not-found', `There is no image ${id}.`)
  }
  const decide = async (id: number, work: (what: { ids: number[] }) => Promise<number[]>) => {
    await find(id)
    const decided = await work({ ids: [id] })
    if (decided.length === 0)
      throw new AppError('conflict', 'This image has one reading only: there is nothing to decide.')
    return find(id)
  }
  app.openapi(rereadRoute, async (c) => {
    const { id } = c.req.valid('param')
    const { engine } = c.req.valid('json')
    await find(id)
    await db.jobs.rerun({ ids: [id] }, 'perception', engine)
    pipeline.poke()
    return c.json(await find(id), 202)
  })
  app.openapi(acceptRoute, async (c) => c.json(await decide(c.req.valid('param').id, db.formers.accept), 200))
  app.openapi(takeBackRoute, async (c) => {
    const detail = await decide(c.req.valid('param').id, db.formers.takeBack)
    pipeline.poke()
    return c.json(detail, 200)
  })
}

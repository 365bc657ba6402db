import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { AppError, type ImageDetail, RegionText, TaskInput, TaskName, toCoco } from '@vitrine/contracts'
import { drawMask } from '../images/draw-mask.ts'
import { errors, fileBody, IdParams, json, named } from './schemas.ts'
import type { RestServices } from './services.ts'

const TaskParams = z.object({ task: TaskName })

const runRoute = createRoute({
  method: 'post',
  path: '/tasks/{task}',
  summary: 'One vision task on one image; nothing is stored',
  request: {
    params: TaskParams,
    body: fileBody('image', {
      fields: {
        phrase: 'What to look for, or a caption whose phrases are to be found.',
        region: 'x,y,width,height: shares (0 to 1) of the image.',
      },
    }),
  },
  responses: { 200: json(named.TaskResponse, 'What the task found.'), ...errors },
})

const runStoredRoute = createRoute({
  method: 'post',
  path: '/images/{id}/tasks/{task}',
  summary: 'One vision task on a stored image; nothing is changed',
  request: {
    params: IdParams.extend({ task: TaskName }),
    body: { content: { 'application/json': { schema: TaskInput } } },
  },
  responses: { 200: json(named.TaskResponse, 'What the task found.'), ...errors },
})

const cocoRoute = createRoute({
  method: 'get',
  path: '/images/{id}/annotations.coco.json',
  summary: 'Every box and mask of an image, in the form of COCO',
  request: { params: IdParams },
  responses: {
    200: json(named.CocoDocument, 'One image with its categories and annotations, in pixels.'),
    ...errors,
  },
})

const maskRoute = createRoute({
  method: 'get',
  path: '/images/{id}/mask.png',
  summary: 'The kept masks of an image as a picture of its size, white on black',
  request: {
    params: IdParams,
    query: z.object({
      label: z.string().max(2000).optional().openapi({ description: 'Only masks of this label.' }),
    }),
  },
  responses: {
    200: {
      description: 'The mask.',
      content: { 'image/png': { schema: { type: 'string' as const, format: 'binary' } } },
    },
    ...errors,
  },
})

const Fields = z.object({
  phrase: z.string().optional(),
  region: RegionText.optional(),
})

/** The text fields of a form as a task's input; throws `bad-request`. */
function readInput(fields: Record<string, string>): TaskInput {
  const { phrase = '', region = '' } = fields
  const given = Fields.pipe(TaskInput).safeParse({
    ...(phrase.trim() === '' ? {} : { phrase }),
    ...(region.trim() === '' ? {} : { region }),
  })
  if (given.success) return given.data
  const problems = given.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new AppError('bad-request', `The request is not right. ${problems.join(' ')}`)
}

async function requireDetail({ db }: RestServices, id: number): Promise<ImageDetail> {
  const detail = await db.images.detail(id)
  if (!detail) throw new AppError('not-found', `There is no image ${id}.`)
  return detail
}

export function addTaskRoutes(app: OpenAPIHono, services: RestServices): void {
  const { tools } = services
  app.openapi(runRoute, async (c) => {
    const { task } = c.req.valid('param')
    const { image, fields } = await services.receiveForm(c.req.raw)
    const input = readInput(fields)
    return c.json(await tools.runOnBytes(image, { task, input }, c.req.raw.signal), 200)
  })
  app.openapi(runStoredRoute, async (c) => {
    const { id, task } = c.req.valid('param')
    const input = c.req.valid('json')
    return c.json(await tools.runOnStored(id, { task, input }, c.req.raw.signal), 200)
  })
  app.openapi(cocoRoute, async (c) => {
    const detail = await requireDetail(services, c.req.valid('param').id)
    return c.json(toCoco(detail, detail.annotations), 200)
  })
  app.openapi(maskRoute, async (c) => {
    const detail = await requireDetail(services, c.req.valid('param').id)
    const { label } = c.req.valid('query')
    const polygons = detail.annotations.flatMap(({ body }) =>
      body.type === 'mask' && (label === undefined || body.label === label) ? body.polygons : [],
    )
    if (polygons.length === 0)
      throw new AppError(
        'not-found',
        label === undefined ? 'No mask of this image is kept.' : 'No mask of that label is kept.',
        { suggestion: 'Segment something on its page, and keep it.' },
      )
    return c.body(await drawMask(polygons, detail), 200, { 'content-type': 'image/png' })
  })
}

/** One vision task on one image. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { AppError, missingInput, type TaskInput, type TaskName } from '@vitrine/contracts'
import type { ServerDeps } from './deps.ts'
import { readImageRequest } from './multipart.ts'
import { imageBody, imageErrors, json, named, TaskParams } from './schemas.ts'

const runTask = createRoute({
  method: 'post',
  path: '/v1/tasks/{task}',
  summary: 'One vision task on one image',
  request: { params: TaskParams, body: imageBody('TaskOptions') },
  responses: { 200: json(named.TaskResponse, "The task's result."), ...imageErrors },
})

export function addTaskRoute(app: OpenAPIHono, deps: ServerDeps): void {
  app.openapi(runTask, async (c) => {
    const { task } = c.req.valid('param')
    deps.scheduler.check({ task })
    const { bytes, options } = await readImageRequest(c.req.raw, named.TaskOptions, deps)
    checkInput(task, options.input)
    return c.json(await deps.scheduler.runTask(bytes, task, options, c.req.raw.signal), 200)
  })
}

/** Throws `bad-request` when the phrase or region that the task needs is missing. */
export function checkInput(task: TaskName, input: TaskInput): void {
  const needed = missingInput(task, input)
  if (needed === null) return
  throw new AppError('bad-request', `The task ${task} needs a ${needed}.`, {
    suggestion: `Give it in the options: {"input": {"${needed}": …}}.`,
  })
}

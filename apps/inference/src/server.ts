/** The HTTP face: routes, errors mapped to the wire once, and the OpenAPI document of the same schemas. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { AppError } from '@vitrine/contracts'
import { HTTPException } from 'hono/http-exception'
import { routePath } from 'hono/route'
import { addChatRoute } from './routes/chat.ts'
import type { ServerDeps } from './routes/deps.ts'
import { addEngineRoutes } from './routes/engines.ts'
import { addModelRoutes } from './routes/models.ts'
import { addPerceptionRoute } from './routes/perception.ts'
import { addReasoningRoute } from './routes/reasoning.ts'
import { named, OPTION_SCHEMAS } from './routes/schemas.ts'
import { addServerRoutes } from './routes/servers.ts'
import { addStatusRoutes } from './routes/status.ts'
import { addTaskRoute } from './routes/tasks.ts'

export function createServer(deps: ServerDeps): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook: (result) => {
      if (result.success) return
      const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      throw new AppError('bad-request', `The request is not right. ${problems.join('; ')}.`)
    },
  })
  app.use(async (c, next) => {
    await next()
    // A path that no route took: a label of its own would let strangers fill the memory with labels.
    const matched = routePath(c, -1)
    const route = matched === '/*' ? 'none' : matched
    deps.metrics.onRequest({ method: c.req.method, route, status: c.res.status })
  })
  addStatusRoutes(app, deps)
  addModelRoutes(app, deps)
  addEngineRoutes(app, deps)
  addServerRoutes(app, deps)
  addPerceptionRoute(app, deps)
  addTaskRoute(app, deps)
  addReasoningRoute(app, deps)
  addChatRoute(app, deps)
  for (const name of OPTION_SCHEMAS) app.openAPIRegistry.register(name, named[name])
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Vitrine inference', version: deps.version },
  })
  app.notFound((c) => toResponse(new AppError('not-found', `There is nothing at ${c.req.path}.`)))
  app.onError((thrown) => {
    const error = thrown instanceof HTTPException ? fromHono(thrown) : AppError.from(thrown)
    if (error.code === 'internal') deps.logger.error({ err: error.cause ?? error }, error.message)
    else deps.logger.debug({ code: error.code, err: error.cause }, error.message)
    return toResponse(error)
  })
  return app
}

function fromHono(exception: HTTPException): AppError {
  return new AppError(exception.status < 500 ? 'bad-request' : 'internal', exception.message, {
    cause: exception,
  })
}

function toResponse(error: AppError): Response {
  const seconds = error.retryAfterSeconds
  return Response.json(error.toWire(), {
    status: error.status,
    headers: seconds ? { 'retry-after': String(Math.ceil(seconds)) } : {},
  })
}

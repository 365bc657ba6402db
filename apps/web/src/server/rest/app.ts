/** The public face under `/api/v1`: the gallery's own shapes, and an OpenAPI document of the same schemas. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { AppError } from '@vitrine/contracts'
import { HTTPException } from 'hono/http-exception'
import { refuseCrossSite } from '../cross-site.ts'
import { errorResponse } from '../images/error-response.ts'
import { addConversationRoutes } from './conversation-routes.ts'
import { addExportRoutes } from './export-routes.ts'
import { addImageRoutes } from './image-routes.ts'
import { addImportRoutes } from './import-routes.ts'
import { addModelRoutes } from './model-routes.ts'
import { addReadingRoutes } from './reading-routes.ts'
import { addRereadRoutes } from './reread-routes.ts'
import { addSearchRoutes } from './search-routes.ts'
import type { RestServices } from './services.ts'
import { addTaskRoutes } from './task-routes.ts'
import { addTurnRoutes } from './turn-routes.ts'

export const REST_BASE = '/api/v1'

/** Sends no CORS headers on purpose: pages of other sites must not read a private gallery. */
export function createRestApp(services: RestServices): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook: (result) => {
      if (result.success) return
      const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      throw new AppError('bad-request', `The request is not right. ${problems.join('; ')}.`)
    },
  }).basePath(REST_BASE)
  app.use(async (c, next) => {
    refuseCrossSite(c.req.raw)
    await next()
  })
  // Before the images, whose last route takes any name behind an id.
  addTaskRoutes(app, services)
  addReadingRoutes(app, services)
  addImageRoutes(app, services)
  addRereadRoutes(app, services)
  addSearchRoutes(app, services)
  addExportRoutes(app, services)
  addImportRoutes(app, services)
  addModelRoutes(app, services)
  addConversationRoutes(app, services)
  addTurnRoutes(app, services)
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Vitrine', version: services.version, description: 'A private vision gallery.' },
    servers: [{ url: '/' }],
  })
  app.notFound((c) => errorResponse(new AppError('not-found', `There is nothing at ${c.req.path}.`)))
  app.onError((thrown, c) => {
    const error = thrown instanceof HTTPException ? fromHono(thrown) : AppError.from(thrown)
    if (error.code === 'internal') services.logError(error, `rest ${c.req.method} ${c.req.path}`)
    return errorResponse(error)
  })
  return app
}

function fromHono(exception: HTTPException): AppError {
  const code = exception.status < 500 ? 'bad-request' : 'internal'
  return new AppError(code, exception.message, { cause: exception })
}

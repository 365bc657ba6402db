/** tRPC's set-up: one procedure, whose errors all leave as AppErrors. */
import { initTRPC } from '@trpc/server'
import type { ApiContext } from './context.ts'
import { appErrorOf, asTrpcError } from './error-shape.ts'

const t = initTRPC.context<ApiContext>().create({
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    // Neither stack nor input: the log has them.
    data: {
      code: shape.data.code,
      httpStatus: shape.data.httpStatus,
      path: shape.data.path,
      appError: appErrorOf(error).toWire().error,
    },
  }),
  sse: {
    // Proxies close silent connections; a browser that hears nothing reconnects and resumes after its last id.
    ping: { enabled: true, intervalMs: 10_000 },
    client: { reconnectAfterInactivityMs: 25_000 },
  },
})

const mapErrors = t.middleware(async ({ next, ctx, path }) => {
  const result = await next()
  if (result.ok) return result
  const mapped = asTrpcError(result.error)
  if (appErrorOf(mapped).code === 'internal') ctx.services.logError(result.error, `trpc ${path}`)
  throw mapped
})

export const router = t.router
export const createCallerFactory = t.createCallerFactory
/** Every procedure starts here. */
export const procedure = t.procedure.use(mapErrors)

import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { createRequestContext } from '~/server/api/request-context.ts'
import { appRouter } from '~/server/api/root.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

function handle(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    createContext: createRequestContext,
  })
}

export { handle as GET, handle as POST }

import { handleTrpc } from '~/server/api/handle-trpc.ts'
import { createRequestContext } from '~/server/api/request-context.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

function handle(request: Request): Promise<Response> {
  return handleTrpc(request, createRequestContext)
}

export { handle as GET, handle as POST }

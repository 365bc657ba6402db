/** The API over HTTP. */
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { refuseCrossSite } from '../cross-site.ts'
import { errorResponse } from '../images/error-response.ts'
import type { ApiContext } from './context.ts'
import { appRouter } from './root.ts'

/** Answers a request below `/api/trpc`. tRPC takes forms too, which any site's page may send: those are refused first. */
export async function handleTrpc(
  request: Request,
  createContext: () => ApiContext | Promise<ApiContext>,
): Promise<Response> {
  try {
    refuseCrossSite(request)
  } catch (error) {
    return errorResponse(error)
  }
  return fetchRequestHandler({ endpoint: '/api/trpc', req: request, router: appRouter, createContext })
}

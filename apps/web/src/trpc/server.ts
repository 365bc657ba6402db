/** The API as server components use it: no HTTP between them. */
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { cache } from 'react'
import { createRequestContext } from '~/server/api/request-context.ts'
import { appRouter, createCaller } from '~/server/api/root.ts'
import { createQueryClient } from './query-client.ts'

/** One query client for each request, to prefetch into and to dehydrate. */
export const getQueryClient = cache(createQueryClient)

/** Makes query options that call the procedures directly: `prefetchQuery(trpc.images.byId.queryOptions(…))`. */
export const trpc = createTRPCOptionsProxy({
  ctx: createRequestContext,
  router: appRouter,
  queryClient: getQueryClient,
})

/** Calls a procedure and gives its answer, for pages that need it themselves (titles, not-found). */
export const api = createCaller(createRequestContext)

'use client'

import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient, httpBatchStreamLink, httpSubscriptionLink, splitLink } from '@trpc/client'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import { type ReactNode, useState } from 'react'
import type { AppRouter } from '~/server/api/root.ts'
import { createQueryClient } from './query-client.ts'

const TRPC_PATH = '/api/trpc'

const context = createTRPCContext<AppRouter>()
/** The typed proxy that makes query and mutation options: `useQuery(trpc.search.query.queryOptions(…))`. */
export const useTRPC = context.useTRPC
/** Gives the proxy a client of the caller's choice, for tests; the page uses `TRPCReactProvider`. */
export const TRPCProvider = context.TRPCProvider
/** The bare client, for calls outside the query cache. */
export const useTRPCClient = context.useTRPCClient

function createClient() {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: httpSubscriptionLink({ url: TRPC_PATH }),
        false: httpBatchStreamLink({ url: TRPC_PATH, maxURLLength: 4000 }),
      }),
    ],
  })
}

let browserQueryClient: QueryClient | undefined

/** One client for the life of a tab; a new one for each render on the server, where visitors must not share. */
function getQueryClient(): QueryClient {
  if (typeof window === 'undefined') return createQueryClient()
  browserQueryClient ??= createQueryClient()
  return browserQueryClient
}

/** Gives everything below it the query cache and the typed client. Goes around the whole page. */
export function TRPCReactProvider({ children }: { children: ReactNode }) {
  const queryClient = getQueryClient()
  const [trpcClient] = useState(createClient)
  return (
    <QueryClientProvider client={queryClient}>
      <context.TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </context.TRPCProvider>
    </QueryClientProvider>
  )
}

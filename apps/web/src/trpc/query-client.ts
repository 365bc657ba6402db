import { QueryClient } from '@tanstack/react-query'

/** A query client whose data stays fresh until an event says otherwise. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The event subscription brings changes; this is the net beneath it.
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: 1,
      },
    },
  })
}

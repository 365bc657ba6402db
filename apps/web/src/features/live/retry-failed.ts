import type { QueryClient } from '@tanstack/react-query'

/** What was asked for while nobody answered is asked for again: events only mend lists that were read once. */
export function retryFailed(queryClient: QueryClient): void {
  void queryClient.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' })
}

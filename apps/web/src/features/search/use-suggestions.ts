'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
/** What the search box offers while a person types: recent searches when it is empty, else what the index knows. */
import type { Suggestion } from '@vitrine/contracts'
import { useTRPC } from '~/trpc/client.tsx'
import { useDebounced } from './use-debounced.ts'

/** One row of the list: a recent search or a suggestion. */
export type Offer = { kind: 'recent'; query: string; label: string; count: null } | Suggestion

const MOST = 8

/** Recent searches first and once, then suggestions that are not among them. */
export function mergeOffers(
  draft: string,
  recent: readonly string[],
  suggestions: readonly Suggestion[],
): Offer[] {
  if (draft.trim() !== '') return suggestions.slice(0, MOST)
  const past: Offer[] = recent
    .slice(0, 5)
    .map((query) => ({ kind: 'recent', query, label: query, count: null }))
  const fresh = suggestions.filter((one) => !recent.includes(one.query))
  return [...past, ...fresh].slice(0, MOST)
}

/** Offers for what stands in the box; asks the server once typing pauses, and only while the list is open. */
export function useSuggestions(draft: string, options: { enabled: boolean; recent: readonly string[] }) {
  const trpc = useTRPC()
  const query = useDebounced(draft, 120)
  const suggest = useQuery(
    trpc.search.suggest.queryOptions(
      { query, limit: MOST },
      { enabled: options.enabled, placeholderData: keepPreviousData },
    ),
  )
  return mergeOffers(draft, options.recent, suggest.data ?? [])
}

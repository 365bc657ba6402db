'use client'
/** The search a person is in: it lives in the URL (`q`, `sort`), so it can be shared, reloaded and gone back to. */
import { SearchSort } from '@vitrine/contracts'
import { usePathname, useRouter } from 'next/navigation'
import { createSerializer, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useCallback } from 'react'

const parsers = {
  q: parseAsString.withDefault(''),
  sort: parseAsStringLiteral(SearchSort.options).withDefault('relevance'),
}

const serialize = createSerializer(parsers)

/** What identifies a search. */
export interface Search {
  query: string
  sort: SearchSort
}

/** The address of a search's gallery, or of an image opened from it. */
export function searchHref(search: Partial<Search>, path = '/'): string {
  return serialize(path, { q: search.query?.trim() || null, sort: search.sort ?? null })
}

/** The address of an image page that knows the search it came from. */
export function imageHref(id: number, search: Partial<Search> = {}): string {
  return searchHref(search, `/images/${id}`)
}

/** The search in the URL, and the ways to change it. Changing it outside the gallery leads there. */
export function useSearchState() {
  const [{ q, sort }, setState] = useQueryStates(parsers)
  const pathname = usePathname()
  const router = useRouter()
  const isGallery = pathname === '/'

  const search = useCallback(
    (next: Partial<Search>) => {
      const query = (next.query ?? q).trim()
      const nextSort = next.sort ?? sort
      if (isGallery) void setState({ q: query || null, sort: nextSort }, { history: 'push' })
      else router.push(searchHref({ query, sort: nextSort }))
    },
    [isGallery, q, router, setState, sort],
  )

  return {
    query: q,
    sort,
    /** Goes to another search; what is left out stays. */
    search,
    setQuery: useCallback((query: string) => search({ query }), [search]),
    setSort: useCallback((next: SearchSort) => search({ sort: next }), [search]),
  }
}

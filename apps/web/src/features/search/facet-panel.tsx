'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { FacetName, FacetsResponse, FacetValue } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { cn } from '@vitrine/ui/cn'
import { ErrorState } from '@vitrine/ui/error-state'
import { Skeleton } from '@vitrine/ui/skeleton'
import { CheckIcon } from 'lucide-react'
import { useId, useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
/** The facets beside the results: what the matches are, with counts; a click narrows or widens the search. */
import { messageOf } from '../live/error-message.ts'
import { ActiveTerms } from './active-terms.tsx'
import { useSearchState } from './search-state.ts'
import { facetTitles, formatCount, formatFacetValue } from './search-words.ts'
import { hasTerm, toggleTerm } from './terms.ts'

const FIRST = 6

interface FacetRowProps {
  name: FacetName
  choice: FacetValue
  isOn: boolean
  onToggle: () => void
}

function FacetRow({ name, choice, isOn, onToggle }: FacetRowProps) {
  return (
    <li>
      <button
        type="button"
        aria-pressed={isOn}
        className={cn(
          'flex min-h-8 w-full items-center gap-2 rounded-md px-2 text-left text-sm hover:bg-hover',
          isOn ? 'bg-accent-soft font-medium text-accent-ink' : 'text-ink',
        )}
        onClick={onToggle}
      >
        {isOn && <CheckIcon aria-hidden className="size-3.5 shrink-0" />}
        <span className="min-w-0 flex-1 truncate">{formatFacetValue(name, choice.value)}</span>{' '}
        <span className={cn('text-xs tabular-nums', isOn ? 'text-accent-ink' : 'text-ink-faint')}>
          {formatCount(choice.count)}
        </span>
      </button>
    </li>
  )
}

interface FacetGroupProps {
  facet: FacetsResponse['facets'][number]
  query: string
  onQuery: (query: string) => void
}

function FacetGroup({ facet, query, onQuery }: FacetGroupProps) {
  const headingId = useId()
  const [isWhole, setIsWhole] = useState(false)
  if (facet.values.length === 0) return null
  // A choice that is taken stays in sight, however rare it is.
  const shown = facet.values.filter(
    (choice, index) => isWhole || index < FIRST || hasTerm(query, choice.term),
  )
  const hidden = facet.values.length - shown.length
  return (
    <section aria-labelledby={headingId}>
      <h3 id={headingId} className="mb-1 px-2 font-medium text-ink-soft text-xs">
        {facetTitles[facet.name]}
      </h3>
      <ul>
        {shown.map((choice) => (
          <FacetRow
            key={choice.term}
            name={facet.name}
            choice={choice}
            isOn={hasTerm(query, choice.term)}
            onToggle={() => onQuery(toggleTerm(query, choice.term))}
          />
        ))}
      </ul>
      {(hidden > 0 || isWhole) && (
        <Button variant="ghost" size="sm" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? 'Fewer' : `${hidden} more`}
        </Button>
      )}
    </section>
  )
}

/** As tall as the facets of a usual library, so that nothing jumps when they come. */
function FacetSkeleton() {
  return (
    <div role="status" aria-label="Loading facets" className="flex flex-col gap-5">
      {[6, 4, 4].map((rows, group) => (
        <div key={`${group}:${rows}`} className="flex flex-col gap-2 px-2">
          <Skeleton className="h-3 w-16" />
          {Array.from({ length: rows }, (_, row) => (
            <Skeleton key={`${group}-${String(row)}`} className="h-6 w-full" />
          ))}
        </div>
      ))}
    </div>
  )
}

/** The facets of the search in the URL. Width and place are the caller's. */
export function FacetPanel({ className }: { className?: string }) {
  const trpc = useTRPC()
  const { query, setQuery } = useSearchState()
  const facets = useQuery(trpc.search.facets.queryOptions({ query }, { placeholderData: keepPreviousData }))
  const isEmpty = facets.data?.facets.every((facet) => facet.values.length === 0) ?? false
  return (
    <div aria-busy={facets.isFetching} className={cn('flex flex-col gap-5', className)}>
      <ActiveTerms />
      {facets.isPending && <FacetSkeleton />}
      {facets.isError && (
        <ErrorState
          className="px-2 py-6"
          title="No facets"
          message={messageOf(facets.error)}
          onRetry={() => void facets.refetch()}
        />
      )}
      {isEmpty && <p className="px-2 text-ink-soft text-sm">Nothing to narrow down here.</p>}
      {facets.data?.facets.map((facet) => (
        <FacetGroup key={facet.name} facet={facet} query={query} onQuery={setQuery} />
      ))}
      {facets.data?.exact === false && (
        <p className="px-2 text-ink-faint text-xs">Counted over the newest matches.</p>
      )}
    </div>
  )
}

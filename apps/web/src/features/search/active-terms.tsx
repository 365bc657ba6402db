'use client'
/** The fields that narrow the search, each a chip to take away. */
import { Button } from '@vitrine/ui/button'
import { XIcon } from 'lucide-react'
import { useSearchState } from './search-state.ts'
import { fieldTerms, removeTerm } from './terms.ts'

/** Chips for the field terms of the query; nothing when there are none. */
export function ActiveTerms() {
  const { query, setQuery } = useSearchState()
  const terms = [...new Set(fieldTerms(query))]
  if (terms.length === 0) return null
  return (
    <ul aria-label="Active filters" className="flex flex-wrap gap-1.5">
      {terms.map((term) => (
        <li key={term} className="min-w-0">
          <Button
            size="sm"
            className="max-w-full rounded-full bg-accent-soft font-mono text-accent-ink text-xs"
            aria-label={`Remove filter ${term}`}
            onClick={() => setQuery(removeTerm(query, term))}
          >
            <span className="truncate">{term}</span>
            <XIcon aria-hidden />
          </Button>
        </li>
      ))}
      {terms.length > 1 && (
        <li>
          <Button
            variant="ghost"
            size="sm"
            onClick={() => setQuery(terms.reduce((rest, term) => removeTerm(rest, term), query))}
          >
            Remove all
          </Button>
        </li>
      )}
    </ul>
  )
}

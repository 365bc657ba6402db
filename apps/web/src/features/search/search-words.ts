/** How search speaks: counts, months, the names of facets and sorts. */
import { type Count, type FacetName, fieldTitle, type SearchSort } from '@vitrine/contracts'

const numbers = new Intl.NumberFormat('en')
const months = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })

/** "1,000+" where the count stopped at its cap. */
export function formatCount(count: Count): string {
  return `${numbers.format(count.value)}${count.capped ? '+' : ''}`
}

export const facetTitles: Record<FacetName, string> = {
  object: 'Objects',
  kind: 'Kinds',
  tag: 'Tags',
  field: 'Fields',
  engine: 'Read by',
  status: 'Status',
  month: 'Months',
}

export const sortNames: Record<SearchSort, string> = {
  relevance: 'Best match',
  newest: 'Newest first',
  oldest: 'Oldest first',
  name: 'File name',
  largest: 'Largest first',
}

/** A facet's value for a person: `2026-05` reads "May 2026", a kind starts with a capital. */
export function formatFacetValue(name: FacetName, value: string): string {
  if (name === 'month') {
    const time = Date.parse(`${value}-01T00:00:00Z`)
    return Number.isNaN(time) ? value : months.format(time)
  }
  if (name === 'kind' || name === 'status') return value.charAt(0).toUpperCase() + value.slice(1)
  return name === 'field' ? fieldTitle(value) : value
}

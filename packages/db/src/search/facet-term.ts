/** What to add to a query to take a facet's value. Pure. */
import type { FacetName } from '@vitrine/contracts'

/** A value as the query language takes it: quoted when it holds more than letters, digits and joining marks. */
export function fieldValue(value: string): string {
  return /^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u.test(value) ? value : `"${value.replaceAll('"', '')}"`
}

const FIELD: Record<FacetName, string> = {
  object: 'object',
  kind: 'kind',
  tag: 'tag',
  field: 'field',
  engine: 'engine',
  status: 'is',
  month: 'date',
}

/** `object:dog`, `tag:"summer 2025"`, `date:2026-05`. */
export function facetTerm(name: FacetName, value: string): string {
  return `${FIELD[name]}:${fieldValue(value)}`
}

/** Counts what the matches of a search have. */
import { type Count, FacetName, type FacetsResponse } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { facetTerm } from './facet-term.ts'
import { visitFacets } from './packed.ts'
import { isRanked } from './pages.ts'
import { POOL_SIZE } from './pool.ts'
import type { View } from './views.ts'

const MAX_VALUES: Record<FacetName, number> = {
  object: 40,
  kind: 12,
  tag: 40,
  field: 24,
  engine: 12,
  status: 12,
  month: 36,
}

interface FacetCount {
  name: string
  value: string
  documents: number
}

export interface FacetReader {
  read(view: View, names: readonly FacetName[]): Pick<FacetsResponse, 'facets' | 'exact'>
}

function toFacets(
  rows: readonly FacetCount[],
  names: readonly FacetName[],
  isCut: boolean,
): FacetsResponse['facets'] {
  return names.map((name) => {
    const own = rows.filter((row) => row.name === name && row.documents > 0)
    own.sort((a, b) =>
      name === 'month'
        ? b.value.localeCompare(a.value)
        : b.documents - a.documents || a.value.localeCompare(b.value),
    )
    return {
      name,
      values: own.slice(0, MAX_VALUES[name]).map(({ value, documents }) => {
        const count: Count = { value: isCut ? Math.min(documents, POOL_SIZE) : documents, capped: isCut }
        return { value, term: facetTerm(name, value), count }
      }),
    }
  })
}

export function createFacetReader(db: Database.Database): FacetReader {
  const all = db.prepare<[], FacetCount>('SELECT name, value, documents FROM SearchFacet WHERE documents > 0')
  const highest = db.prepare<[], number | null>('SELECT max(id) FROM SearchFacet').pluck()
  const named = db.prepare<[string], { id: number; name: string; value: string }>(
    'SELECT id, name, value FROM SearchFacet WHERE id IN (SELECT value FROM json_each(?))',
  )

  /** What the page beside these facets has read already, where it ranked. */
  function newest(view: View): { facets: string; isCut: boolean } {
    if (isRanked(view, 'relevance')) return view.pool(false)
    const { ids, facets } = view.newest()
    return { facets, isCut: ids.length > POOL_SIZE }
  }

  return {
    read(view, names) {
      const wanted = names.length > 0 ? names : FacetName.options
      const { match } = view.plan
      if (match === null) return { facets: toFacets(all.all(), wanted, false), exact: true }
      const { facets, isCut } = newest(view)
      const counts = new Uint32Array((highest.get() ?? 0) + 1)
      const found: number[] = []
      visitFacets(facets, (id) => {
        const count = counts[id] ?? 0
        if (count === 0) found.push(id)
        counts[id] = count + 1
      })
      const rows = named
        .all(JSON.stringify(found))
        .map(({ id, name, value }) => ({ name, value, documents: counts[id] ?? 0 }))
      return { facets: toFacets(rows, wanted, isCut), exact: !isCut }
    },
  }
}

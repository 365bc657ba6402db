/** Counts what the matches of a search have. */
import { type Count, FacetName, type FacetsResponse } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { facetTerm } from './facet-term.ts'
import { unpackFacets } from './packed.ts'
import { isRanked } from './pages.ts'
import { POOL_SIZE, type View, type Views } from './views.ts'

const MAX_VALUES: Record<FacetName, number> = {
  object: 40,
  kind: 12,
  tag: 40,
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
        const count: Count = { value: documents, capped: isCut }
        return { value, term: facetTerm(name, value), count }
      }),
    }
  })
}

export function createFacetReader(db: Database.Database, views: Views): FacetReader {
  const all = db.prepare<[], FacetCount>('SELECT name, value, documents FROM SearchFacet WHERE documents > 0')
  const packedOf = db
    .prepare<[string], Buffer>(
      'SELECT d.facets FROM json_each(?) p CROSS JOIN SearchDocument d ON d.imageId = p.value',
    )
    .pluck()
  const named = db.prepare<[string], { id: number; name: string; value: string }>(
    'SELECT id, name, value FROM SearchFacet WHERE id IN (SELECT value FROM json_each(?))',
  )

  function newestMatches(view: View, match: string): { ids: number[]; isCut: boolean } {
    if (isRanked(view, 'relevance')) return view.pool(false)
    const ids = views.matches.newest(match, Number.MAX_SAFE_INTEGER, POOL_SIZE + 1)
    return { ids: ids.slice(0, POOL_SIZE), isCut: ids.length > POOL_SIZE }
  }

  return {
    read(view, names) {
      const wanted = names.length > 0 ? names : FacetName.options
      const { match } = view.plan
      if (match === null) return { facets: toFacets(all.all(), wanted, false), exact: true }
      const { ids, isCut } = newestMatches(view, match)
      const counts = new Map<number, number>()
      for (const packed of packedOf.all(JSON.stringify(ids)))
        for (const id of unpackFacets(packed)) counts.set(id, (counts.get(id) ?? 0) + 1)
      const rows = named
        .all(JSON.stringify([...counts.keys()]))
        .map(({ id, name, value }) => ({ name, value, documents: counts.get(id) ?? 0 }))
      return { facets: toFacets(rows, wanted, isCut), exact: !isCut }
    },
  }
}

/** The newest matches of a query, ranked. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Matches } from './matches.ts'
import type { SearchPlan } from './plan.ts'
import { createRanker, type Ranked, type Totals, weightsOf } from './rank.ts'

/** How many of the newest matches are ranked and counted. */
export const POOL_SIZE = 1000
const EVERYTHING = 10_000_000
/** Packed words are read so many at a time: a joined string has to fit in memory, and others want their turn. */
const CHUNK = 20_000

/** Ranked candidates, best first; `ids` and `ranks` run in parallel. */
export interface Pool {
  ids: number[]
  ranks: number[]
  /** Whether there are older matches that were left out. */
  isCut: boolean
  /** The packed facets of the pool; of more than a pool, those of its newest. */
  facets: string
  /** The oldest id that was ranked; 0 when none was. */
  lowest: number
  /** What a cursor must carry for the next page to be ranked alike. */
  top: number
  weights: number[]
  averageLength: number
}

/** A ranking to repeat, from a cursor. */
export type PoolSeed = Pick<Pool, 'top' | 'weights' | 'averageLength'>

/** What to rank, and with what. */
export interface PoolRequest {
  matches: Matches
  totals(): Totals
  plan: SearchPlan
  everything: boolean
  seed: PoolSeed | null
}

/** Collects and ranks the matches of up to `limit` images; stops for a moment after each chunk. */
function* collect(request: PoolRequest, seed: PoolSeed, limit: number) {
  const { matches, plan } = request
  const rank = createRanker(plan.groups, seed.weights, seed.averageLength)
  const found: Ranked[] = []
  let from = seed.top
  let facets = ''
  for (;;) {
    const before = found.length
    const wanted = Math.min(CHUNK, limit - before)
    const packed = matches.packed(plan.match ?? '""', from, wanted)
    if (before === 0) facets = packed.facets
    rank(packed.words, (one) => {
      found.push(one)
      if (one.id <= from) from = one.id - 1
    })
    if (found.length - before < wanted || found.length >= limit) return { found, facets }
    yield
  }
}

function* rankInSteps(request: PoolRequest): Generator<undefined, Pool> {
  const { everything, plan, seed } = request
  const limit = everything ? EVERYTHING : POOL_SIZE
  const totals = request.totals()
  const start = seed ?? {
    top: Number.MAX_SAFE_INTEGER,
    weights: weightsOf(plan.groups, totals),
    averageLength: Math.max(1, totals.words / Math.max(1, totals.documents)),
  }
  // One more than is ranked tells whether there are more.
  const { found, facets } = yield* collect(request, start, limit + 1)
  found.sort((a, b) => b.id - a.id)
  const isCut = found.length > limit
  if (isCut) found.pop()
  const highest = found[0]?.id ?? 0
  const lowest = found.at(-1)?.id ?? 0
  found.sort((a, b) => a.rank - b.rank || b.id - a.id)
  return {
    ids: found.map(({ id }) => id),
    ranks: found.map(({ rank }) => rank),
    isCut,
    facets,
    lowest,
    ...start,
    top: seed?.top ?? highest,
  }
}

/** Ranks at once. */
export function rankPool(request: PoolRequest): Pool {
  const steps = rankInSteps(request)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Ranks with a pause after each twenty thousand matches, so that a search through everything holds nobody up. */
export async function rankPoolPatiently(request: PoolRequest): Promise<Pool> {
  const steps = rankInSteps(request)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await nextTurn()
  }
}

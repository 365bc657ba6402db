import { FacetName, ImageId, SearchRequest, SearchSort } from '@vitrine/contracts'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

const Query = z.string().max(2000)

export const searchRouter = router({
  /** One page; `cursor` in the input is the page before's `nextCursor`. */
  query: procedure.input(SearchRequest).query(({ ctx, input }) => ctx.services.db.search.search(input)),

  facets: procedure
    .input(z.object({ query: Query, names: z.array(FacetName).optional() }))
    .query(({ ctx, input }) => ctx.services.db.search.facets(input.query, input.names)),

  suggest: procedure
    .input(z.object({ query: Query, limit: z.int().min(1).max(50).default(10) }))
    .query(({ ctx, input }) => ctx.services.db.search.suggest(input.query, input.limit)),

  neighbours: procedure
    .input(z.object({ id: ImageId, query: Query, sort: SearchSort }))
    .query(({ ctx, input }) => ctx.services.db.search.neighbours(input.id, input.query, input.sort)),
})

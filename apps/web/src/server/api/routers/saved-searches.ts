import { SavedSearch } from '@vitrine/contracts'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

export const savedSearchesRouter = router({
  list: procedure.query(({ ctx }) => ctx.services.db.savedSearches.list()),

  create: procedure
    .input(SavedSearch.omit({ id: true }))
    .mutation(({ ctx, input }) => ctx.services.db.savedSearches.create(input)),

  remove: procedure
    .input(z.object({ id: z.int().positive() }))
    .mutation(({ ctx, input }) => ctx.services.db.savedSearches.remove(input.id)),
})

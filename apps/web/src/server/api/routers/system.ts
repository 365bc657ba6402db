import { Settings } from '@vitrine/contracts'
import { procedure, router } from '../trpc.ts'

export const systemRouter = router({
  report: procedure.query(({ ctx, signal }) => ctx.services.report(signal)),

  settings: procedure.query(({ ctx }) => ctx.services.db.settings.get()),

  setSettings: procedure.input(Settings).mutation(async ({ ctx, input }) => {
    await ctx.services.db.settings.set(input)
    ctx.services.changes.poke()
  }),

  /** Repair: builds every search table anew. */
  rebuildIndex: procedure.mutation(({ ctx }) => ctx.services.db.search.rebuildIndex()),
})

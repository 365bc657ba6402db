import { DecisionTarget, ImageId } from '@vitrine/contracts'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

const Target = z.object({ what: DecisionTarget })

/** A person's decision between what two models read. Each answers with the ids it was made for. */
export const readingsRouter = router({
  /** How many images await one. */
  undecided: procedure.query(async ({ ctx }) => ({ count: await ctx.services.db.formers.count() })),

  /** The new readings stay. */
  accept: procedure.input(Target).mutation(async ({ ctx, input }) => {
    const ids = await ctx.services.db.formers.accept(input.what)
    ctx.services.changes.poke()
    return { ids }
  }),

  /** The former readings are in effect again. */
  takeBack: procedure.input(Target).mutation(async ({ ctx, input }) => {
    const ids = await ctx.services.db.formers.takeBack(input.what)
    ctx.services.changes.poke()
    ctx.services.pipeline.poke()
    return { ids }
  }),

  /** The undo of either, until it is forgotten, after an hour. */
  undecide: procedure
    .input(z.object({ ids: z.array(ImageId).min(1).max(100_000) }))
    .mutation(async ({ ctx, input }) => {
      const ids = await ctx.services.db.formers.undecide(input.ids)
      ctx.services.changes.poke()
      ctx.services.pipeline.poke()
      return { ids }
    }),
})

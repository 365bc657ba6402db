import { OlderThan, type PipelineStatus, Selection, StageName } from '@vitrine/contracts'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

export const pipelineRouter = router({
  status: procedure.query(async ({ ctx }): Promise<PipelineStatus> => {
    const counts = await ctx.services.db.jobs.status()
    return { ...counts, problem: ctx.services.pipeline.problem() }
  }),

  /** How many images other models, or other engines, have read: what `images.rerun` would do, before it is done. */
  countOlder: procedure
    .input(OlderThan.and(z.object({ stage: StageName.default('perception') })))
    .query(async ({ ctx, input: { stage, ...model } }) => ({
      count: await ctx.services.db.jobs.countOlder(model, stage),
    })),

  /** What runs is finished; nothing new is begun. */
  pause: procedure.mutation(async ({ ctx }) => {
    await ctx.services.db.jobs.setPaused(true)
    ctx.services.changes.poke()
  }),

  resume: procedure.mutation(async ({ ctx }) => {
    await ctx.services.db.jobs.setPaused(false)
    ctx.services.changes.poke()
    ctx.services.pipeline.poke()
  }),

  /** Without a selection, everything that is queued, waiting or running; with a stage, the work on that one only. */
  cancel: procedure
    .input(z.object({ selection: Selection.optional(), stage: StageName.optional() }).default({}))
    .mutation(async ({ ctx, input }) => {
      const count = await ctx.services.db.jobs.cancel(input.selection, input.stage)
      ctx.services.changes.poke()
      return { count }
    }),

  retryFailed: procedure.mutation(async ({ ctx }) => {
    const count = await ctx.services.db.jobs.retryFailed()
    ctx.services.changes.poke()
    ctx.services.pipeline.poke()
    return { count }
  }),
})

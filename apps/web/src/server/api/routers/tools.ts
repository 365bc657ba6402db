import { ImageId, KeepRequest, PutBackRequest, TaskInput, TaskName } from '@vitrine/contracts'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

/** Vision tasks that a person asks of one image, and what is kept of their answers. */
export const toolsRouter = router({
  /** The tasks that can be done now. */
  available: procedure.query(({ ctx }) => ({ tasks: ctx.services.tools.available() })),

  /** Stores nothing; ends when the caller goes away. */
  run: procedure
    .input(z.object({ id: ImageId, task: TaskName, input: TaskInput.default({}) }))
    .mutation(({ ctx, input: { id, task, input }, signal }) =>
      ctx.services.tools.runOnStored(id, { task, input }, signal ?? ctx.services.stopping),
    ),

  keep: procedure.input(KeepRequest).mutation(async ({ ctx, input }) => {
    const kept = await ctx.services.db.images.keep(input)
    ctx.services.changes.poke()
    return { kept }
  }),

  /** Answers with what was dropped, for `putBack`. */
  drop: procedure
    .input(z.object({ id: ImageId, annotationIds: z.array(z.int().positive()).min(1).max(1000) }))
    .mutation(async ({ ctx, input }) => {
      const dropped = await ctx.services.db.images.dropKept(input.id, input.annotationIds)
      ctx.services.changes.poke()
      return { dropped }
    }),

  putBack: procedure.input(PutBackRequest).mutation(async ({ ctx, input }) => {
    await ctx.services.db.images.putBack(input)
    ctx.services.changes.poke()
  }),
})

import { AppError, EngineName, ImageId, RerunTarget, Selection, Sha256, StageName } from '@vitrine/contracts'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

const Ids = z.array(ImageId).min(1).max(100_000)

export const imagesRouter = router({
  byId: procedure.input(z.object({ id: ImageId })).query(async ({ ctx, input }) => {
    const detail = await ctx.services.db.images.detail(input.id)
    if (!detail) throw new AppError('not-found', `There is no image ${input.id}.`)
    return detail
  }),

  similar: procedure
    .input(z.object({ id: ImageId, limit: z.int().min(1).max(100).default(24) }))
    .query(({ ctx, input }) => ctx.services.db.images.similar(input.id, input.limit)),

  /** Which of these bytes are already here, by hash, so that they need not be sent. */
  known: procedure
    .input(z.object({ sha256s: z.array(Sha256).max(10_000) }))
    .query(
      async ({ ctx, input }): Promise<Record<string, number>> =>
        Object.fromEntries(await ctx.services.db.images.findBySha256(input.sha256s)),
    ),

  setCaption: procedure
    .input(
      z.object({ id: ImageId, type: z.enum(['caption', 'detailed-caption']), text: z.string().max(10_000) }),
    )
    .mutation(async ({ ctx, input }) => {
      await ctx.services.db.images.setCaption(input.id, input.type, input.text, ctx.person)
      ctx.services.changes.poke()
    }),

  setNotes: procedure
    .input(z.object({ id: ImageId, notes: z.string().max(100_000) }))
    .mutation(async ({ ctx, input }) => {
      await ctx.services.db.images.setNotes(input.id, input.notes)
      ctx.services.changes.poke()
    }),

  trash: procedure.input(Selection).mutation(async ({ ctx, input }) => {
    const ids = await ctx.services.db.images.trash(input)
    ctx.services.changes.poke()
    return { ids }
  }),

  restore: procedure.input(z.object({ ids: Ids })).mutation(async ({ ctx, input }) => {
    const ids = await ctx.services.db.images.restore(input)
    ctx.services.changes.poke()
    ctx.services.pipeline.poke()
    return { ids }
  }),

  /** The trash, newest first, a page at a time. */
  trashed: procedure
    .input(z.object({ cursor: z.string().optional(), limit: z.int().min(1).max(500).default(100) }))
    .query(({ ctx, input }) =>
      ctx.services.db.images.trashed({
        limit: input.limit,
        ...(input.cursor === undefined ? {} : { cursor: input.cursor }),
      }),
    ),

  purge: procedure.input(z.object({ ids: Ids })).mutation(async ({ ctx, input }) => {
    const ids = await ctx.services.purge(input)
    ctx.services.changes.poke()
    return { ids }
  }),

  emptyTrash: procedure.mutation(async ({ ctx }) => {
    const ids = await ctx.services.purge({ deletedBefore: ctx.services.now() + 1 })
    ctx.services.changes.poke()
    return { count: ids.length }
  }),

  /** Queues a stage anew, with this engine or the best one there is; what a person wrote stays. */
  rerun: procedure
    .input(z.object({ what: RerunTarget, stage: StageName, engine: EngineName.optional() }))
    .mutation(async ({ ctx, input }) => {
      const count = await ctx.services.db.jobs.rerun(input.what, input.stage, input.engine)
      ctx.services.changes.poke()
      ctx.services.pipeline.poke()
      return { count }
    }),
})

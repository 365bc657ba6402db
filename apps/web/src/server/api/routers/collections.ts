import { Collection, Selection } from '@vitrine/contracts'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

const Id = z.int().positive()
const Name = Collection.shape.name

export const collectionsRouter = router({
  list: procedure.query(({ ctx }) => ctx.services.db.collections.list()),

  create: procedure.input(z.object({ name: Name })).mutation(async ({ ctx, input }) => {
    const collection = await ctx.services.db.collections.create(input.name)
    ctx.services.changes.poke()
    return collection
  }),

  rename: procedure.input(z.object({ id: Id, name: Name })).mutation(async ({ ctx, input }) => {
    await ctx.services.db.collections.rename(input.id, input.name)
    ctx.services.changes.poke()
  }),

  /** Removes the collection, never its images. */
  remove: procedure.input(z.object({ id: Id })).mutation(async ({ ctx, input }) => {
    await ctx.services.db.collections.remove(input.id)
    ctx.services.changes.poke()
  }),

  add: procedure.input(z.object({ id: Id, selection: Selection })).mutation(async ({ ctx, input }) => {
    const count = await ctx.services.db.collections.add(input.id, input.selection)
    ctx.services.changes.poke()
    return { count }
  }),

  take: procedure.input(z.object({ id: Id, selection: Selection })).mutation(async ({ ctx, input }) => {
    const count = await ctx.services.db.collections.take(input.id, input.selection)
    ctx.services.changes.poke()
    return { count }
  }),
})

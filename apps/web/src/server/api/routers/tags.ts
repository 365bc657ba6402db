import { Selection, TagName } from '@vitrine/contracts'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

const Tagging = z.object({ name: TagName, selection: Selection })

export const tagsRouter = router({
  list: procedure.query(({ ctx }) => ctx.services.db.tags.list()),

  add: procedure.input(Tagging).mutation(async ({ ctx, input }) => {
    const count = await ctx.services.db.tags.add(input.name, input.selection)
    ctx.services.changes.poke()
    return { count }
  }),

  remove: procedure.input(Tagging).mutation(async ({ ctx, input }) => {
    const count = await ctx.services.db.tags.remove(input.name, input.selection)
    ctx.services.changes.poke()
    return { count }
  }),
})

import { ExportRequest, ExportSelection } from '@vitrine/contracts'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

export const exportsRouter = router({
  count: procedure
    .input(ExportSelection)
    .query(async ({ ctx, input }) => ({ count: await ctx.services.exports.count(input) })),

  /** `/api/v1/export?ticket=…` then downloads it, once. */
  prepare: procedure.input(ExportRequest).mutation(({ ctx, input }) => ctx.services.exports.prepare(input)),

  progress: procedure
    .input(z.object({ ticket: z.string() }))
    .query(({ ctx, input }) => ctx.services.exports.progress(input.ticket)),
})

import { AppError, Settings } from '@vitrine/contracts'
import { z } from 'zod'
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

  libraryCheck: procedure.query(({ ctx }) => ctx.services.library.status()),

  /** Begins to look through the database and the stored files; `libraryCheck` says how far it is. */
  checkLibrary: procedure.input(z.object({ isDeep: z.boolean() })).mutation(({ ctx, input }) => {
    ctx.services.library.start(input.isDeep)
    return ctx.services.library.status()
  }),

  removeOrphans: procedure.mutation(async ({ ctx }) => ({
    count: await ctx.services.library.removeOrphans(),
  })),

  /** Null when Vitrine makes no backups by itself. */
  backups: procedure.query(async ({ ctx }) => (await ctx.services.backups?.status()) ?? null),

  backUp: procedure.mutation(({ ctx }) => {
    const { backups, stopping } = ctx.services
    if (!backups)
      throw new AppError('bad-request', 'There is no folder for backups.', {
        suggestion: 'Set VITRINE_BACKUP_DIR and start Vitrine again, or use `npx vitrine backup <folder>`.',
      })
    backups.start(stopping)
    return backups.status()
  }),
})

import { tracked } from '@trpc/server'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'
import { watchEvents } from '../watch-events.ts'

/** The browser sends the id it saw last, as text when it reconnects by itself. */
const LastEventId = z.union([z.int().nonnegative(), z.string().regex(/^\d+$/).transform(Number)])

export const eventsRouter = router({
  /** Everything that happened after `lastEventId`, then everything that happens; without it, from now on. */
  watch: procedure
    .input(z.object({ lastEventId: LastEventId.nullish() }).default({}))
    .subscription(async function* ({ ctx, input, signal }) {
      const since = input.lastEventId ?? (await ctx.services.db.events.lastId())
      const { stopping } = ctx.services
      const until = signal ? AbortSignal.any([signal, stopping]) : stopping
      for await (const event of watchEvents(ctx.services, { since, signal: until }))
        yield tracked(String(event.id), event)
    }),
})

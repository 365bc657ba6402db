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
      const events = watchEvents(ctx.services, { since, signal: signal ?? new AbortController().signal })
      for await (const event of events) yield tracked(String(event.id), event)
    }),
})

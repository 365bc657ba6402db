/** The tail of the event table, as one browser sees it. */
import type { ImageCard, LiveEvent, StoredEvent } from '@vitrine/contracts'
import type { ApiServices } from './context.ts'

/** Events read at once. More than this behind, single cards are worth less than reading the lists anew. */
const BATCH = 500

type WatchServices = Pick<ApiServices, 'db' | 'changes'>

/**
 * Yields what happened after `since`, in order, until the signal aborts. A burst about one image is sent
 * once, with its card as it is now. A listener that is further behind than what is kept, or by more than
 * a batch, gets one `images.changed` and goes on from the end.
 */
export async function* watchEvents(
  services: WatchServices,
  options: { since: number; signal: AbortSignal },
): AsyncGenerator<LiveEvent> {
  let since = options.since
  while (!options.signal.aborted) {
    // Armed before the read, so that nothing that happens meanwhile is slept through.
    const change = services.changes.next(options.signal)
    const events = await readAfter(services, since)
    for (const event of events) {
      if (options.signal.aborted) return
      yield event
      since = event.id
    }
    if (events.length === 0) await change
  }
}

async function readAfter({ db }: WatchServices, since: number): Promise<LiveEvent[]> {
  const lastId = await db.events.lastId()
  if (since === lastId) return []
  // A database that was put back from a copy may end before what the browser saw: that is a gap as well.
  const isGap = since > lastId || since + 1 < (await db.events.firstId()) || lastId - since > BATCH
  if (isGap) return [gapEvent(since, lastId)]
  const stored = lastOfEachImage(await db.events.after(since, BATCH))
  const ids = stored.flatMap(({ body }) => ('imageId' in body ? [body.imageId] : []))
  const cards = new Map<number, ImageCard>()
  for (const card of ids.length > 0 ? await db.images.cards(ids) : []) cards.set(card.id, card)
  return stored.map((event) => ({
    ...event,
    image: 'imageId' in event.body ? (cards.get(event.body.imageId) ?? null) : null,
  }))
}

function gapEvent(since: number, lastId: number): LiveEvent {
  return {
    id: Math.max(1, lastId),
    body: { type: 'images.changed', count: Math.max(0, lastId - since) },
    at: Date.now(),
    image: null,
  }
}

/** Drops events that a later one about the same image, of the same type, makes stale. Ids stay ascending. */
export function lastOfEachImage(events: readonly StoredEvent[]): StoredEvent[] {
  const latest = new Map<string, number>()
  for (const { id, body } of events) latest.set(subjectOf(body), id)
  return events.filter(({ id, body }) => latest.get(subjectOf(body)) === id)
}

function subjectOf(body: StoredEvent['body']): string {
  return 'imageId' in body ? `${body.type} ${body.imageId}` : body.type
}

/** The tail of the event table, as one browser sees it. */
import type { ImageCard, LiveEvent, StoredEvent } from '@vitrine/contracts'
import type { ApiServices } from './context.ts'

/** Events read at once. More than this behind, reading the lists anew is cheaper than card after card. */
const BATCH = 500

type WatchServices = Pick<ApiServices, 'db' | 'changes' | 'now'>

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
    const { events, upTo } = await readAfter(services, since)
    for (const event of events) {
      yield event
      if (options.signal.aborted) return
    }
    if (upTo === since) await change
    since = upTo
  }
}

async function readAfter(
  { db, now }: WatchServices,
  since: number,
): Promise<{ events: LiveEvent[]; upTo: number }> {
  const lastId = await db.events.lastId()
  if (since === lastId) return { events: [], upTo: since }
  // A database put back from a copy may end before what the browser saw: that is a gap as well.
  const isGap = since > lastId || lastId - since > BATCH || since + 1 < (await db.events.firstId())
  if (isGap) return { events: [gapEvent(since, lastId, now())], upTo: lastId }
  const stored = await db.events.after(since, BATCH)
  return { events: await withCards(db, dropStale(stored)), upTo: stored.at(-1)?.id ?? lastId }
}

async function withCards(db: WatchServices['db'], events: readonly StoredEvent[]): Promise<LiveEvent[]> {
  const ids = new Set(events.flatMap(({ body }) => ('imageId' in body ? [body.imageId] : [])))
  const cards = new Map<number, ImageCard>()
  for (const card of ids.size > 0 ? await db.images.cards([...ids]) : []) cards.set(card.id, card)
  return events.map((event) => ({
    ...event,
    image: 'imageId' in event.body ? (cards.get(event.body.imageId) ?? null) : null,
  }))
}

function gapEvent(since: number, lastId: number, at: number): LiveEvent {
  const count = Math.max(0, lastId - since)
  return { id: Math.max(1, lastId), body: { type: 'images.changed', count }, at, image: null }
}

/** Leaves out events that a later one of the same type about the same image or conversation repeats. Ids stay ascending. */
export function dropStale(events: readonly StoredEvent[]): StoredEvent[] {
  const latest = new Map<string, number>()
  for (const { id, body } of events) latest.set(subjectOf(body), id)
  return events.filter(({ id, body }) => latest.get(subjectOf(body)) === id)
}

function subjectOf(body: StoredEvent['body']): string {
  if ('imageId' in body) return `${body.type} ${body.imageId}`
  return 'conversationId' in body ? `${body.type} ${body.conversationId}` : body.type
}

import { AppError, type ChatEvent } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { ChatFeed, joinEvents } from './chat-feed.ts'

const text = (piece: string): ChatEvent => ({ type: 'text', text: piece })
const waiting = (ahead: number): ChatEvent => ({ type: 'waiting', engine: 'gguf', ahead })
const reading = (doneTokens: number): ChatEvent => ({ type: 'reading', doneTokens, totalTokens: 9 })

async function collect(feed: ChatFeed): Promise<ChatEvent[]> {
  const events: ChatEvent[] = []
  for await (const event of feed.events()) events.push(event)
  return events
}

describe('joinEvents', () => {
  it.each<[string, ChatEvent, ChatEvent, ChatEvent | null]>([
    ['joins pieces of text', text('a'), text('b'), text('ab')],
    ['keeps the latest place in the queue', waiting(2), waiting(1), waiting(1)],
    ['keeps the latest of how far it has read', reading(1), reading(5), reading(5)],
    ['keeps what differs', reading(9), text('a'), null],
    [
      'keeps what is said once',
      { type: 'loading', engine: 'gguf' },
      { type: 'loading', engine: 'openai' },
      null,
    ],
  ])('%s', (_name, before, after, joined) => {
    expect(joinEvents(before, after)).toEqual(joined)
  })
})

describe('a feed', () => {
  it('holds no more than the text, however much is said before anybody reads', async () => {
    const feed = new ChatFeed()
    for (let piece = 0; piece < 1000; piece += 1) feed.say(text('x'))
    feed.end(null)
    const events = await collect(feed)
    expect(events).toEqual([text('x'.repeat(1000))])
  })

  it('throws what goes wrong before the first event', async () => {
    const feed = new ChatFeed()
    feed.end(new AppError('engine-busy', 'Full.'))
    await expect(feed.events().next()).rejects.toMatchObject({ code: 'engine-busy' })
  })

  it('ends with what goes wrong later', async () => {
    const feed = new ChatFeed()
    feed.say(text('a'))
    feed.end(new AppError('engine-crashed', 'Gone.'))
    expect((await collect(feed)).at(-1)).toMatchObject({
      type: 'failed',
      error: { code: 'engine-crashed' },
    })
  })

  it('knows that nobody reads it any more', async () => {
    const feed = new ChatFeed()
    feed.say(text('a'))
    const events = feed.events()
    await events.next()
    expect(feed.abandoned.aborted).toBe(false)
    await events.return()
    expect(feed.abandoned.aborted).toBe(true)
  })
})

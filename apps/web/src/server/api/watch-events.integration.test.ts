import type { LiveEvent, StoredEvent } from '@vitrine/contracts'
import { makeNewImage } from '@vitrine/db/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi, type TestApi } from './testing.ts'
import { dropStale, watchEvents } from './watch-events.ts'

let test: TestApi
let over: AbortController
beforeEach(() => {
  test = createTestApi()
  over = new AbortController()
})
afterEach(async () => {
  over.abort()
  await test.dispose()
})

const watch = (since: number) => watchEvents(test.services, { since, signal: over.signal })

async function take(events: AsyncGenerator<LiveEvent>, count: number): Promise<LiveEvent[]> {
  const taken: LiveEvent[] = []
  while (taken.length < count) {
    const { value, done } = await events.next()
    if (done) break
    taken.push(value)
  }
  return taken
}

describe('watchEvents', () => {
  it('gives what happened since, with the card as it is now', async () => {
    const { id } = await test.db.images.create(makeNewImage('a'))
    const [event] = await take(watch(0), 1)
    expect(event).toMatchObject({
      body: { type: 'image.created', imageId: id },
      image: { id, status: 'queued' },
    })
  })

  it('gives what happens later', async () => {
    const events = watch(await test.db.events.lastId())
    const next = events.next()
    await test.db.events.append({ type: 'settings.changed' })
    test.services.changes.poke()
    expect((await next).value).toMatchObject({ body: { type: 'settings.changed' }, image: null })
  })

  it('sees what another process wrote, without a poke', async () => {
    const events = watch(await test.db.events.lastId())
    const next = events.next()
    await test.db.events.append({ type: 'collection.changed' })
    expect((await next).value).toMatchObject({ body: { type: 'collection.changed' } })
  })

  it('gives each event once and in order, however many come', async () => {
    const ids: number[] = []
    for (let index = 0; index < 40; index += 1)
      ids.push((await test.db.images.create(makeNewImage(`n${index}`))).id)
    const events = await take(watch(0), 40)
    expect(events.flatMap(({ image }) => image?.id ?? [])).toEqual(ids)
    expect(events.map(({ id }) => id)).toEqual(events.map(({ id }) => id).sort((a, b) => a - b))
  })

  it('says nothing twice about an image within one look', async () => {
    const { id } = await test.db.images.create(makeNewImage('a'))
    for (const notes of ['one', 'two', 'three']) await test.db.images.setNotes(id, notes)
    const events = await take(watch(0), 2)
    expect(events.map(({ body }) => body.type)).toEqual(['image.created', 'image.changed'])
    expect(events.at(-1)?.id).toBe(await test.db.events.lastId())
  })

  it('tells one who is too far behind to read everything anew, and goes on from the end', async () => {
    for (let index = 0; index < 502; index += 1) await test.db.events.append({ type: 'pipeline.changed' })
    const last = await test.db.events.lastId()
    const events = watch(0)
    const [gap] = await take(events, 1)
    expect(gap).toMatchObject({ id: last, body: { type: 'images.changed' }, image: null })
    const next = events.next()
    await test.db.events.append({ type: 'settings.changed' })
    expect((await next).value).toMatchObject({ id: last + 1 })
  })

  it('tells one whose events are forgotten to read everything anew', async () => {
    await test.db.events.append({ type: 'settings.changed' })
    await test.db.events.append({ type: 'settings.changed' })
    await test.db.events.prune(Date.now() + 1_000)
    await test.db.events.append({ type: 'collection.changed' })
    const [gap] = await take(watch(0), 1)
    expect(gap?.body.type).toBe('images.changed')
  })

  it('tells one who knows more than the database to read everything anew, once', async () => {
    const events = watch(9_999)
    expect((await events.next()).value).toMatchObject({ body: { type: 'images.changed' } })
    const next = events.next()
    await test.db.events.append({ type: 'settings.changed' })
    expect((await next).value).toMatchObject({ body: { type: 'settings.changed' } })
  })

  it('ends with its signal', async () => {
    const next = watch(0).next()
    over.abort()
    expect(await next).toMatchObject({ done: true })
  })
})

describe('dropStale', () => {
  it('keeps the latest of each type and image, and the order', () => {
    const event = (id: number, body: StoredEvent['body']): StoredEvent => ({ id, body, at: 0 })
    const events = [
      event(1, { type: 'image.created', imageId: 1 }),
      event(2, { type: 'image.changed', imageId: 1 }),
      event(3, { type: 'image.changed', imageId: 2 }),
      event(4, { type: 'image.changed', imageId: 1 }),
      event(5, { type: 'pipeline.changed' }),
      event(6, { type: 'pipeline.changed' }),
    ]
    expect(dropStale(events).map(({ id }) => id)).toEqual([1, 3, 4, 6])
  })
})

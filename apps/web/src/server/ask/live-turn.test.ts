import type { TurnEvent } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { makeTurn } from './fixtures.ts'
import { createLiveTurn } from './live-turn.ts'

const open = () => createLiveTurn(makeTurn({ id: 1, state: 'queued', answer: '' }))
const never = new AbortController().signal

/** The next events of a watcher, so many. */
async function take(events: AsyncGenerator<TurnEvent>, count: number): Promise<TurnEvent[]> {
  const taken: TurnEvent[] = []
  for (let left = count; left > 0; left -= 1) {
    const next = await events.next()
    if (next.done) break
    taken.push(next.value)
  }
  return taken
}

describe('a turn under way', () => {
  it('tells a watcher first what it is, then each piece with its place', async () => {
    const live = open()
    const events = live.watch(never)
    expect(await take(events, 1)).toMatchObject([{ type: 'turn', turn: { answer: '' } }])
    live.say('One ')
    expect(await take(events, 1)).toEqual([{ type: 'text', offset: 0, text: 'One ' }])
    live.say('two ')
    live.say('three')
    expect(await take(events, 1)).toEqual([{ type: 'text', offset: 4, text: 'two three' }])
  })

  it('tells who comes late the text so far, and what it is doing', async () => {
    const live = open()
    live.say('One ')
    live.progress({ step: 'loading' })
    expect(await take(live.watch(never), 2)).toMatchObject([
      { type: 'turn', turn: { answer: 'One ' } },
      { type: 'progress', progress: { step: 'loading' } },
    ])
  })

  it('keeps its text when all else is replaced, and tells it with the rest', async () => {
    const live = open()
    live.say('One')
    live.update(makeTurn({ id: 1, state: 'running', answer: '' }))
    expect(live.turn).toMatchObject({ state: 'running', answer: 'One' })
    expect(await take(live.watch(never), 1)).toMatchObject([{ turn: { state: 'running', answer: 'One' } }])
  })

  it('ends its watchers with the turn as it is kept', async () => {
    const live = open()
    const events = live.watch(never)
    await take(events, 1)
    live.say('One')
    live.end(makeTurn({ id: 1, answer: 'One' }))
    expect(await take(events, 9)).toEqual([{ type: 'turn', turn: makeTurn({ id: 1, answer: 'One' }) }])
    expect(await take(live.watch(never), 9)).toHaveLength(1)
  })

  it('lets a watcher go that waits for nothing more', async () => {
    const live = open()
    const stop = new AbortController()
    const events = live.watch(stop.signal)
    await take(events, 1)
    const waiting = take(events, 1)
    stop.abort()
    expect(await waiting).toEqual([])
  })

  it('forgets what it was doing once it speaks', async () => {
    const live = open()
    live.progress({ step: 'searching' })
    live.say('One')
    live.end(makeTurn({ id: 1, answer: 'One' }))
    const events = await take(live.watch(never), 9)
    expect(events.map(({ type }) => type)).toEqual(['turn'])
  })
})

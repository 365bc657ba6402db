import type { TurnEvent } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { makeTurn } from './ask-fixture.ts'
import { applyTurnEvent, mergeText } from './live-turn.ts'

describe('a piece of text', () => {
  it.each([
    ['is added at the end', 'Two ', 4, 'dogs', 'Two dogs'],
    ['begins an empty answer', '', 0, 'Two', 'Two'],
    ['changes nothing when it is there already', 'Two dogs', 4, 'do', 'Two dogs'],
    ['changes nothing when it is there to its last letter', 'Two dogs', 4, 'dogs', 'Two dogs'],
    ['adds what is new when it overlaps', 'Two do', 4, 'dogs', 'Two dogs'],
    ['is dropped when something is missing before it', 'Two', 9, 'dogs', 'Two'],
    ['is counted in UTF-16 units', 'A 🐕', 4, '!', 'A 🐕!'],
  ])('%s', (_name, text, offset, piece, expected) => {
    expect(mergeText(text, offset, piece)).toBe(expected)
  })
})

describe('a turn that is being answered', () => {
  const queued = makeTurn({ id: 1, state: 'queued', answer: '', finishedAt: null })
  const after = (...events: TurnEvent[]) => events.reduce(applyTurnEvent, { turn: queued, progress: null })

  it('says what is being done until there is text', () => {
    const waiting: TurnEvent = { type: 'progress', progress: { step: 'waiting', ahead: 2 } }
    expect(after(waiting).progress).toEqual({ step: 'waiting', ahead: 2 })
    expect(after(waiting, { type: 'text', offset: 0, text: 'Two' })).toMatchObject({
      progress: null,
      turn: { answer: 'Two', state: 'running' },
    })
  })

  it('keeps what is being done over a turn that only began to run', () => {
    const loading: TurnEvent = { type: 'progress', progress: { step: 'loading' } }
    expect(after(loading, { type: 'turn', turn: { ...queued, state: 'running' } }).progress).toEqual({
      step: 'loading',
    })
  })

  it('takes the whole turn for what it is', () => {
    const done = { ...queued, state: 'done' as const, answer: 'Two dogs.' }
    expect(after({ type: 'text', offset: 0, text: 'Two' }, { type: 'turn', turn: done }).turn).toEqual(done)
  })

  it('is the same object when a piece brings nothing new', () => {
    const once = after({ type: 'text', offset: 0, text: 'Two' })
    expect(applyTurnEvent(once, { type: 'text', offset: 0, text: 'Tw' })).toBe(once)
  })
})

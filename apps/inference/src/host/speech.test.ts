import { describe, expect, it } from 'vitest'
import type { EngineChatEvent } from '../engines/engine.ts'
import { Speech } from './speech.ts'

function listen() {
  const sent: EngineChatEvent[] = []
  return { sent, speech: new Speech((event) => sent.push(event)) }
}

describe('an answer on its way out', () => {
  it('begins at once', () => {
    const { sent, speech } = listen()
    speech.say({ type: 'text', text: 'a' })
    expect(sent).toEqual([{ type: 'text', text: 'a' }])
  })

  it('goes in few messages, whole and in order, however fast it is written', () => {
    const { sent, speech } = listen()
    const pieces = Array.from({ length: 2_000 }, (_none, index) => `${index} `)
    for (const text of pieces) speech.say({ type: 'text', text })
    speech.flush()
    expect(sent.map((event) => (event.type === 'text' ? event.text : '')).join('')).toBe(pieces.join(''))
    expect(sent.length).toBeLessThan(pieces.length / 2)
  })

  it('lets no other event overtake it', () => {
    const { sent, speech } = listen()
    for (const text of ['a', 'b', 'c']) speech.say({ type: 'text', text })
    speech.say({ type: 'reading', doneTokens: 1, totalTokens: 1 })
    expect(sent.at(-1)).toMatchObject({ type: 'reading' })
    expect(sent.map((event) => (event.type === 'text' ? event.text : '')).join('')).toBe('abc')
  })

  it('goes by itself when the engine pauses', async () => {
    const { sent, speech } = listen()
    for (const text of ['a', 'b', 'c']) speech.say({ type: 'text', text })
    await expect
      .poll(() => sent.map((event) => (event.type === 'text' ? event.text : '')).join(''))
      .toBe('abc')
  })
})

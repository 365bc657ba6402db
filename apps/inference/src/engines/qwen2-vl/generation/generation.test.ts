import { describe, expect, it } from 'vitest'
import { pickToken } from './pick-token.ts'
import { TextStream } from './text-stream.ts'

const none = { said: [], random: () => 0 }
const greedy = { temperature: 0, repetitionPenalty: 1 }
const logits = (...values: number[]) => Float32Array.from(values)

describe('pickToken', () => {
  it.each([
    ['the highest', logits(1, 5, 3), 1],
    ['the first of equals', logits(1, 5, 5), 1],
    ['below zero', logits(-3, -1, -2), 1],
  ])('takes %s', (_what, values, id) => {
    expect(pickToken(values, greedy, none)).toBe(id)
  })

  it('makes what was said less likely where the model wants that, once', () => {
    const rules = { temperature: 0, repetitionPenalty: 2 }
    expect(pickToken(logits(1, 5, 3), rules, { ...none, said: [1, 1, 7] })).toBe(2)
    expect(pickToken(logits(-3, -1, -2.5), rules, { ...none, said: [1, 1] })).toBe(1)
    expect(pickToken(logits(-3, -2, -2.5), rules, { ...none, said: [1] })).toBe(2)
  })

  it('chooses by likelihood at a temperature, and never from the unlikely tenth', () => {
    // 0.5, 0.3, 0.15, 0.05: nine tenths are reached with the third.
    const values = [0.15, 0.5, 0.05, 0.3].map(Math.log)
    const at = (random: number) =>
      pickToken(
        logits(...values),
        { temperature: 1, repetitionPenalty: 1 },
        { said: [], random: () => random },
      )
    expect([0, 0.51, 0.54, 0.83, 0.86, 0.999].map(at)).toEqual([1, 1, 3, 3, 0, 0])
  })

  it('is bolder when it is warmer', () => {
    const values = logits(0, 1, 0, 0)
    const at = (temperature: number) =>
      pickToken(values, { temperature, repetitionPenalty: 1 }, { said: [], random: () => 0.7 })
    expect(at(0.2)).toBe(1)
    expect(at(2)).not.toBe(1)
  })
})

describe('TextStream', () => {
  const bytesOf = (id: number) => (id === 999 ? null : Uint8Array.of(id))
  const push = (stream: TextStream, text: string) =>
    [...new TextEncoder().encode(text)].map((byte) => stream.push(byte))

  it.each([
    ['a', ['a']],
    ['é', ['', 'é']],
    ['✓a', ['', '', '✓', 'a']],
    ['🙂', ['', '', '', '🙂']],
    ['\uFEFFa', ['', '', '\uFEFF', 'a']],
  ])('gives %s in whole characters', (text, pieces) => {
    const stream = new TextStream(bytesOf)
    expect(push(stream, text)).toEqual(pieces)
    expect(stream.text).toBe(text)
  })

  it('leaves marks out, be they inside a character', () => {
    const stream = new TextStream(bytesOf)
    expect([0xc3, 999, 0xa9].map((id) => stream.push(id))).toEqual(['', '', 'é'])
  })

  it('keeps what never became a character to itself', () => {
    const stream = new TextStream(bytesOf)
    expect([0x61, 0xe2, 0x9c].map((id) => stream.push(id))).toEqual(['a', '', ''])
    expect(stream.text).toBe('a')
  })
})

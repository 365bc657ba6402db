import { describe, expect, it } from 'vitest'
import { SentPictures } from './sent-pictures.ts'

describe('pictures that a server was sent', () => {
  it('are known until it says that it does not have them', () => {
    const sent = new SentPictures()
    sent.note(['a', 'b'])
    expect([sent.has('a'), sent.has('c')]).toEqual([true, false])
    sent.miss()
    expect(sent.has('a')).toBe(false)
  })

  it('are not named any more to a server that never has them', () => {
    const sent = new SentPictures()
    for (let turn = 0; turn < 3; turn++) {
      sent.note(['a'])
      sent.miss()
    }
    sent.note(['a'])
    expect(sent.has('a')).toBe(false)
  })

  it('are named on to one that has forgotten now and then', () => {
    const sent = new SentPictures()
    for (let turn = 0; turn < 9; turn++) {
      sent.note(['a'])
      sent.confirm()
      sent.miss()
    }
    sent.note(['a'])
    expect(sent.has('a')).toBe(true)
  })

  it('are the last two thousand', () => {
    const sent = new SentPictures()
    sent.note(['first', ...Array.from({ length: 2000 }, (_, index) => `${index}`)])
    expect([sent.has('first'), sent.has('0'), sent.has('1999')]).toEqual([false, true, true])
  })
})

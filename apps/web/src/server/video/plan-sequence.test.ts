import { ChatOptions } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { pickFrames, planSequence } from './plan-sequence.ts'

const frames = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    atSeconds: index * 2,
    caption: '',
    version: 1,
  }))

describe('pickFrames', () => {
  it.each([
    ['all of a few', 5, 16, [1, 2, 3, 4, 5]],
    ['the first, the last and some between of many', 31, 4, [1, 11, 21, 31]],
  ])('takes %s', (_name, count, most, ids) => {
    expect(pickFrames(frames(count), most).map(({ id }) => id)).toEqual(ids)
  })
})

describe('planSequence', () => {
  it('shows each picture with its time and what is known of it, then asks', () => {
    const [first, second] = frames(2)
    if (!first || !second) throw new Error('There are two.')
    const request = planSequence(
      { durationSeconds: 65 },
      [first, { ...second, caption: 'A boat.' }],
      new Map([
        [1, 'a'],
        [2, 'b'],
      ]),
    )
    expect(ChatOptions.parse(request).messages[1]?.parts).toEqual([
      { type: 'frame', picture: 'a', atSeconds: 0 },
      { type: 'frame', picture: 'b', atSeconds: 2 },
      { type: 'text', text: '(A simpler reader says: A boat.)' },
      { type: 'text', text: expect.stringMatching(/one video.*lasts 1:05\.$/s) },
    ])
  })

  it('leaves out a frame whose picture is gone', () => {
    const request = planSequence({ durationSeconds: null }, frames(2), new Map([[2, 'b']]))
    expect(request.messages[1]?.parts).toHaveLength(2)
  })
})

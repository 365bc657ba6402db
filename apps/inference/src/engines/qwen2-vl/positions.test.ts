import { describe, expect, it } from 'vitest'
import { positionIds, positionsOf } from './positions.ts'
import type { ImageSpan, TokenSequence } from './sequence.ts'

/** `t`: text; a picture as `rows x columns`. */
function sequenceOf(...parts: ('t' | `${number}x${number}`)[]): TokenSequence {
  const ids: number[] = []
  const images: ImageSpan[] = []
  for (const part of parts) {
    if (part === 't') ids.push(1)
    else {
      const [rows = 0, columns = 0] = part.split('x').map(Number)
      images.push({ start: ids.length, rows, columns, picture: part })
      for (let token = 0; token < rows * columns; token += 1) ids.push(9)
    }
  }
  return { ids, images }
}

const axesOf = (sequence: TokenSequence) => {
  const { time, height, width, next } = positionsOf(sequence)
  return { time: [...time], height: [...height], width: [...width], next }
}

describe('positionsOf', () => {
  it.each([
    ['nothing', sequenceOf(), { time: [], height: [], width: [], next: 0 }],
    ['text', sequenceOf('t', 't', 't'), { time: [0, 1, 2], height: [0, 1, 2], width: [0, 1, 2], next: 3 }],
    [
      'a picture between text',
      sequenceOf('t', '2x3', 't'),
      {
        time: [0, 1, 1, 1, 1, 1, 1, 4],
        height: [0, 1, 1, 1, 2, 2, 2, 4],
        width: [0, 1, 2, 3, 1, 2, 3, 4],
        next: 5,
      },
    ],
    [
      'a picture that is higher than wide',
      sequenceOf('3x1', 't'),
      { time: [0, 0, 0, 3], height: [0, 1, 2, 3], width: [0, 0, 0, 3], next: 4 },
    ],
    [
      'two pictures side by side',
      sequenceOf('t', '2x2', '1x2', 't'),
      {
        time: [0, 1, 1, 1, 1, 3, 3, 5],
        height: [0, 1, 1, 2, 2, 3, 3, 5],
        width: [0, 1, 2, 1, 2, 3, 4, 5],
        next: 6,
      },
    ],
    [
      'a picture at the end',
      sequenceOf('t', 't', '1x3'),
      { time: [0, 1, 2, 2, 2], height: [0, 1, 2, 2, 2], width: [0, 1, 2, 3, 4], next: 5 },
    ],
  ])('of %s', (_what, sequence, positions) => {
    expect(axesOf(sequence)).toEqual(positions)
  })

  it('of a beginning are the beginning of the whole', () => {
    const whole = sequenceOf('t', '2x3', 't', 't', '3x2', 't', '1x1', 't', 't')
    const all = axesOf(whole)
    for (const end of [1, 7, 8, 9, 15, 16, 17, 18]) {
      const { time, height, width } = axesOf({ ids: whole.ids.slice(0, end), images: whole.images })
      expect({ time, height, width }).toEqual({
        time: all.time.slice(0, end),
        height: all.height.slice(0, end),
        width: all.width.slice(0, end),
      })
    }
  })
})

describe('positionIds', () => {
  it('are the axes of some tokens, one behind the other', () => {
    const positions = positionsOf(sequenceOf('t', '2x3', 't'))
    expect([...positionIds(positions, 5, 8)].map(Number)).toEqual([1, 1, 4, 2, 2, 4, 2, 3, 4])
  })
})

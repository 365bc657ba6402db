import { describe, expect, it } from 'vitest'
import { moveByKey } from './grid-keys.ts'
import { GridLayouter, type GridOptions } from './grid-layout.ts'
import { listOf, makeHit } from './hits-fixture.ts'

// Three squares a row; the second group starts with a heading after item 5.
const options: GridOptions = {
  width: 300,
  targetHeight: 100,
  gap: 0,
  headingHeight: 40,
  below: 0,
  groupOf: ({ image }) => image.createdAt,
}
const layout = new GridLayouter(options).update(
  listOf(Array.from({ length: 8 }, (_, index) => makeHit(index + 1, 1, index < 6 ? 2 : 1))),
)

describe('moveByKey', () => {
  it.each([
    ['ArrowRight', 0, 1],
    ['ArrowRight', 2, 3],
    ['ArrowRight', 7, 7],
    ['ArrowLeft', 3, 2],
    ['ArrowLeft', 0, 0],
    ['ArrowDown', 1, 4],
    ['ArrowDown', 4, 7],
    ['ArrowDown', 5, 7],
    ['ArrowDown', 7, 7],
    ['ArrowUp', 7, 4],
    ['ArrowUp', 1, 1],
    ['PageDown', 0, 6],
    ['PageUp', 7, 1],
    ['Home', 5, 0],
    ['End', 1, 7],
  ])('%s leads from %i to %i', (key, from, to) => {
    expect(moveByKey(key, from, layout)).toBe(to)
  })

  it('leaves other keys and an empty grid alone', () => {
    expect(moveByKey('a', 1, layout)).toBeNull()
    expect(moveByKey('ArrowDown', 0, new GridLayouter(options).update(listOf([])))).toBeNull()
  })
})

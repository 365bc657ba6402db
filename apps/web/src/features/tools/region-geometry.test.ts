import type { Box, Point } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import {
  boxAfterKey,
  boxBetween,
  type Corner,
  describeBox,
  isBox,
  isSameBox,
  moveBox,
  pointIn,
  resizeBox,
} from './region-geometry.ts'

const box: Box = { x: 0.2, y: 0.3, width: 0.4, height: 0.2 }

describe('a box drawn by pointer', () => {
  it.each<[string, { clientX: number; clientY: number }, Point]>([
    ['within the picture', { clientX: 150, clientY: 120 }, [0.25, 0.5]],
    ['left of it', { clientX: 0, clientY: 120 }, [0, 0.5]],
    ['below and right of it', { clientX: 900, clientY: 900 }, [1, 1]],
  ])('begins %s', (_name, at, expected) => {
    expect(pointIn({ left: 100, top: 20, width: 200, height: 200 }, at)).toEqual(expected)
  })

  it.each<[string, Point, Point]>([
    ['down and right', [0.2, 0.3], [0.6, 0.5]],
    ['up and left', [0.6, 0.5], [0.2, 0.3]],
    ['up and right', [0.2, 0.5], [0.6, 0.3]],
  ])('is the same drawn %s', (_name, from, to) => {
    expect(boxBetween(from, to)).toEqual(box)
  })

  it.each<[string, Point, boolean]>([
    ['a click', [0.2, 0.3], false],
    ['a line', [0.9, 0.305], false],
    ['a real one', [0.25, 0.35], true],
  ])('counts when it is %s', (_name, to, expected) => {
    expect(isBox(boxBetween([0.2, 0.3], to))).toBe(expected)
  })

  it.each<[string, number, number, Partial<Box>]>([
    ['a little', 0.1, -0.1, { x: 0.3, y: 0.2 }],
    ['as far as the picture goes', 2, -2, { x: 0.6, y: 0 }],
  ])('moves %s', (_name, across, down, expected) => {
    expect(moveBox(box, across, down)).toEqual({ ...box, ...expected })
  })

  it.each<[string, Corner, Point, Box]>([
    ['its lower right corner', 'bottom-right', [0.9, 0.8], { x: 0.2, y: 0.3, width: 0.7, height: 0.5 }],
    ['its upper left corner', 'top-left', [0.1, 0.1], { x: 0.1, y: 0.1, width: 0.5, height: 0.4 }],
    ['its upper right corner', 'top-right', [0.5, 0.4], { x: 0.2, y: 0.4, width: 0.3, height: 0.1 }],
    [
      'a corner past the opposite one',
      'bottom-left',
      [0.8, 0.1],
      { x: 0.6, y: 0.1, width: 0.2, height: 0.2 },
    ],
    ['a corner onto the opposite one', 'top-left', [0.6, 0.5], { x: 0.6, y: 0.5, width: 0.01, height: 0.01 }],
  ])('is resized by %s', (_name, corner, to, expected) => {
    expect(resizeBox(box, corner, to)).toEqual(expected)
  })
})

describe('a box moved by key', () => {
  const plain = { shiftKey: false, ctrlKey: false, metaKey: false }
  it.each<[string, Partial<typeof plain> & { key: string }, Partial<Box>]>([
    ['an arrow moves it', { key: 'ArrowRight' }, { x: 0.21 }],
    ['with Ctrl further', { key: 'ArrowUp', ctrlKey: true }, { y: 0.2 }],
    ['with Cmd further', { key: 'ArrowLeft', metaKey: true }, { x: 0.1 }],
    ['Shift makes it wider', { key: 'ArrowRight', shiftKey: true }, { width: 0.41 }],
    ['Shift makes it lower', { key: 'ArrowUp', shiftKey: true }, { height: 0.19 }],
    ['never to nothing', { key: 'ArrowUp', shiftKey: true, ctrlKey: true }, { height: 0.1 }],
  ])('%s', (_name, key, expected) => {
    expect(boxAfterKey(box, { ...plain, ...key })).toEqual({ ...box, ...expected })
  })

  it('stays on the picture however often it is pressed', () => {
    let moved = box
    for (let press = 0; press < 200; press += 1)
      moved = boxAfterKey(moved, { ...plain, key: 'ArrowRight' }) ?? moved
    expect(moved).toEqual({ ...box, x: 0.6 })
  })

  it('is left alone by other keys', () => {
    expect(boxAfterKey(box, { ...plain, key: 'Enter' })).toBeNull()
  })

  it.each<[string, Box | null, Box | undefined, boolean]>([
    ['itself', box, { ...box }, true],
    ['another', box, { ...box, x: 0.21 }, false],
    ['none', null, undefined, false],
  ])('is told from %s', (_name, a, b, expected) => {
    expect(isSameBox(a, b)).toBe(expected)
  })

  it('says where it is', () => {
    expect(describeBox(box)).toBe('20 % from the left, 30 % from the top, 40 % wide, 20 % high')
  })
})

import { describe, expect, it } from 'vitest'
import { MAX_SCALE, panView, placeView, type View, viewAfterKey, WHOLE_VIEW, zoomView } from './zoom.ts'

const room = { width: 400, height: 200 }
/** A square picture in a wide room. */
const shown = { width: 200, height: 200 }
const at = (scale: number, x = 0.5, y = 0.5): View => ({ scale, x, y })

describe('where a picture stands', () => {
  it.each<[string, View, { left: number; top: number }]>([
    ['in the middle while it fits', at(1), { left: 100, top: 0 }],
    ['in the middle, whatever is asked for, while it fits', at(1, 0, 0), { left: 100, top: 0 }],
    ['around its own middle when it is nearer', at(4), { left: -200, top: -300 }],
    ['no farther than its edge', at(4, 0, 1), { left: 0, top: -600 }],
  ])('%s', (_name, view, expected) => {
    expect(placeView(view, shown, room)).toEqual(expected)
  })
})

describe('zooming', () => {
  it('leaves what is under the pointer where it is', () => {
    const before = at(4)
    const after = zoomView(before, 2, shown, { x: 100, y: 50 })
    const pointOf = ({ scale, x, y }: View) => [x + 100 / (200 * scale), y + 50 / (200 * scale)]
    expect(after.scale).toBe(8)
    expect(pointOf(after)).toEqual(pointOf(before))
  })

  it.each<[string, View, number, View]>([
    ['out as far as all of it is in sight', at(1.2, 0.9, 0.9), 0.5, WHOLE_VIEW],
    ['in as far as it makes sense', at(MAX_SCALE, 0.3, 0.3), 2, at(MAX_SCALE, 0.3, 0.3)],
  ])('goes %s', (_name, view, factor, expected) => {
    expect(zoomView(view, factor, shown)).toEqual(expected)
  })
})

describe('moving', () => {
  it.each<[string, { x: number; y: number }, View]>([
    ['with the hand', { x: 80, y: 0 }, at(4, 0.4, 0.5)],
    ['no farther than the edge', { x: 4000, y: -4000 }, at(4, 0.25, 0.875)],
  ])('goes %s', (_name, by, expected) => {
    expect(panView(at(4), by, shown, room)).toEqual(expected)
  })

  it.each<[string, View | null]>([
    ['ArrowRight', at(4, 0.55, 0.5)],
    ['ArrowUp', at(4, 0.5, 0.475)],
    ['+', at(6)],
    ['0', WHOLE_VIEW],
    ['a', null],
  ])('by key: %s', (key, expected) => {
    expect(viewAfterKey(at(4), key, shown, room)).toEqual(expected)
  })
})

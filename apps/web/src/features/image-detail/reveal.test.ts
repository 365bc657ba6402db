import { describe, expect, it } from 'vitest'
import { viewOf } from './reveal.ts'

const sizes = { room: { width: 1000, height: 800 }, shown: { width: 800, height: 800 }, maxScale: 8 }
const fit = { scale: 1, x: 100, y: 0 }
const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height })

describe('viewOf', () => {
  it('leaves the picture alone when the place is seen well', () => {
    expect(viewOf(box(0.2, 0.2, 0.3, 0.3), fit, sizes)).toBeNull()
  })

  it('comes nearer to a place too small to make out, and puts it in the middle', () => {
    const view = viewOf(box(0.49, 0.49, 0.02, 0.02), fit, sizes)
    expect(view?.scale).toBe(8)
    expect((view?.x ?? 0) + 0.5 * 800 * 8).toBeCloseTo(500)
    expect((view?.y ?? 0) + 0.5 * 800 * 8).toBeCloseTo(400)
  })

  it('leaves no gap at the edge for a place in a corner', () => {
    expect(viewOf(box(0, 0, 0.02, 0.02), fit, sizes)).toEqual({ scale: 8, x: 0, y: 0 })
  })

  it('keeps the zoom and moves to a place that is out of sight', () => {
    const view = viewOf(box(0.7, 0.7, 0.1, 0.1), { scale: 4, x: 0, y: 0 }, sizes)
    expect(view?.scale).toBe(4)
    expect((view?.x ?? 0) + 0.75 * 800 * 4).toBeCloseTo(500)
  })

  it('steps back from a place that is larger than the frame at this zoom', () => {
    const view = viewOf(box(0, 0, 1, 1), { scale: 4, x: -500, y: -500 }, sizes)
    expect(view).toEqual({ scale: 1, x: 100, y: 0 })
  })

  it('moves nowhere while nothing is laid out', () => {
    expect(viewOf(box(0, 0, 0.1, 0.1), fit, { ...sizes, room: { width: 0, height: 0 } })).toBeNull()
  })
})

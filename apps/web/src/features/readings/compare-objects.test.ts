import { type Detection, intersectionOverUnion } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { compareObjects } from './compare-objects.ts'

const box = (x: number, width = 0.2) => ({ x, y: 0.1, width, height: 0.4 })
const found = (label: string, x: number, width?: number): Detection => ({ label, box: box(x, width) })
const names = (objects: readonly Detection[]) => objects.map(({ label, box: { x } }) => `${label}@${x}`)

describe('intersectionOverUnion', () => {
  it.each([
    ['the same box', box(0.1), box(0.1), 1],
    ['beside each other', box(0.1), box(0.3), 0],
    ['far apart', box(0.1), box(0.7), 0],
    ['half of one', box(0, 0.2), box(0.1, 0.2), 1 / 3],
    ['within the other', box(0, 0.4), box(0.1, 0.2), 0.5],
    ['without any area', box(0.1, 0), box(0.1, 0), 0],
  ])('%s', (_name, a, b, expected) => {
    expect(intersectionOverUnion(a, b)).toBeCloseTo(expected)
    expect(intersectionOverUnion(b, a)).toBeCloseTo(expected)
  })
})

describe('compareObjects', () => {
  it.each([
    ['nothing', [], [], [], [], []],
    ['the same, a little aside', [found('dog', 0.1)], [found('Dog', 0.12)], ['Dog@0.12'], [], []],
    [
      'another name at the same place',
      [found('dog', 0.1)],
      [found('cat', 0.1)],
      [],
      ['dog@0.1'],
      ['cat@0.1'],
    ],
    ['the same name elsewhere', [found('dog', 0.1)], [found('dog', 0.6)], [], ['dog@0.1'], ['dog@0.6']],
    [
      'one of two found again, by the better overlap',
      [found('dog', 0.1), found('dog', 0.14)],
      [found('dog', 0.15)],
      ['dog@0.15'],
      ['dog@0.1'],
      [],
    ],
    [
      'one more of a kind',
      [found('dog', 0.1)],
      [found('dog', 0.1), found('dog', 0.5)],
      ['dog@0.1'],
      [],
      ['dog@0.5'],
    ],
  ])('%s', (_name, former, present, same, gone, added) => {
    const compared = compareObjects(former, present)
    expect(names(compared.same)).toEqual(same)
    expect(names(compared.gone)).toEqual(gone)
    expect(names(compared.added)).toEqual(added)
  })
})

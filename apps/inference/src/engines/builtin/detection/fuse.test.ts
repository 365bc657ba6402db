import { describe, expect, it } from 'vitest'
import { clipBox, type Found, overlap, shareInside, suppressOverlaps } from './found.ts'
import { fuseDetections } from './fuse.ts'
import { expectedBin } from './nanodet.ts'

const found = (label: string, score: number, box: Found['box'] = [0, 0, 100, 100]): Found => ({
  label,
  score,
  box,
})

describe('boxes', () => {
  it.each([
    [[0, 0, 10, 10], [0, 0, 10, 10], 1],
    [[0, 0, 10, 10], [5, 0, 15, 10], 1 / 3],
    [[0, 0, 10, 10], [20, 20, 30, 30], 0],
    [[0, 0, 10, 10], [10, 0, 20, 10], 0],
  ] as const)('%j and %j overlap by %d', (a, b, expected) => {
    expect(overlap(a, b)).toBeCloseTo(expected)
  })

  it('tells how much of a small box lies in a large one', () => {
    expect(shareInside([5, 5, 15, 15], [0, 0, 10, 100])).toBeCloseTo(0.5)
  })

  it('clips to the picture', () => {
    expect(clipBox([-5, 10, 300, 90], 200, 80)).toEqual([0, 10, 200, 80])
  })
})

describe('suppressOverlaps', () => {
  it('keeps the surest of one label in one place, and other labels', () => {
    const kept = suppressOverlaps(
      [
        found('dog', 0.5, [2, 0, 100, 100]),
        found('dog', 0.9),
        found('cat', 0.4),
        found('dog', 0.3, [200, 0, 300, 100]),
      ],
      0.5,
    )
    expect(kept.map(({ label, score }) => [label, score])).toEqual([
      ['dog', 0.9],
      ['cat', 0.4],
      ['dog', 0.3],
    ])
  })
})

describe('fuseDetections', () => {
  it('trusts what both detectors see more than what one sees', () => {
    const [both] = fuseDetections([[found('dog', 0.6)], [found('dog', 0.6, [4, 0, 104, 100])]], 0.1)
    const [one] = fuseDetections([[found('dog', 0.6)], []], 0.1)
    expect(both?.score).toBeCloseTo(0.9)
    expect(one?.score).toBeCloseTo(0.3)
  })

  it('puts the box between the two, nearer to the surer', () => {
    const [dog] = fuseDetections([[found('dog', 0.75)], [found('dog', 0.25, [8, 0, 108, 100])]], 0.1)
    expect(dog?.box).toEqual([2, 0, 102, 100])
  })

  it('takes a single detector at its word', () => {
    expect(fuseDetections([[found('dog', 0.7)]], 0.1)[0]?.score).toBeCloseTo(0.7)
  })

  it('names a close look-alike, and is surer that one of the two is there', () => {
    const horseOrCow = [found('cow', 0.5), found('horse', 0.45)]
    const [animal, ...others] = fuseDetections([horseOrCow, horseOrCow], 0.1)
    expect(animal).toMatchObject({ label: 'cow', rival: 'horse' })
    expect(animal?.score).toBeGreaterThan(0.75)
    expect(others).toEqual([])
  })

  it('does not name a look-alike that is far behind', () => {
    const both = [found('cat', 0.7), found('dog', 0.3)]
    expect(fuseDetections([both, both], 0.1)[0]).not.toHaveProperty('rival')
  })

  it('keeps unrelated things that overlap', () => {
    const both = [found('person', 0.8), found('bicycle', 0.7, [0, 40, 100, 140])]
    expect(fuseDetections([both, both], 0.1).map(({ label }) => label)).toEqual(['person', 'bicycle'])
  })

  it('drops a weak part of something of the same label', () => {
    const both = [found('bicycle', 0.9), found('bicycle', 0.4, [10, 10, 40, 40])]
    expect(fuseDetections([both, both], 0.1)).toHaveLength(1)
  })

  it('leaves out what is below the wanted score, surest first', () => {
    const all = fuseDetections(
      [[found('dog', 0.3), found('car', 0.9, [300, 0, 400, 90]), found('bus', 0.6, [500, 0, 700, 90])]],
      0.45,
    )
    expect(all.map(({ label }) => label)).toEqual(['car', 'bus'])
  })

  it('finds nothing in nothing', () => {
    expect(fuseDetections([[], []], 0.1)).toEqual([])
  })
})

describe('expectedBin', () => {
  it('is the bin of a sharp distribution and the middle of a flat one', () => {
    const sharp = Float32Array.from({ length: 11 }, (_, i) => (i === 7 ? 60 : 0))
    expect(expectedBin(sharp, 0)).toBeCloseTo(7)
    expect(expectedBin(new Float32Array(22), 11)).toBeCloseTo(5)
  })
})

import { describe, expect, it } from 'vitest'
import { type Candidate, chooseWeights, type WeightsQuestion } from './choose-weights.ts'

const GB = 1e9

function candidates(...installed: string[]): Candidate[] {
  const one = (key: string, rank: number, memoryBytes: number) => ({
    key,
    rank,
    memoryBytes,
    isInstalled: installed.includes(key),
  })
  return [
    one('base-ft', 2, 1.8 * GB),
    one('base', 4, 1.8 * GB),
    one('large-ft', 1, 3.6 * GB),
    one('large', 3, 3.6 * GB),
  ]
}

const BASE: WeightsQuestion = {
  device: 'cuda',
  candidates: candidates(),
  roomBytes: 11 * GB,
  reservedBytes: 6 * GB,
  preferred: null,
}

describe('chooseWeights', () => {
  it.each<[string, Partial<WeightsQuestion>, string, string | null]>([
    ['12 GB hold the large one beside another engine', {}, 'large-ft', null],
    ['10 GB hold the base one beside another engine', { roomBytes: 9 * GB }, 'base-ft', null],
    ['8 GB hold no two, so that the best that fits is right', { roomBytes: 7 * GB }, 'large-ft', null],
    ['4 GB hold the base one', { roomBytes: 3.5 * GB }, 'base-ft', null],
    ['too little still has a recommendation', { roomBytes: 1 * GB }, 'base-ft', null],
    ['a processor takes the base one', { device: 'cpu', roomBytes: 64 * GB }, 'base-ft', null],
    ['an unknown memory is taken for a small one', { roomBytes: null }, 'base-ft', null],
    ['what is installed is run', { candidates: candidates('base') }, 'large-ft', 'base'],
    [
      'the best of what is installed is run',
      { candidates: candidates('base', 'large') },
      'large-ft',
      'large',
    ],
    [
      'the recommended one goes first',
      { candidates: candidates('large-ft', 'large') },
      'large-ft',
      'large-ft',
    ],
    [
      "a person's choice goes before it",
      { candidates: candidates('large-ft', 'base'), preferred: 'base' },
      'large-ft',
      'base',
    ],
    [
      "a person's choice that is not here is waited for with another",
      { candidates: candidates('base'), preferred: 'large' },
      'large-ft',
      'base',
    ],
  ])('%s', (_name, question, recommended, inUse) => {
    expect(chooseWeights({ ...BASE, ...question })).toEqual({ recommended, inUse })
  })

  it('has nothing to say of an engine without weights', () => {
    expect(chooseWeights({ ...BASE, candidates: [] })).toEqual({ recommended: null, inUse: null })
  })
})

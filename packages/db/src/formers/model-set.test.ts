import type { TaskProvenance } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { decideFormer, isSameMakers, type Makers } from './model-set.ts'

const model = (id: string, over: Partial<TaskProvenance['model']> = {}): TaskProvenance['model'] => ({
  id,
  revision: '1',
  dtype: 'fp32',
  device: 'cpu',
  ...over,
})
const made = (engine: Makers['engine'], ...models: TaskProvenance['model'][]): Makers => ({
  engine,
  provenance: models.map((each) => ({ task: 'caption', model: each })),
})

describe('isSameMakers', () => {
  it.each<[string, Makers, Makers, boolean]>([
    [
      'the same models in any order',
      made('builtin', model('a'), model('b')),
      made('builtin', model('b'), model('a')),
      true,
    ],
    [
      'a model that did two tasks',
      made('builtin', model('a'), model('a')),
      made('builtin', model('a')),
      true,
    ],
    [
      'another device',
      made('florence2', model('a')),
      made('florence2', model('a', { device: 'cuda' })),
      true,
    ],
    ['another engine', made('builtin', model('a')), made('florence2', model('a')), false],
    ['another model', made('florence2', model('base')), made('florence2', model('large')), false],
    ['another revision', made('builtin', model('a')), made('builtin', model('a', { revision: '2' })), false],
    ['another dtype', made('builtin', model('a')), made('builtin', model('a', { dtype: 'q8' })), false],
    ['one model more', made('builtin', model('a')), made('builtin', model('a'), model('b')), false],
    ['no models named, one engine', made('builtin'), made('builtin'), true],
  ])('%s', (_name, a, b, same) => {
    expect(isSameMakers(a, b)).toBe(same)
    expect(isSameMakers(b, a)).toBe(same)
  })
})

describe('decideFormer', () => {
  const [a, b, c] = [
    made('builtin', model('a')),
    made('florence2', model('b')),
    made('florence2', model('c')),
  ]
  it.each([
    ['a first reading replaces nothing', { former: null, present: null, coming: a }, 'leave'],
    ['the same models just replace', { former: null, present: a, coming: a }, 'leave'],
    ['other models keep the former', { former: null, present: a, coming: b }, 'keep'],
    ['a third model leaves the oldest undecided', { former: a, present: b, coming: c }, 'leave'],
    ['the new models once more leave it, too', { former: a, present: b, coming: b }, 'leave'],
    ['the former’s own models end the question', { former: a, present: b, coming: a }, 'drop'],
  ] as const)('%s', (_name, makers, expected) => {
    expect(decideFormer(makers)).toBe(expected)
  })
})

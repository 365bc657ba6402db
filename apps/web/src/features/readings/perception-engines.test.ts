import type { ModelStatus } from '@vitrine/contracts'
import { expect, it } from 'vitest'
import { perceptionEngines } from './perception-engines.ts'

function model(over: Partial<ModelStatus>): ModelStatus {
  return {
    engine: 'builtin',
    model: { id: 'm', revision: '1', dtype: 'fp32', device: 'cpu' },
    stages: ['perception'],
    tasks: [],
    residency: 'loaded',
    licence: 'MIT',
    sizeBytes: 1,
    ...over,
  }
}

it.each<[string, ModelStatus[], string[]]>([
  ['nobody knows yet', [], []],
  ['one engine of several models', [model({}), model({})], ['builtin']],
  [
    'two engines',
    [model({ engine: 'florence2', residency: 'unloaded' }), model({})],
    ['florence2', 'builtin'],
  ],
  [
    'weights that are not there',
    [model({ engine: 'florence2', residency: 'absent' }), model({})],
    ['builtin'],
  ],
  ['an engine that failed', [model({ engine: 'florence2', residency: 'failed' }), model({})], ['builtin']],
  ['another stage', [model({ engine: 'gguf', stages: ['reasoning'] }), model({})], ['builtin']],
])('%s', (_name, models, expected) => {
  expect(perceptionEngines(models)).toEqual(expected)
})

import type { EngineName } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { engines, indexOnly, makeTurn } from './ask-fixture.ts'
import { answeredBy, engineChoices, engineTitle, engineToAsk, isIndexOnly } from './engine-words.ts'

describe('the engines', () => {
  it('are offered once, or once for each of several models', () => {
    const [first, ...rest] = engines.engines
    const several = {
      ...engines,
      engines: first ? [{ ...first, models: ['a/small', 'a/large'] }, ...rest] : [],
    }
    expect(engineChoices(several).map(({ engine, model }) => [engine, model])).toEqual([
      ['qwen2-vl', 'a/small'],
      ['qwen2-vl', 'a/large'],
      ['openai', null],
      ['index', null],
    ])
  })

  it.each<[EngineName | null, EngineName]>([
    [null, 'qwen2-vl'],
    ['index', 'index'],
    ['gguf', 'qwen2-vl'],
  ])('asked when %s is wanted: %s', (wanted, expected) => {
    expect(engineToAsk(engines, wanted)).toBe(expected)
  })

  it('are only the index when no other can answer', () => {
    expect([isIndexOnly(engines), isIndexOnly(indexOnly)]).toEqual([false, true])
  })

  it.each([
    [
      engineTitle('qwen2-vl', 'onnx-community/Qwen2-VL-2B-Instruct'),
      'Qwen-VL on this machine, Qwen2-VL-2B-Instruct',
    ],
    [engineTitle('openai'), 'A model server'],
    [answeredBy(makeTurn({ id: 1, engine: null })), ''],
    [answeredBy(makeTurn({ id: 1, engine: 'index' })), 'The index'],
  ])('are called %s', (title, expected) => {
    expect(title).toBe(expected)
  })
})

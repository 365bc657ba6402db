import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseEnv } from './env.ts'

describe('parseEnv', () => {
  it('has a default for everything', () => {
    expect(parseEnv({})).toMatchObject({
      VITRINE_INFERENCE_PORT: 3211,
      VITRINE_DATA_DIR: path.resolve(import.meta.dirname, '../../../data'),
      VITRINE_MAX_PIXELS: 200_000_000,
    })
  })

  it('takes an empty value for no value', () => {
    expect(parseEnv({ VITRINE_LOG_LEVEL: '', VITRINE_THREADS: '3' })).toMatchObject({
      VITRINE_LOG_LEVEL: 'info',
      VITRINE_THREADS: 3,
    })
  })

  it.each([
    ['VITRINE_INFERENCE_PORT', '99999', 'must be below 65536, for example 3211'],
    ['VITRINE_THREADS', 'two', 'must be a whole number, for example 4'],
    ['VITRINE_CHILD_MEMORY_BYTES', '0', 'must be above 0, for example 4294967296'],
  ])('names the key %s and gives an example', (key, value, sentence) => {
    expect(() => parseEnv({ [key]: value })).toThrow(`${key} ${sentence}`)
  })
})

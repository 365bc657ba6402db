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

  it('knows proxies by both spellings, with and without a scheme', () => {
    const given = {
      https_proxy: 'http://lower:3128',
      HTTP_PROXY: 'http://upper:3128',
      http_proxy: 'http://lower:1',
    }
    expect(parseEnv(given)).toMatchObject({
      HTTPS_PROXY: 'http://lower:3128',
      HTTP_PROXY: 'http://upper:3128',
    })
  })

  it.each([
    ['HF_ENDPOINT', 'huggingface.co', 'must be an http address, for example https://huggingface.co'],
    ['VITRINE_INFERENCE_PORT', '99999', 'must be below 65536, for example 3211'],
    ['VITRINE_THREADS', 'two', 'must be a whole number, for example 4'],
    ['VITRINE_CHILD_MEMORY_BYTES', '0', 'must be above 0, for example 4294967296'],
  ])('names the key %s and gives an example', (key, value, sentence) => {
    expect(() => parseEnv({ [key]: value })).toThrow(`${key} ${sentence}`)
  })
})

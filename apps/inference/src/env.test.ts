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

  it('reads how long engines stay, and in which precision they run', () => {
    expect(parseEnv({ VITRINE_KEEP_ALIVE: 'forever', VITRINE_DTYPES: 'encoder_model=fp32' })).toMatchObject({
      VITRINE_KEEP_ALIVE: null,
      VITRINE_DTYPES: { encoder_model: 'fp32' },
      VITRINE_DEVICE: 'auto',
    })
  })

  it('reads the servers of deep readings', () => {
    const urls = 'http://127.0.0.1:11434, https://gpu.example/v1,'
    expect(parseEnv({ VITRINE_REASONING_URLS: urls, VITRINE_REASONING_KEEP_ALIVE: '-1' })).toMatchObject({
      VITRINE_REASONING_URLS: ['http://127.0.0.1:11434', 'https://gpu.example/v1'],
      VITRINE_REASONING_KEEP_ALIVE: '-1',
    })
  })

  it.each([
    [
      'VITRINE_REASONING_URLS.0',
      'localhost:11434',
      'must be an http address, for example http://127.0.0.1:11434',
    ],
    ['VITRINE_REASONING_URLS.0', 'http://me:secret@gpu', 'must hold no name and password'],
    [
      'VITRINE_REASONING_KEEP_ALIVE',
      'long',
      'must be a time as Ollama takes it, for example 30m, or -1 for ever',
    ],
    ['VITRINE_DEVICE', 'gpu', 'must be one of auto, cuda, webgpu, dml, coreml, cpu, for example auto'],
    ['VITRINE_DTYPES', 'half', 'holds “half”, which is no graph=precision pair; for example fp32'],
    ['VITRINE_KEEP_ALIVE', 'long', 'must be minutes or forever, for example 15'],
    ['VITRINE_KEEP_ALIVE', '0', 'must be 1 to 10080 minutes, or forever'],
    ['VITRINE_FLORENCE_MODEL', 'florence-3', 'must be one of florence-2-base-ft, florence-2-base'],
    ['HF_ENDPOINT', 'huggingface.co', 'must be an http address, for example https://huggingface.co'],
    ['VITRINE_INFERENCE_PORT', '99999', 'must be below 65536, for example 3211'],
    ['VITRINE_THREADS', 'two', 'must be a whole number, for example 4'],
    ['VITRINE_CHILD_MEMORY_BYTES', '0', 'must be above 0, for example 4294967296'],
  ])('names the key %s and gives an example', (key, value, sentence) => {
    const name = key.replace(/\.\d+$/, '')
    expect(() => parseEnv({ [name]: value })).toThrow(`${key} ${sentence}`)
  })
})

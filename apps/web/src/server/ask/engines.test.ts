import { EngineHealth } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { makeHealth } from '../testing/sidecar-health.ts'
import { bestEngine, describeEngines, pickEngine } from './engines.ts'

const present = (...engines: Parameters<typeof makeHealth>[0]) =>
  EngineHealth.array().parse(makeHealth(engines.map((one) => ({ stages: ['reasoning'], ...one }))).engines)
const GGUF = present({ engine: 'gguf' })

describe('the engine of a turn', () => {
  it('is the best that is present, and the index where there is none', () => {
    expect(bestEngine(present({ engine: 'openai', state: 'failed' }, { engine: 'gguf' }))).toBe('gguf')
    expect(bestEngine(present({ engine: 'gguf', state: 'stopped' }))).toBe('gguf')
    expect(pickEngine(null, [])).toBe('index')
    expect(pickEngine(null, null)).toBe('index')
  })

  it('is the one that was chosen', () => {
    expect(pickEngine('index', GGUF)).toBe('index')
    expect(pickEngine('index', null)).toBe('index')
    expect(pickEngine('gguf', GGUF)).toBe('gguf')
  })

  it.each([
    ['is absent', 'qwen2-vl', GGUF, 'no-engine', /Models page.*index/],
    ['has failed', 'gguf', present({ engine: 'gguf', state: 'failed' }), 'no-engine', /index/],
    ['answers no questions', 'florence2', GGUF, 'no-engine', /another engine.*index/i],
    ['cannot be reached', 'gguf', null, 'sidecar-unreachable', /index/],
  ] as const)('that %s is said, with what to do', (_name, engine, engines, code, advice) => {
    expect(() => pickEngine(engine, engines)).toThrow(
      expect.objectContaining({ code, suggestion: expect.stringMatching(advice) }),
    )
  })
})

describe('the engines that can be chosen', () => {
  it('are told best first, with what each needs, the index last', () => {
    const { engines, chosen } = describeEngines(
      present(
        { engine: 'openai', state: 'failed', lastError: 'Nothing answers at http://x' },
        { engine: 'gguf', device: 'cuda', queueDepth: 2 },
      ),
      null,
    )
    expect(chosen).toBe('gguf')
    expect(engines.map(({ engine, state, detail }) => [engine, state, detail])).toEqual([
      ['openai', 'failed', 'It cannot run: Nothing answers at http://x.'],
      ['gguf', 'ready', 'Runs on this machine (cuda); 2 waiting.'],
      ['qwen2-vl', 'absent', 'Download its weights on the Models page to use it.'],
      ['index', 'ready', expect.stringContaining('without a model')],
    ])
  })

  it('are told as absent while no sidecar answers, but for the index', () => {
    const { engines, chosen } = describeEngines(null, null)
    expect(chosen).toBe('index')
    expect(engines.filter(({ state }) => state !== 'absent').map(({ engine }) => engine)).toEqual(['index'])
  })
})

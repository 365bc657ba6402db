import { AppError } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { type Choosable, chooseEngine, explainChoice, type Fitness } from './choose.ts'

const FLORENCE: Choosable['manifest'] = {
  name: 'florence2',
  stages: ['perception'],
  tasks: ['caption', 'phrase-grounding'],
}
const BUILTIN: Choosable['manifest'] = {
  name: 'builtin',
  stages: ['perception'],
  tasks: ['caption', 'image-embedding'],
}

function engines(florence: Fitness, builtin: Fitness = { type: 'able' }): Choosable[] {
  return [
    { manifest: FLORENCE, fitness: florence },
    { manifest: BUILTIN, fitness: builtin },
  ]
}

const BOTH = engines({ type: 'able' })
const ABSENT = engines({ type: 'absent', why: 'Its weights are not here.' })
const RESTING: Fitness = { type: 'failed', why: 'It crashed.', isLasting: false }
const BLOCKED: Fitness = { type: 'failed', why: 'CUDA is missing.', isLasting: true, suggestion: 'Set auto.' }

describe('chooseEngine', () => {
  it.each<[string, Parameters<typeof chooseEngine>, string]>([
    ['prefers the first that can', [BOTH, { stage: 'perception' }], 'florence2'],
    ['passes over one that cannot', [BOTH, { task: 'image-embedding' }], 'builtin'],
    ['takes the one asked for', [BOTH, { task: 'caption' }, 'builtin'], 'builtin'],
    ['does without one whose weights are not here', [ABSENT, { stage: 'perception' }], 'builtin'],
    ['passes over one that fails', [engines(RESTING), { stage: 'perception' }], 'builtin'],
    ['passes over one whose device is missing', [engines(BLOCKED), { stage: 'perception' }], 'builtin'],
    [
      'waits for one that fails where nothing else can',
      [engines(RESTING), { task: 'phrase-grounding' }],
      'florence2',
    ],
    [
      'waits for the first of several that fail',
      [engines(RESTING, RESTING), { task: 'caption' }],
      'florence2',
    ],
  ])('%s', (_name, given, expected) => {
    expect(chooseEngine(...given).manifest.name).toBe(expected)
  })

  it.each<[string, Parameters<typeof chooseEngine>, string, RegExp]>([
    ['no engine has the stage', [BOTH, { stage: 'reasoning' }], 'no-engine', /reasoning/],
    ['no engine has the task', [BOTH, { task: 'region-to-ocr' }], 'task-unsupported', /region-to-ocr/],
    ['the one asked for is not here', [BOTH, { stage: 'perception' }, 'gguf'], 'no-engine', /gguf/],
    [
      'the one asked for cannot',
      [BOTH, { task: 'phrase-grounding' }, 'builtin'],
      'task-unsupported',
      /cannot/,
    ],
    [
      'weights are missing',
      [ABSENT, { task: 'phrase-grounding' }],
      'no-engine',
      /could do this\. Its weights/,
    ],
    [
      'weights of the one asked for are missing',
      [ABSENT, { stage: 'perception' }, 'florence2'],
      'no-engine',
      /Its weights/,
    ],
    [
      'the device is missing',
      [engines(BLOCKED), { task: 'phrase-grounding' }],
      'no-engine',
      /CUDA is missing/,
    ],
  ])('says when %s', (_name, given, code, message) => {
    expect(() => chooseEngine(...given)).toThrow(expect.objectContaining({ code }))
    expect(() => chooseEngine(...given)).toThrow(message)
    expect(() => chooseEngine(...given)).toThrow(AppError)
  })
})

describe('explainChoice', () => {
  it.each<[string, Parameters<typeof explainChoice>, string | null]>([
    ['has nothing to say of the first', [BOTH, { stage: 'perception' }, 'florence2'], null],
    ['has nothing to say of what is not here', [ABSENT, { stage: 'perception' }, 'builtin'], null],
    [
      'has nothing to say of what could not do it',
      [engines(RESTING), { task: 'image-embedding' }, 'builtin'],
      null,
    ],
    [
      'names the one that should have done it',
      [engines(BLOCKED), { stage: 'perception' }, 'builtin'],
      'This was done by the builtin engine, since florence2 does not run. CUDA is missing.',
    ],
  ])('%s', (_name, given, sentence) => {
    expect(explainChoice(...given)).toBe(sentence)
  })
})

import { AppError } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import type { EngineManifest } from '../engines/engine.ts'
import { chooseEngine } from './choose.ts'

const ENGINES: { manifest: EngineManifest }[] = [
  {
    manifest: {
      name: 'florence2',
      stages: ['perception'],
      tasks: ['caption', 'phrase-grounding'],
      batchSize: 8,
    },
  },
  {
    manifest: {
      name: 'builtin',
      stages: ['perception'],
      tasks: ['caption', 'image-embedding'],
      batchSize: 4,
    },
  },
]

describe('chooseEngine', () => {
  it.each<[string, Parameters<typeof chooseEngine>, string]>([
    ['prefers the first that can', [ENGINES, { stage: 'perception' }], 'florence2'],
    ['passes over one that cannot', [ENGINES, { task: 'image-embedding' }], 'builtin'],
    ['takes the one asked for', [ENGINES, { task: 'caption' }, 'builtin'], 'builtin'],
  ])('%s', (_name, given, expected) => {
    expect(chooseEngine(...given).manifest.name).toBe(expected)
  })

  it.each<[string, Parameters<typeof chooseEngine>, string]>([
    ['says when no engine has the stage', [ENGINES, { stage: 'reasoning' }], 'no-engine'],
    ['says when no engine has the task', [ENGINES, { task: 'region-to-ocr' }], 'task-unsupported'],
    ['says when the one asked for is not here', [ENGINES, { stage: 'perception' }, 'gguf'], 'no-engine'],
    [
      'says when the one asked for cannot',
      [ENGINES, { task: 'phrase-grounding' }, 'builtin'],
      'task-unsupported',
    ],
  ])('%s', (_name, given, code) => {
    expect(() => chooseEngine(...given)).toThrow(expect.objectContaining({ code }))
    expect(() => chooseEngine(...given)).toThrow(AppError)
  })
})

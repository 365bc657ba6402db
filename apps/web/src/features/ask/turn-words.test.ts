import type { ChatUsage, ErrorCode } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import type { TurnProgress } from './live-turn.ts'
import {
  formatDuration,
  progressLine,
  progressShare,
  remediesFor,
  usageFacts,
  usageRows,
} from './turn-words.ts'

describe('what is being done', () => {
  it.each<[TurnProgress | null, string, number | null]>([
    [null, 'Thinking…', null],
    [{ step: 'searching' }, 'Searching the library…', null],
    [{ step: 'waiting', ahead: 0 }, 'Next in line…', null],
    [{ step: 'waiting', ahead: 1 }, 'Waiting for one other…', null],
    [{ step: 'waiting', ahead: 3 }, 'Waiting for 3 others…', null],
    [{ step: 'loading' }, 'Loading the model…', null],
    [{ step: 'reading', doneTokens: 340, totalTokens: 1200 }, 'Reading 340 of 1,200 tokens…', 340 / 1200],
    [{ step: 'reading', doneTokens: 0, totalTokens: 0 }, 'Reading 0 of 0 tokens…', null],
  ])('%o is “%s”', (progress, line, share) => {
    expect([progressLine('running', progress), progressShare(progress)]).toEqual([line, share])
  })

  it('is waiting before anything is known', () => {
    expect(progressLine('queued', null)).toBe('Waiting…')
  })
})

const usage: ChatUsage = {
  promptTokens: 1500,
  cachedTokens: 900,
  imageTokens: 1280,
  completionTokens: 42,
  queueMs: 200,
  firstTokenMs: 600,
  totalMs: 65_000,
  tokensPerSecond: 12.34,
}

describe('what an answer cost', () => {
  it('is told in a line', () => {
    expect(usageFacts(usage)).toEqual([
      'first word after 0.8 s',
      '12.3 tokens/s',
      '1,280 for pictures',
      '900 remembered',
    ])
  })

  it('leaves out what was not counted', () => {
    const nothing = { cachedTokens: null, imageTokens: null, firstTokenMs: null, tokensPerSecond: null }
    expect(usageFacts({ ...usage, ...nothing })).toEqual([])
    expect(usageRows({ ...usage, ...nothing })).toContainEqual(['Of these, for pictures', 'not counted'])
  })

  it.each([
    [800, '0.8 s'],
    [65_000, '1 min 5 s'],
  ])('%i ms are %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words)
  })
})

describe('what to do about a failure', () => {
  it.each<[ErrorCode, string[]]>([
    ['no-engine', ['models', 'server', 'index']],
    ['engine-crashed', ['retry', 'index']],
    ['too-large', ['shorter', 'retry']],
    ['internal', ['retry']],
  ])('%s: %o', (code, expected) => {
    expect(remediesFor(code)).toEqual(expected)
  })
})

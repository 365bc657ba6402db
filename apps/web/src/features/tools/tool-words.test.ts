import type { ErrorCode, TaskInput, TaskName } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { FIRST_TOOL } from './tool-list.ts'
import type { RunOutcome } from './tool-runs.ts'
import { adviceFor, announce, countResults, titleOf, unavailableReason } from './tool-words.ts'

describe('what was asked', () => {
  it.each<[TaskName, TaskInput, string]>([
    ['open-vocabulary-detection', { phrase: 'the red mug' }, 'Find “the red mug”'],
    ['region-to-ocr', { region: { x: 0, y: 0, width: 1, height: 1 } }, 'Read a region'],
    ['region-proposal', {}, 'Region proposals'],
    ['phrase-grounding', { phrase: 'a'.repeat(80) }, `Ground “${'a'.repeat(59)}…”`],
  ])('%s is told in words', (task, input, expected) => {
    expect(titleOf({ task, input })).toBe(expected)
  })

  it.each([
    [0, 'Nothing was found.'],
    [1, '1 result.'],
    [3, '3 results.'],
  ])('%i results are counted', (count, expected) => {
    expect(countResults(count)).toBe(expected)
  })

  it.each<[string, RunOutcome, string]>([
    ['its beginning', { state: 'running' }, 'Region proposals: running.'],
    [
      'nothing of a failure, which is an alert',
      { state: 'failed', failure: { code: null, message: 'x' } },
      '',
    ],
  ])('announces %s', (_name, outcome, expected) => {
    expect(announce({ key: 1, task: 'region-proposal', input: {}, outcome })).toBe(expected)
  })
})

describe('what to do about a failure', () => {
  it.each<[ErrorCode | null, string | null, boolean]>([
    ['task-unsupported', '/models', false],
    ['no-engine', '/models', false],
    ['out-of-memory', '/models', true],
    ['sidecar-unreachable', '/system', true],
    ['engine-busy', null, true],
    ['undecodable-image', null, false],
    ['internal', null, true],
    [null, null, true],
  ])('%s leads to %s', (code, href, canRetry) => {
    const advice = adviceFor({ code, message: 'It went wrong.' })
    expect([advice.message, advice.link?.href ?? null, advice.canRetry]).toEqual([
      'It went wrong.',
      href,
      canRetry,
    ])
  })
})

describe('whether a tool can run', () => {
  it.each<[string, TaskName[] | undefined, RegExp | null]>([
    ['can while nothing is known', undefined, null],
    ['can where an engine does it', ['open-vocabulary-detection'], null],
    ['needs Florence-2 where none does', ['caption'], /Florence-2/],
    ['waits where no engine answers', [], /No engine/],
  ])('%s', (_name, available, expected) => {
    const reason = unavailableReason(FIRST_TOOL, available)
    if (expected === null) expect(reason).toBeNull()
    else expect(reason).toMatch(expected)
  })
})

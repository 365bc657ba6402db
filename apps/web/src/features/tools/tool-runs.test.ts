import { TaskResponse } from '@vitrine/contracts'
import { taskResponseExample } from '@vitrine/contracts/fixtures'
import { describe, expect, it } from 'vitest'
import { changeRuns, noRuns, type Runs, type RunsChange, shownRun } from './tool-runs.ts'

const after = (...changes: RunsChange[]): Runs => changes.reduce(changeRuns, noRuns(7))
const start = (key: number): RunsChange => ({
  type: 'start',
  key,
  task: 'open-vocabulary-detection',
  input: { phrase: `mug ${key}` },
})
const response = TaskResponse.parse(taskResponseExample)
const done = (key: number): RunsChange => ({
  type: 'end',
  key,
  outcome: { state: 'done', response, bodies: [] },
})

describe('what was asked on this page', () => {
  it('is listed newest first, and the newest is shown', () => {
    const state = after(start(1), done(1), start(2))
    expect(state.runs.map(({ key, outcome }) => [key, outcome.state])).toEqual([
      [2, 'running'],
      [1, 'done'],
    ])
    expect(shownRun(state)?.key).toBe(2)
  })

  it.each<[string, RunsChange[], number | null]>([
    ['what is asked for', [start(1), start(2), { type: 'show', key: 1 }], 1],
    ['the next one when the shown one is removed', [start(1), start(2), { type: 'remove', key: 2 }], 1],
    [
      'the last one when the last one is removed',
      [start(1), start(2), { type: 'show', key: 1 }, { type: 'remove', key: 1 }],
      2,
    ],
    ['the same when another is removed', [start(1), start(2), { type: 'remove', key: 1 }], 2],
    ['nothing when all are removed', [start(1), { type: 'remove', key: 1 }], null],
    ['nothing on another image', [start(1), { type: 'open', imageId: 8 }], null],
    ['the same on the same image', [start(1), { type: 'open', imageId: 7 }], 1],
  ])('shows %s', (_name, changes, key) => {
    expect(shownRun(after(...changes))?.key ?? null).toBe(key)
  })

  it('has no place for the answer to what was removed', () => {
    expect(after(start(1), { type: 'remove', key: 1 }, done(1)).runs).toEqual([])
  })
})

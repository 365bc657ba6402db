/** What was asked of the tools on this page, and what came of it: kept until the page is left. Pure. */
import type { AnnotationBody, ErrorCode, TaskInput, TaskName, TaskResponse } from '@vitrine/contracts'

/** Why a run failed. */
export interface RunFailure {
  /** Null when no answer came at all. */
  code: ErrorCode | null
  message: string
}

export type RunOutcome =
  | { state: 'running' }
  | { state: 'done'; response: TaskResponse; bodies: readonly AnnotationBody[] }
  | { state: 'failed'; failure: RunFailure }

/** One question to a tool with its answer. */
export interface Run {
  /** Counts up; never used twice on a page. */
  key: number
  task: TaskName
  input: TaskInput
  outcome: RunOutcome
}

/** The newest run first. */
export interface Runs {
  imageId: number
  runs: readonly Run[]
  /** The run that is shown; null when none is. */
  shownKey: number | null
}

export type RunsChange =
  /** Another image: what was asked of the last one is forgotten. */
  | { type: 'open'; imageId: number }
  | { type: 'start'; key: number; task: TaskName; input: TaskInput }
  | { type: 'end'; key: number; outcome: Exclude<RunOutcome, { state: 'running' }> }
  | { type: 'show'; key: number }
  | { type: 'remove'; key: number }

export const noRuns = (imageId: number): Runs => ({ imageId, runs: [], shownKey: null })

export function changeRuns(state: Runs, change: RunsChange): Runs {
  switch (change.type) {
    case 'open':
      return change.imageId === state.imageId ? state : noRuns(change.imageId)
    case 'start': {
      const { key, task, input } = change
      const run: Run = { key, task, input, outcome: { state: 'running' } }
      return { ...state, runs: [run, ...state.runs], shownKey: key }
    }
    case 'end':
      // A run that was removed meanwhile, or was another image's, has no place any more.
      return {
        ...state,
        runs: state.runs.map((run) => (run.key === change.key ? { ...run, outcome: change.outcome } : run)),
      }
    case 'show':
      return { ...state, shownKey: change.key }
    case 'remove': {
      const index = state.runs.findIndex((run) => run.key === change.key)
      const runs = state.runs.filter((run) => run.key !== change.key)
      if (state.shownKey !== change.key) return { ...state, runs }
      // The one that takes its place in the list, else the last.
      return { ...state, runs, shownKey: (runs[index] ?? runs.at(-1))?.key ?? null }
    }
  }
}

/** The run that is shown. */
export function shownRun({ runs, shownKey }: Runs): Run | null {
  return runs.find((run) => run.key === shownKey) ?? null
}

/** How the deep reading speaks of where it stands, and what can be done about it. Pure. */
import type { ReasoningStatus } from '@vitrine/contracts'

/** What a person can do next. */
export interface DeepStep {
  /** A sentence; empty where there is nothing to say. */
  note: string
  /** The words on the button that asks for a reading; null where that makes no sense now. */
  read: string | null
  canSkip: boolean
}

const UNDER_WAY = new Set<ReasoningStatus>(['waiting', 'queued', 'running'])

/** Whether a deep reading is wanted and not made yet. */
export const isUnderWay = (status: ReasoningStatus) => UNDER_WAY.has(status)

/** `hasReading`: an earlier one is shown. */
export function nextStep(status: ReasoningStatus, hasReading: boolean): DeepStep {
  const before = hasReading ? ' This is the one before.' : ''
  switch (status) {
    case 'unknown':
      return { note: 'It is decided once the picture has been read.', read: null, canSkip: false }
    case 'not-needed':
      return { note: '', read: hasReading ? 'Read deeply again' : 'Read deeply', canSkip: false }
    case 'waiting':
      return {
        note: `No reasoning engine. It will be read by itself once there is one.${before}`,
        read: null,
        canSkip: true,
      }
    case 'queued':
      return { note: `It is next in line for its deep reading.${before}`, read: null, canSkip: true }
    case 'running':
      return { note: `It is being read now, which may take a minute.${before}`, read: null, canSkip: true }
    case 'done':
      return { note: '', read: 'Read deeply again', canSkip: false }
    case 'failed':
      return { note: `The deep reading failed.${before}`, read: 'Try again', canSkip: false }
    case 'skipped':
      return { note: 'It was skipped.', read: 'Read deeply', canSkip: false }
  }
}

const NUMBER = /^[\p{Sc}\s]*[-−+]?\d[\d.,'\s]*\s*[\p{Sc}%]?$/u

/** Which columns hold nothing but numbers, and so stand to the right. */
export function numericColumns(columns: number, rows: readonly (readonly string[])[]): boolean[] {
  return Array.from({ length: columns }, (_, index) => {
    const cells = rows.map((row) => (row[index] ?? '').trim()).filter(Boolean)
    return cells.length > 0 && cells.every((cell) => NUMBER.test(cell))
  })
}

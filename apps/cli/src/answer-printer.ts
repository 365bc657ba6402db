/** An answer on its way to the terminal: its text to stdout as it comes, what it is doing to stderr. */
import type { Turn, TurnEvent } from '@vitrine/contracts'
import type { Io } from './io.ts'
import { count, printable, withoutControls } from './text.ts'

export interface AnswerPrinter {
  take(event: TurnEvent): void
  /** The turn as last heard of; null before the first event. */
  readonly turn: Turn | null
}

/** With `isQuiet` nothing of the answer is printed. */
export function createAnswerPrinter(io: Io, { isQuiet }: { isQuiet: boolean }): AnswerPrinter {
  let turn: Turn | null = null
  let printed = 0
  let said = ''

  /** Each thing once, however often it is told. */
  const note = (line: string) => {
    if (line === said) return
    said = line
    io.err(line)
  }
  const print = (answer: string) => {
    if (answer.length <= printed) return
    if (!isQuiet) io.write(withoutControls(answer.slice(printed)))
    printed = answer.length
  }
  return {
    get turn() {
      return turn
    },
    take(event) {
      switch (event.type) {
        case 'turn':
          if (event.turn.search && !turn?.search) note(describeSearch(event.turn.search))
          turn = event.turn
          print(turn.answer)
          return
        case 'text':
          if (turn) turn = { ...turn, answer: turn.answer.slice(0, event.offset) + event.text }
          print(turn?.answer ?? '')
          return
        case 'progress':
          if (io.progressStream !== null) note(describeProgress(event.progress))
      }
    },
  }
}

function describeSearch({ query, total, isTotalExact }: NonNullable<Turn['search']>): string {
  const found = isTotalExact ? count(total, 'image') : `at least ${count(total, 'image')}`
  return `Searched for ${printable(query)}: ${found}.`
}

function describeProgress(progress: Extract<TurnEvent, { type: 'progress' }>['progress']): string {
  switch (progress.step) {
    case 'searching':
      return 'Searching the library…'
    case 'waiting':
      return progress.ahead === 0 ? 'Next in line…' : `Waiting for ${count(progress.ahead, 'other')}…`
    case 'loading':
      return 'Loading the model…'
    case 'reading':
      return 'Reading the pictures and the question…'
  }
}

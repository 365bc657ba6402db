/** A turn under way, in memory: whoever writes it and whoever watches it meet here. */
import type { Turn, TurnEvent } from '@vitrine/contracts'
import { createWaker } from '../pipeline/waker.ts'

/** Every change wakes the listeners; this is only how long a timer is set for. */
const WAIT_MS = 60_000

type Progress = Extract<TurnEvent, { type: 'progress' }>['progress']

export interface LiveTurn {
  /** As it is now, with the text that is not in the database yet. */
  readonly turn: Turn
  /** Everything but the text has changed; the text of the turn that is given does not count. */
  update(turn: Turn): void
  /** The last change: with the answer as it ended. */
  end(turn: Turn): void
  say(text: string): void
  progress(progress: Progress): void
  watch(signal: AbortSignal): AsyncGenerator<TurnEvent>
}

export function createLiveTurn(first: Turn): LiveTurn {
  let turn = first
  let version = 0
  let progress: Progress | null = null
  let isOver = false
  const waker = createWaker()
  const wake = () => waker.poke()
  return {
    get turn() {
      return turn
    },
    update(next) {
      turn = { ...next, answer: turn.answer }
      version += 1
      wake()
    },
    end(next) {
      turn = next
      version += 1
      isOver = true
      wake()
    },
    say(text) {
      turn = { ...turn, answer: turn.answer + text }
      progress = null
      wake()
    },
    progress(step) {
      progress = step
      wake()
    },
    // What came while a listener was slow reaches it in one piece: only how far it is, is kept of it.
    async *watch(signal) {
      let seen: { version: number; length: number; progress: Progress | null } = {
        version: -1,
        length: 0,
        progress: null,
      }
      while (!signal.aborted) {
        if (seen.version !== version) {
          seen = { ...seen, version, length: turn.answer.length }
          yield { type: 'turn', turn }
        } else if (turn.answer.length > seen.length) {
          const offset = seen.length
          seen = { ...seen, length: turn.answer.length }
          yield { type: 'text', offset, text: turn.answer.slice(offset) }
        } else if (progress !== null && progress !== seen.progress) {
          seen = { ...seen, progress }
          yield { type: 'progress', progress }
        } else if (isOver) return
        else await waker.wait(WAIT_MS, signal)
      }
    },
  }
}

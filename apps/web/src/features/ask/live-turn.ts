/** A turn as it is being answered: events put together, whatever order and however often they come. Pure. */
import type { Turn, TurnEvent } from '@vitrine/contracts'

/** What is being done before the first word. */
export type TurnProgress = Extract<TurnEvent, { type: 'progress' }>['progress']

export interface LiveTurn {
  turn: Turn
  /** Null when nothing is known, and once there is text. */
  progress: TurnProgress | null
}

/**
 * Puts a piece where it belongs: one that was there already changes nothing, one that overlaps adds its end. A piece
 * with a gap before it is dropped, for its offset would be wrong from then on; the next whole turn mends that.
 */
export function mergeText(text: string, offset: number, piece: string): string {
  if (offset > text.length) return text
  const end = offset + piece.length
  return end <= text.length ? text : text.slice(0, offset) + piece
}

/** The turn after an event. */
export function applyTurnEvent(live: LiveTurn, event: TurnEvent): LiveTurn {
  switch (event.type) {
    case 'turn':
      return { turn: event.turn, progress: event.turn.answer === '' ? live.progress : null }
    case 'progress':
      return { ...live, progress: event.progress }
    case 'text': {
      const answer = mergeText(live.turn.answer, event.offset, event.text)
      return answer === live.turn.answer
        ? live
        : { turn: { ...live.turn, state: 'running', answer }, progress: null }
    }
  }
}

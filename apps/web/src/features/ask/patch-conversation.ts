/** A conversation with a turn put into it, before the server is asked for the whole again. Pure. */
import { type Conversation, isUnderWay, type Turn } from '@vitrine/contracts'

/** In the place of the turn with its id; a new one is the last of the branch that is shown. */
export function putTurn(conversation: Conversation, turn: Turn): Conversation {
  const isKnown = conversation.turns.some(({ id }) => id === turn.id)
  const turns = isKnown
    ? conversation.turns.map((one) => (one.id === turn.id ? turn : one))
    : [...conversation.turns, turn]
  return {
    ...conversation,
    turns,
    turnCount: turns.length,
    activeTurnId: isKnown ? conversation.activeTurnId : turn.id,
    isUnderWay: turns.some(({ state }) => isUnderWay(state)),
  }
}

/** Every picture of a branch, in the order in which they came; those of a search that were looked at are last. */
export function picturesOfBranch(turns: readonly Turn[]): number[] {
  const brought = turns.flatMap(({ pictures }) => pictures.map(({ imageId }) => imageId))
  const found = turns.flatMap(({ search }) => search?.hits.slice(0, search.seen) ?? [])
  return [...new Set([...brought, ...found])]
}

/** All that an answer of the branch may name: what was brought, what was found and looked at, what is cited. */
export function picturesNamed(turns: readonly Turn[]): number[] {
  const cited = turns.flatMap(({ citations }) => citations.map(({ imageId }) => imageId))
  return [...new Set([...picturesOfBranch(turns), ...cited])]
}

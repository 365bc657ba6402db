/** The tree of turns: which branch is shown, and where it forks. Pure. */
import type { Turn } from '@vitrine/contracts'

/** A turn in the branch that is shown, with its place among the turns that could stand there instead. */
export interface BranchStep {
  turn: Turn
  /** Turns with the same parent, oldest first, itself included. */
  siblingIds: readonly number[]
  /** 0-based, in `siblingIds`. */
  place: number
}

function childrenOf(turns: readonly Turn[]): Map<number | null, Turn[]> {
  const children = new Map<number | null, Turn[]>()
  for (const turn of turns) {
    const siblings = children.get(turn.parentId)
    if (siblings) siblings.push(turn)
    else children.set(turn.parentId, [turn])
  }
  return children
}

/** From the first turn to the active one; without an active one, to the newest turn. */
export function branchOf(turns: readonly Turn[], activeTurnId: number | null): BranchStep[] {
  const byId = new Map(turns.map((turn) => [turn.id, turn]))
  const children = childrenOf(turns)
  const steps: BranchStep[] = []
  const seen = new Set<number>()
  let turn = byId.get(activeTurnId ?? -1) ?? turns.at(-1)
  // A circle can't be made by asking; a broken row must not hang the page.
  while (turn && !seen.has(turn.id)) {
    seen.add(turn.id)
    const siblingIds = (children.get(turn.parentId) ?? [turn]).map(({ id }) => id)
    steps.unshift({ turn, siblingIds, place: siblingIds.indexOf(turn.id) })
    turn = turn.parentId === null ? undefined : byId.get(turn.parentId)
  }
  return steps
}

/** The last turn of the branch that goes on from here, by its newest turns: what to select to show `turnId`. */
export function tipOf(turns: readonly Turn[], turnId: number): number {
  const children = childrenOf(turns)
  const seen = new Set<number>()
  let tip = turnId
  for (;;) {
    const next = children.get(tip)?.at(-1)
    if (!next || seen.has(next.id)) return tip
    seen.add(next.id)
    tip = next.id
  }
}

/** The neighbour to show instead of a step's turn; null at either end. */
export function siblingBeside({ siblingIds, place }: BranchStep, step: 1 | -1): number | null {
  return siblingIds[place + step] ?? null
}

/** The turns of a branch. Pure. */
import type { Turn } from '@vitrine/contracts'

/** From the first turn to this one; empty when it is not there. */
export function branchTo(turns: readonly Turn[], turnId: number | null): Turn[] {
  const byId = new Map(turns.map((turn) => [turn.id, turn]))
  const branch: Turn[] = []
  for (let turn = byId.get(turnId ?? 0); turn; turn = byId.get(turn.parentId ?? 0)) branch.unshift(turn)
  return branch
}

/** Pictures that a turn shows to whoever answers: those it brings, then the hits that are looked at. */
export function shownIn({ pictures, search }: Turn): Turn['pictures'] {
  const hits = search?.hits.slice(0, search.seen) ?? []
  return [...pictures, ...hits.map((imageId) => ({ imageId, region: null }))]
}

const MAX_TITLE_CHARS = 80

/** A conversation's title from its first question: its first line, cut between words where that is not far off. */
export function titleOf(question: string): string {
  const line = (question.trim().split('\n')[0] ?? '').replace(/\s+/g, ' ').trim()
  // By characters: half an emoji is none.
  const characters = [...line]
  if (characters.length <= MAX_TITLE_CHARS) return line
  const cut = characters.slice(0, MAX_TITLE_CHARS).join('')
  const space = cut.lastIndexOf(' ')
  return `${space >= cut.length / 2 ? cut.slice(0, space) : cut}…`
}

/** Which turns of a long conversation are drawn: the newest, and as many before as were asked for. Pure. */

/** So many are drawn at first, and more by as many. */
export const TURNS_AT_A_TIME = 40

/** The first turn that is drawn; one that is linked to is always among them. */
export function firstDrawn(turnIds: readonly number[], asked: number, linkedId: number | null): number {
  const first = Math.max(0, turnIds.length - Math.max(asked, TURNS_AT_A_TIME))
  const linked = linkedId === null ? -1 : turnIds.indexOf(linkedId)
  return linked < 0 ? first : Math.min(first, linked)
}

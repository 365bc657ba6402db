/** What can be done to weights as they are. Pure. */
import type { Weights } from '@vitrine/contracts'

/** What the one clear button does. */
export type WeightsAction = 'download' | 'resume' | 'cancel' | 'use' | 'remove' | 'none'

/** `use` before `remove`: what is here and not in use is most likely to be wanted. */
export function mainAction(
  weights: Pick<Weights, 'state' | 'isInUse' | 'place' | 'diskBytes'>,
): WeightsAction {
  switch (weights.state) {
    case 'absent':
      return weights.diskBytes > 0 ? 'resume' : 'download'
    case 'damaged':
      return 'resume'
    case 'downloading':
      return 'cancel'
    case 'verifying':
      return 'none'
    case 'present':
      if (!weights.isInUse) return 'use'
      return canRemove(weights) ? 'remove' : 'none'
  }
}

/** Only what Vitrine has fetched, in whole or in part, is its own to delete. */
export function canRemove({
  state,
  place,
  diskBytes,
}: Pick<Weights, 'state' | 'place' | 'diskBytes'>): boolean {
  return place !== 'folder' && diskBytes > 0 && state !== 'downloading' && state !== 'verifying'
}

/** Whether weights that work could be had as they suit the device better: `problem` says so. */
export function canComplete({
  state,
  place,
  problem,
}: Pick<Weights, 'state' | 'place' | 'problem'>): boolean {
  return state === 'present' && place === 'downloaded' && problem !== null
}

/** Which models made a result, and what that means for the reading it replaces. Pure. */
import type { PerceptionResult } from '@vitrine/contracts'

export type Makers = Pick<PerceptionResult, 'engine' | 'provenance'>

const setOf = ({ engine, provenance }: Makers): string =>
  [...new Set(provenance.map(({ model }) => `${model.id} ${model.revision} ${model.dtype}`))]
    .sort()
    .concat(engine)
    .join('\n')

/** Whether the same engine with the same models (id, revision, dtype) made both; the device does not matter. */
export function isSameMakers(a: Makers, b: Makers): boolean {
  return setOf(a) === setOf(b)
}

/**
 * What becomes of the former reading when a new one is committed. `keep`: what is in effect becomes the former.
 * `leave`: nothing changes; above all an undecided former stays, however often the image is read again, so that
 * taking back leads to what was accepted last. `drop`: the former's own models have read it again.
 */
export function decideFormer(makers: {
  /** Of the undecided former reading. */
  former: Makers | null
  /** Of the reading in effect. */
  present: Makers | null
  /** Of the one that is about to be committed. */
  coming: Makers
}): 'keep' | 'leave' | 'drop' {
  const { former, present, coming } = makers
  if (former) return isSameMakers(former, coming) ? 'drop' : 'leave'
  return present && !isSameMakers(present, coming) ? 'keep' : 'leave'
}

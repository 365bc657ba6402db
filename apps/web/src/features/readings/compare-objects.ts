/** Which objects two readings share, and which only one of them has. Pure. */
import { type Detection, intersectionOverUnion } from '@vitrine/contracts'

export interface ComparedObjects {
  /** Found by both: the same name at the same place, with what the new reading says of it. */
  same: Detection[]
  /** Only in the former reading. */
  gone: Detection[]
  /** Only in the new one. */
  added: Detection[]
}

/** Boxes that overlap by half are the same object: the criterion of PASCAL VOC (Everingham et al. 2010, 4.2). */
const SAME_PLACE = 0.5

/** Each object has at most one partner: the best overlaps are paired first. */
export function compareObjects(former: readonly Detection[], present: readonly Detection[]): ComparedObjects {
  const pairs = former
    .flatMap((gone, from) =>
      present.map((added, to) => ({
        from,
        to,
        share: isSameName(gone, added) ? intersectionOverUnion(gone.box, added.box) : 0,
      })),
    )
    .filter(({ share }) => share >= SAME_PLACE)
    .sort((a, b) => b.share - a.share)
  const [formerPaired, presentPaired] = [new Set<number>(), new Set<number>()]
  for (const { from, to } of pairs) {
    if (formerPaired.has(from) || presentPaired.has(to)) continue
    formerPaired.add(from)
    presentPaired.add(to)
  }
  return {
    same: present.filter((_, index) => presentPaired.has(index)),
    gone: former.filter((_, index) => !formerPaired.has(index)),
    added: present.filter((_, index) => !presentPaired.has(index)),
  }
}

const isSameName = (a: Detection, b: Detection) =>
  a.label.trim().toLowerCase() === b.label.trim().toLowerCase()

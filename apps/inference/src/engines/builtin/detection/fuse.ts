/** Two detectors' findings made into one list: what both see counts more, what only one sees less. */
import { type Found, overlap, type PixelBox, shareInside } from './found.ts'

export interface FusedObject extends Found {
  /** A look-alike label that came close. */
  rival?: string
}

/** Labels that the detectors take for one another. */
const FAMILIES = [
  ['horse', 'cow', 'sheep', 'dog', 'cat', 'bear', 'zebra', 'giraffe', 'elephant', 'teddy bear'],
  ['car', 'truck', 'bus', 'train'],
  ['cup', 'bowl', 'vase', 'wine glass', 'bottle'],
  ['tv', 'laptop', 'book', 'cell phone', 'remote', 'refrigerator', 'microwave', 'oven'],
  ['chair', 'couch', 'bench'],
  ['kite', 'bird', 'airplane'],
  ['apple', 'orange', 'sports ball', 'donut', 'frisbee'],
  ['motorcycle', 'bicycle'],
  ['dining table', 'bed'],
]

/** Boxes of one label that overlap this much are one thing seen twice. */
const SAME_THING = 0.5
/** The same detector's second box of a label this close to its first is an echo. */
const ECHO = 0.6
const AGREEMENT_BONUS = 0.5
/** What a beaten look-alike adds to the winner: something of that family is there. */
const RIVAL_SUPPORT = 0.35
/** A look-alike is named beside the winner from this share of its score on. */
const RIVAL_CLOSENESS = 0.75
const MAX_SCORE = 0.99
/** Boxes of unrelated labels that overlap this much cannot both be right. */
const SAME_PLACE = 0.75
/** A weaker box of a label that lies this much inside a stronger one is a part of it. */
const PART_INSIDE = 0.85

interface Cluster {
  label: string
  box: PixelBox
  weight: number
  scores: Map<number, number>
}

/** One list of at least `minScore`, surest first. `byDetector` holds each detector's findings. */
export function fuseDetections(byDetector: readonly (readonly Found[])[], minScore: number): FusedObject[] {
  const scored = cluster(byDetector)
    .map((one) => ({ label: one.label, box: one.box, score: scoreOf(one, byDetector.length) }))
    .sort((a, b) => b.score - a.score)
  const kept: FusedObject[] = []
  for (const candidate of scored) {
    const rival = kept.find(
      (one) =>
        one.label !== candidate.label &&
        overlap(one.box, candidate.box) > (areFamily(one.label, candidate.label) ? SAME_THING : SAME_PLACE),
    )
    if (rival) yieldTo(rival, candidate)
    else if (!kept.some((one) => isEcho(candidate, one))) kept.push({ ...candidate })
  }
  return kept.filter(({ score }) => score >= minScore).sort((a, b) => b.score - a.score)
}

function cluster(byDetector: readonly (readonly Found[])[]): Cluster[] {
  const all = byDetector
    .flatMap((found, detector) => found.map((one) => ({ ...one, detector })))
    .sort((a, b) => b.score - a.score)
  const clusters: Cluster[] = []
  for (const found of all) {
    const mates = clusters.filter(({ label }) => label === found.label)
    const home = mates
      .filter(({ box, scores }) => !scores.has(found.detector) && overlap(box, found.box) > SAME_THING)
      .sort((a, b) => overlap(b.box, found.box) - overlap(a.box, found.box))[0]
    if (home) join(home, found)
    else if (!mates.some(({ box, scores }) => scores.has(found.detector) && overlap(box, found.box) > ECHO))
      clusters.push({
        label: found.label,
        box: found.box,
        weight: found.score,
        scores: new Map([[found.detector, found.score]]),
      })
  }
  return clusters
}

/** The box becomes the mean of both, weighted by score. */
function join(home: Cluster, found: Found & { detector: number }): void {
  const total = home.weight + found.score
  const mean = (side: 0 | 1 | 2 | 3) => (home.box[side] * home.weight + found.box[side] * found.score) / total
  home.box = [mean(0), mean(1), mean(2), mean(3)]
  home.weight = total
  home.scores.set(found.detector, found.score)
}

/** The mean over all detectors, the silent ones counting 0, and half as much again when all agree. */
function scoreOf({ scores }: Cluster, detectors: number): number {
  const mean = [...scores.values()].reduce((sum, score) => sum + score, 0) / detectors
  const agreement = detectors > 1 ? (scores.size - 1) / (detectors - 1) : 0
  return Math.min(MAX_SCORE, mean * (1 + AGREEMENT_BONUS * agreement))
}

function yieldTo(winner: FusedObject, loser: Found): void {
  if (!areFamily(winner.label, loser.label)) return
  if (winner.rival === undefined && loser.score >= winner.score * RIVAL_CLOSENESS) winner.rival = loser.label
  winner.score = Math.min(MAX_SCORE, winner.score + loser.score * RIVAL_SUPPORT)
}

function isEcho(candidate: Found, kept: Found): boolean {
  if (kept.label !== candidate.label) return false
  if (overlap(kept.box, candidate.box) > SAME_THING) return true
  return shareInside(candidate.box, kept.box) > PART_INSIDE && candidate.score < kept.score * 0.8
}

function areFamily(a: string, b: string): boolean {
  return FAMILIES.some((family) => family.includes(a) && family.includes(b))
}

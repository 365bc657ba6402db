/**
 * Labels with boxes, by the rules of the reference's `parse_description_with_bboxes_from_text_and_spans` and
 * `parse_phrase_grounding_from_text_and_spans` (microsoft/Florence-2-base-ft, `processing_florence2.py`):
 * a label, then four locations a box, as many boxes as follow. Unlike there, labels keep their accents.
 */
import {
  type Box,
  boxFromPixels,
  type Detection,
  fromFlorenceBin,
  intersectionOverUnion,
} from '@vitrine/contracts'
import { type AnswerGroup, groupItems, inRunsOf, leadingLocations } from './groups.ts'
import { type AnswerItem, geometricMean } from './items.ts'

export interface Parsed<T> {
  found: T[]
  /** What was not sound and left out, in plain sentences. */
  warnings: string[]
}

/** Two boxes of one label that share this much are the model saying it again. */
const SAME_BOX = 0.95

/** Words that a caption's phrases are not looked for: the reference's `black_list_of_phrase_grounding`. */
const NOT_GROUNDED = new Set(
  (
    'it I me mine you your yours he him his she her hers they them their theirs one oneself we us our ours its ' +
    'myself yourself himself herself itself ourselves yourselves themselves this that these those who whom whose ' +
    'which what all another any anybody anyone anything each everybody everyone everything few many nobody none ' +
    'several some somebody someone something image images the a an lots'
  ).split(' '),
)
for (const words of ['each other', 'one another', 'the image', 'a group', 'other objects', 'a set'])
  NOT_GROUNDED.add(words)

/** Boxes with their labels; what has no label or no whole box is left out. */
export function parseLabelledBoxes(items: readonly AnswerItem[]): Parsed<Detection> {
  return parseGroups(groupItems(items).filter(({ label }) => label !== ''))
}

/** The same without the words that stand for nothing one could see. */
export function parseGroundedPhrases(items: readonly AnswerItem[]): Parsed<Detection> {
  return parseGroups(groupItems(items).filter(({ label }) => label !== '' && !NOT_GROUNDED.has(label)))
}

/** Boxes whether or not they have a label. */
export function parseBareBoxes(items: readonly AnswerItem[]): Parsed<Box> {
  const groups = groupItems(items)
  const boxes = groups.flatMap((group) => boxesOf(group).map(({ box }) => box))
  return { found: boxes, warnings: warnOfLeftovers(groups, 4) }
}

function parseGroups(groups: readonly AnswerGroup[]): Parsed<Detection> {
  const found: Detection[] = []
  let repeated = 0
  for (const group of groups) {
    for (const { box, certainty } of boxesOf(group)) {
      const isKnown = found.some(
        (other) => other.label === group.label && intersectionOverUnion(other.box, box) > SAME_BOX,
      )
      if (isKnown) repeated += 1
      else found.push({ label: group.label, box, ...scoreOf(group.labelCertainty, certainty) })
    }
  }
  const warnings = warnOfLeftovers(groups, 4)
  if (repeated > 0) warnings.push(`The model repeated itself: ${count(repeated, 'box', 'boxes')} left out.`)
  return { found, warnings }
}

/** A thing is as sure as its name and its place together. */
export function scoreOf(label: number | null, place: number | null): { score?: number } {
  const score = geometricMean([label, place])
  return score === null ? {} : { score }
}

function boxesOf(group: AnswerGroup): { box: Box; certainty: number | null }[] {
  return inRunsOf(leadingLocations(group), 4).map((corners) => {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = corners.map(({ bin }) => fromFlorenceBin(bin))
    return {
      box: boxFromPixels({ x0, y0, x1, y1 }, { width: 1, height: 1 }),
      certainty: geometricMean(corners.map(({ certainty }) => certainty)),
    }
  })
}

/** A place that is cut short, of which `size` locations make a whole one. */
export function warnOfLeftovers(groups: readonly AnswerGroup[], size: number): string[] {
  const broken = groups.filter((group) => leadingLocations(group).length % size !== 0).length
  return broken === 0 ? [] : [`${count(broken, 'place', 'places')} in the model's answer were not whole.`]
}

export const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`

/** Captions put together from what was found: they claim nothing that no model said. */

import type { Detection, KindDecision, Size, TextRegion } from '@vitrine/contracts'
import type { PixelFacts } from '../../facts/colours.ts'
import { countNoun, joinWords, withArticle } from './words.ts'

export interface CaptionFacts {
  size: Size
  kind: KindDecision
  detections: readonly Detection[]
  textRegions: readonly TextRegion[]
  pixels: PixelFacts
  /** Rows of text, as a person counts lines. */
  rows: number
  prices: number
}

/** From this score on a thing is said to be there; below, "possibly". */
export const SURE_SCORE = 0.6
const SURE_TEXT_SCORE = 0.8
const MAX_THINGS = 4
const SHORT_QUOTE = 90
const LONG_QUOTE = 400

const KIND_NAMES: Record<KindDecision['kind'], string> = {
  photo: 'Photo',
  document: 'Document',
  receipt: 'Receipt',
  form: 'Form',
  table: 'Table',
  chart: 'Chart',
  screenshot: 'Screenshot',
  label: 'Label',
  drawing: 'Drawing',
}

/** One or two sentences for a card. */
export function writeCaption(facts: CaptionFacts): string {
  if (isTextual(facts.kind)) return `${textualHead(facts)}.`
  const things = describeThings(facts.detections, MAX_THINGS)
  const text = quoteText(facts.textRegions, SHORT_QUOTE)
  const sentences = [
    describePicture(facts, things),
    text && `Text reads ${text}.`,
    !things && !text && colourSentence(facts.pixels),
  ]
  return sentences.filter(Boolean).join(' ')
}

/** Everything found, in sentences. */
export function writeDetailedCaption(facts: CaptionFacts): string {
  const things = describeThings(facts.detections, Number.POSITIVE_INFINITY)
  const head = isTextual(facts.kind)
    ? `${textualHead(facts)}.${things ? ` It also shows ${things}.` : ''}`
    : describePicture(facts, things)
  const text = quoteText(facts.textRegions, LONG_QUOTE)
  return [
    head,
    possiblySentence(facts.detections),
    text && `Text reads ${text}.`,
    colourSentence(facts.pixels),
  ]
    .filter(Boolean)
    .join(' ')
}

const isTextual = ({ kind }: KindDecision) =>
  kind === 'document' || kind === 'receipt' || kind === 'form' || kind === 'table' || kind === 'screenshot'

function pictureName({ kind, pixels }: CaptionFacts): string {
  const name = KIND_NAMES[kind.kind]
  return pixels.isBlackAndWhite && kind.kind === 'photo' ? 'Black-and-white photo' : name
}

function describePicture(facts: CaptionFacts, things: string): string {
  const name = pictureName(facts)
  if (things) return `${name} showing ${things}.`
  if (facts.kind.kind === 'photo') return `${name}; no known object was recognised with confidence.`
  return facts.rows > 0
    ? `${name} with ${countNoun(facts.rows, 'line of text', 'lines of text')}.`
    : `${name}.`
}

function textualHead({ size, kind, textRegions, rows, prices }: CaptionFacts): string {
  const heading = findHeading(textRegions, size)
  const parts = [
    rows > 0 && countNoun(rows, 'line of text', 'lines of text'),
    prices >= 3 && `${prices} prices`,
  ].filter((part) => part !== false)
  return `${KIND_NAMES[kind.kind]}${heading ? ` headed “${heading}”` : ''}${parts.length > 0 ? ` with ${joinWords(parts)}` : ''}`
}

/** The tallest line when it stands out, else the first one with a word in it. */
function findHeading(regions: readonly TextRegion[], size: Size): string | undefined {
  const worthy = regions.filter(({ text, score = 1 }) => score > 0.7 && /\p{L}{3}/u.test(text))
  const heightOf = ({ quad: [start, , , below] }: TextRegion) =>
    Math.hypot((below[0] - start[0]) * size.width, (below[1] - start[1]) * size.height)
  const heights = regions.map(heightOf).sort((a, b) => a - b)
  const median = heights[heights.length >> 1] ?? 0
  const tallest = [...worthy].sort((a, b) => heightOf(b) - heightOf(a))[0]
  const heading = tallest && heightOf(tallest) > 1.3 * median ? tallest : worthy[0]
  return heading && clip(heading.text, SHORT_QUOTE)
}

function describeThings(detections: readonly Detection[], limit: number): string {
  const groups = new Map<string, Detection[]>()
  for (const detection of detections)
    if ((detection.score ?? 1) >= SURE_SCORE)
      groups.set(detection.label, [...(groups.get(detection.label) ?? []), detection])
  const largest = (group: readonly Detection[]) => Math.max(...group.map(areaOf))
  const sorted = [...groups].sort(([, a], [, b]) => largest(b) - largest(a))
  const phrases = sorted.slice(0, limit).map(([label, group]) => {
    const [only] = group
    if (!only || group.length > 1) return countNoun(group.length, label)
    const name = only.rival ? `${withArticle(label)} or ${only.rival}` : withArticle(label)
    return `${name} ${placeOf(only)}`
  })
  return joinWords(phrases)
}

function possiblySentence(detections: readonly Detection[]): string {
  const sure = new Set(detections.filter(({ score = 1 }) => score >= SURE_SCORE).map(({ label }) => label))
  const maybe = new Set(
    detections
      .filter(({ score = 1, label }) => score < SURE_SCORE && !sure.has(label))
      .map(({ label }) => label),
  )
  return maybe.size === 0 ? '' : `Possibly also ${joinWords([...maybe].slice(0, 4).map(withArticle))}.`
}

const areaOf = ({ box }: Detection) => box.width * box.height

/** Where a thing stands, in thirds of the picture. */
export function placeOf(detection: Detection): string {
  const { box } = detection
  if (areaOf(detection) > 0.45) return 'filling most of the frame'
  const x = box.x + box.width / 2
  const y = box.y + box.height / 2
  const across = x < 0.36 ? 'left' : x > 0.64 ? 'right' : ''
  const down = y < 0.3 ? 'top' : y > 0.72 ? 'bottom' : ''
  return `at the ${[down, across].filter(Boolean).join(' ') || 'centre'}`
}

function quoteText(regions: readonly TextRegion[], limit: number): string {
  const text = regions
    .filter(({ score = 1 }) => score >= SURE_TEXT_SCORE)
    .map((region) => region.text)
    .join(' ')
  return /[\p{L}\p{N}]{2}/u.test(text) ? `“${clip(text, limit)}”` : ''
}

/** Cut at a word's end. */
function clip(text: string, limit: number): string {
  const plain = text.replace(/\s+/g, ' ').trim()
  return plain.length <= limit ? plain : `${plain.slice(0, limit - 1).replace(/\s\S*$/, '')}…`
}

function colourSentence({ colours, isBlackAndWhite }: PixelFacts): string {
  if (isBlackAndWhite) return ''
  const names = colours.filter(({ share }) => share > 0.12).slice(0, 3)
  return names.length === 0 ? '' : `Mainly ${joinWords(names.map(({ name }) => name))}.`
}

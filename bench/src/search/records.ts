/** Made-up images: what a vision model would plausibly say of them. */
import type { Random } from './random.ts'
import { ADJECTIVES, LABELS, PLACES, PRINTED_WORDS, SUBJECTS, TAGS, VERBS } from './words.ts'

export interface MadeUpImage {
  fileName: string
  width: number
  height: number
  sizeBytes: number
  kind: string
  caption: string
  detailedCaption: string
  labels: string[]
  lines: string[]
  tag: string | null
  takenAt: number | null
}

const KINDS: readonly (readonly [kind: string, share: number])[] = [
  ['photo', 0.74],
  ['document', 0.08],
  ['receipt', 0.06],
  ['screenshot', 0.05],
  ['label', 0.03],
  ['form', 0.02],
  ['table', 0.01],
  ['drawing', 0.01],
]
const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ'
const FIRST_DAY = Date.UTC(2018, 0, 1)
const DAYS = 3240

function pickKind(random: Random): string {
  let left = random.next()
  for (const [kind, share] of KINDS) {
    left -= share
    if (left < 0) return kind
  }
  return 'photo'
}

const letters = (random: Random, count: number) =>
  Array.from({ length: count }, () => LETTERS.charAt(random.below(LETTERS.length))).join('')

function printedWord(random: Random): string {
  if (random.chance(0.08)) return `${random.below(400)}.${String(random.below(100)).padStart(2, '0')}`
  if (random.chance(0.03)) return `${letters(random, 2)}-${1000 + random.below(9000)}-${letters(random, 1)}`
  const word = random.zipf(PRINTED_WORDS, 'total')
  return random.chance(0.4) ? word.toUpperCase() : word
}

const line = (random: Random) =>
  Array.from({ length: 2 + random.below(4) }, () => printedWord(random)).join(' ')

function linesOf(random: Random, kind: string): string[] {
  if (kind === 'photo' || kind === 'drawing') {
    if (random.chance(0.03))
      return [`${letters(random, 1)}-${letters(random, 2)} ${100 + random.below(9900)}`]
    return random.chance(0.65) ? [] : Array.from({ length: 1 + random.below(3) }, () => line(random))
  }
  return Array.from({ length: 6 + random.below(16) }, () => line(random))
}

function labelsOf(random: Random, kind: string): string[] {
  if (kind !== 'photo') return random.chance(0.15) ? [random.zipf(LABELS, 'person')] : []
  const labels: string[] = []
  for (let kinds = random.below(4); kinds >= 0; kinds--) {
    const label = random.zipf(LABELS, 'person')
    for (let count = random.chance(0.3) ? 1 + random.below(4) : 1; count > 0; count--) labels.push(label)
  }
  return labels
}

function scene(random: Random): string {
  const adjective = random.zipf(ADJECTIVES, 'small')
  const subject = random.zipf(SUBJECTS, 'man')
  const verb = random.zipf(VERBS, 'standing')
  return `${adjective} ${subject} ${verb} ${random.pick(['on', 'in', 'near', 'by', 'at'], 'on')} a ${random.zipf(ADJECTIVES, 'large')} ${random.zipf(PLACES, 'street')}`
}

/** The `index`th image, 1-based. */
export function makeUpImage(random: Random, index: number): MadeUpImage {
  const kind = pickKind(random)
  const labels = labelsOf(random, kind)
  const lines = linesOf(random, kind)
  const isPhoto = kind === 'photo'
  const caption = isPhoto ? `A ${scene(random)}.` : `A ${kind} with ${lines.length} lines of text.`
  const detailedCaption = isPhoto
    ? `The picture shows a ${scene(random)}. There is a ${random.zipf(LABELS, 'person')} and a ${random.zipf(ADJECTIVES, 'red')} ${random.zipf(LABELS, 'chair')} in the background.`
    : `A ${kind} that begins with “${lines[0] ?? ''}”.`
  return {
    fileName: isPhoto ? `IMG_${String(index).padStart(7, '0')}.jpg` : `scan-${index}.png`,
    width: random.pick([640, 1024, 1600, 3024, 4032, 6000], 1024),
    height: random.pick([480, 768, 1200, 3024, 4000], 768),
    sizeBytes: 20_000 + random.below(9_000_000),
    kind,
    caption,
    detailedCaption,
    labels,
    lines,
    tag: random.chance(0.1) ? random.zipf(TAGS, 'holiday') : null,
    takenAt: isPhoto ? FIRST_DAY + random.below(DAYS) * 86_400_000 : null,
  }
}

/** Answers about things that were detected: how many, whether, where. Pure. */
import type { Annotation } from '@vitrine/contracts'
import { boxOf, type Citations, textOf } from './citations.ts'
import { countLabels, detectionsOf, type Numbered, nameOf, SURE, scoreOf, thingsCalled } from './pictures.ts'
import { placeOf, relationOf } from './places.ts'
import { hasWords, listOf, plural } from './words.ts'

/** Every picture's sentence; one picture needs no name. */
export function perPicture(pictures: readonly Numbered[], sentence: (picture: Numbered) => string): string {
  const [only, ...others] = pictures
  if (!only) return ''
  if (others.length === 0) return sentence(only)
  return pictures.map((picture) => `- **${nameOf(picture)}:** ${sentence(picture)}`).join('\n')
}

const sureOf = (found: readonly Annotation[]) => found.filter((annotation) => scoreOf(annotation) >= SURE)

/** Not seen is not the same as not there: detectors know some things, and miss some of those. */
const notDetected = (thing: string) => `No “${thing}” was detected, which does not mean that there is none.`

export function countThings(pictures: readonly Numbered[], thing: string | null, cites: Citations): string {
  const total = pictures.reduce(
    (sum, { image }) =>
      sum + sureOf(thing === null ? detectionsOf(image) : thingsCalled(image, thing)).length,
    0,
  )
  const each = perPicture(pictures, ({ image }) => {
    const found = thing === null ? detectionsOf(image) : thingsCalled(image, thing)
    if (thing !== null && found.length === 0) return notDetected(thing)
    const sure = sureOf(found)
    const unsure = found.length - sure.length
    const maybe = unsure > 0 ? ` ${unsure} more ${unsure === 1 ? 'is' : 'are'} possible.` : ''
    const what = thing === null ? countInWords(sure.length) : plural(sure.length, labelOf(found, thing))
    return `${what} ${sure.length === 1 ? 'was' : 'were'} detected ${cites.marks(image.id, found)}.${maybe}`
  })
  return pictures.length > 1 ? `${total} in all ${pictures.length} pictures.\n\n${each}` : each
}

const countInWords = (count: number) => plural(count, 'object')

/** What the detector calls it, so that a synonym is not taken for its word. */
function labelOf(found: readonly Annotation[], thing: string): string {
  const labels = new Set(found.map(({ body }) => textOf(body)))
  return labels.size === 1 ? ([...labels][0] ?? thing) : thing.replace(/s$/u, '')
}

export function findThing(pictures: readonly Numbered[], thing: string, cites: Citations): string {
  return perPicture(pictures, ({ image }) => {
    const found = thingsCalled(image, thing)
    const text = image.annotations.filter(
      ({ body }) => body.type === 'text-region' && hasWords(body.text, thing),
    )
    const captions = image.annotations.filter(
      ({ body }) =>
        (body.type === 'caption' || body.type === 'detailed-caption' || body.type === 'reading') &&
        hasWords(body.text, thing),
    )
    if (found.length > 0) {
      const places = listOf([...new Set(found.map(({ body }) => placeIn(body)))].slice(0, 4))
      const isSure = sureOf(found).length > 0
      const label = plural(found.length, labelOf(found, thing))
      return `${isSure ? 'Yes' : 'Possibly'}: ${label} ${places} ${cites.marks(image.id, found)}.`
    }
    if (text.length > 0) return `It is written there: ${quotes(text)} ${cites.marks(image.id, text)}.`
    if (captions.length > 0) return `The description names it ${cites.marks(image.id, captions)}.`
    return notDetected(thing)
  })
}

const placeIn = (body: Annotation['body']) => {
  const box = boxOf(body)
  return box ? placeOf(box) : 'in the picture'
}

const quotes = (lines: readonly Annotation[]) =>
  listOf(lines.slice(0, 3).map(({ body }) => `“${textOf(body)}”`))

export function locateThing(pictures: readonly Numbered[], thing: string, cites: Citations): string {
  return perPicture(pictures, ({ image }) => {
    const found = thingsCalled(image, thing)
    if (found.length === 0) {
      const lines = image.annotations.filter(
        ({ body }) => body.type === 'text-region' && hasWords(body.text, thing),
      )
      if (lines.length === 0) return notDetected(thing)
      return lines
        .map((line) => `“${textOf(line.body)}” stands ${placeIn(line.body)} ${cites.mark(image.id, line)}.`)
        .join(' ')
    }
    return found
      .slice(0, 6)
      .map(
        (annotation) =>
          `The ${textOf(annotation.body)} is ${placeIn(annotation.body)}${besides(annotation, detectionsOf(image))} ${cites.mark(image.id, annotation)}.`,
      )
      .join(' ')
  })
}

/** How it stands to the nearest other thing. */
function besides(annotation: Annotation, all: readonly Annotation[]): string {
  const box = boxOf(annotation.body)
  if (!box) return ''
  const others = all.flatMap(({ id, body }) => {
    const other = boxOf(body)
    if (!other || id === annotation.id || textOf(body) === textOf(annotation.body)) return []
    const distance = Math.hypot(
      box.x + box.width / 2 - other.x - other.width / 2,
      box.y + box.height / 2 - other.y - other.height / 2,
    )
    return [{ label: textOf(body), other, distance }]
  })
  const nearest = others.sort((a, b) => a.distance - b.distance)[0]
  return nearest ? `, ${relationOf(box, nearest.other)} the ${nearest.label}` : ''
}

export function listThings(pictures: readonly Numbered[], cites: Citations): string {
  return perPicture(pictures, ({ image }) => {
    const counted = countLabels(image)
    if (counted.length === 0) return 'No known object was detected.'
    return `${listOf(counted.map(({ label, found }) => `${plural(found.length, label)} ${cites.marks(image.id, found)}`))}.`
  })
}

/** Answers about things that were detected: how many, whether, where. Pure. */
import type { Annotation, ImageDetail } from '@vitrine/contracts'
import { boxOf, type Citations, textOf } from './citations.ts'
import {
  countLabels,
  detectionsOf,
  linesWith,
  type Numbered,
  perPicture,
  sayingsOf,
  sureOf,
  thingsCalled,
  thingsNearly,
} from './pictures.ts'
import { placeOf, relationOf } from './places.ts'
import { asText, listOf, plural, singular } from './words.ts'

/** Not seen is not the same as not there: detectors know some things, and miss some of those. */
const notDetected = (thing: string) =>
  `No “${asText(thing)}” was detected, which does not mean that there is none.`

export function countThings(pictures: readonly Numbered[], thing: string | null, cites: Citations): string {
  const foundIn = ({ image }: Numbered) => (thing === null ? detectionsOf(image) : thingsCalled(image, thing))
  const each = perPicture(pictures, (picture) => countIn(picture.image, foundIn(picture), thing, cites))
  if (pictures.length < 2) return each
  const total = pictures.reduce((sum, picture) => sum + sureOf(foundIn(picture)).length, 0)
  return `${total} in all ${pictures.length} pictures.\n\n${each}`
}

function countIn(
  image: ImageDetail,
  found: readonly Annotation[],
  thing: string | null,
  cites: Citations,
): string {
  if (found.length === 0)
    return thing === null ? 'No known object was detected.' : noneOf(image, thing, cites)
  const sure = sureOf(found)
  const unsure = found.length - sure.length
  const noun = thing === null ? 'object' : labelOf(found, thing)
  const marks = cites.marks(image.id, found)
  if (sure.length === 0)
    return `No ${noun} was detected for sure; ${unsure} ${isAre(unsure)} possible ${marks}.`
  const maybe = unsure > 0 ? ` ${unsure} more ${isAre(unsure)} possible.` : ''
  return `${plural(sure.length, noun)} ${sure.length === 1 ? 'was' : 'were'} detected ${marks}.${maybe}`
}

const isAre = (count: number) => (count === 1 ? 'is' : 'are')

/** What the detector calls it, so that a synonym is not taken for its word. */
function labelOf(found: readonly Annotation[], thing: string): string {
  const labels = new Set(found.map(({ body }) => textOf(body)))
  return labels.size === 1 ? ([...labels][0] ?? thing) : singular(thing)
}

/** What else is stored of a thing that was not detected under its name. */
function noneOf(image: ImageDetail, thing: string, cites: Citations): string {
  const nearly = thingsNearly(image, thing)
  if (nearly) {
    const counted = `${plural(nearly.found.length, labelOf(nearly.found, nearly.head))} ${nearly.found.length === 1 ? 'was' : 'were'} detected`
    return `${counted} ${cites.marks(image.id, nearly.found)}; whether that is “${asText(thing)}”, the index can’t tell.`
  }
  return notDetected(thing)
}

export function findThing(pictures: readonly Numbered[], thing: string, cites: Citations): string {
  let count = 0
  const each = perPicture(pictures, ({ image }) => {
    const found = thingsCalled(image, thing)
    const lines = linesWith(image, thing)
    const sayings = sayingsOf(image, thing)
    if (found.length + lines.length + sayings.length > 0) count += 1
    if (found.length > 0) {
      const places = listOf([...new Set(found.map(({ body }) => placeIn(body)))].slice(0, 4))
      const isSure = sureOf(found).length > 0
      return `${isSure ? 'Yes' : 'Possibly'}: ${plural(found.length, labelOf(found, thing))} ${places} ${cites.marks(image.id, found)}.`
    }
    if (lines.length > 0)
      return `It is written there: ${quotes(lines)} ${cites.marks(image.id, lines.slice(0, 3))}.`
    if (sayings.length > 0) return `The description names it ${cites.marks(image.id, sayings)}.`
    return noneOf(image, thing, cites)
  })
  return pictures.length > 1 ? `Found in ${count} of ${pictures.length}.\n\n${each}` : each
}

const placeIn = (body: Annotation['body']) => {
  const box = boxOf(body)
  return box ? placeOf(box) : 'in the picture'
}

const quotes = (lines: readonly Annotation[]) =>
  listOf(lines.slice(0, 3).map(({ body }) => `“${asText(textOf(body))}”`))

/** Things that are told one by one in an answer. */
const MAX_PLACES = 6

export function locateThing(pictures: readonly Numbered[], thing: string, cites: Citations): string {
  return perPicture(pictures, ({ image }) => {
    const found = thingsCalled(image, thing)
    if (found.length > 0)
      return found
        .slice(0, MAX_PLACES)
        .map((one) => placeWords(image, one, cites))
        .join(' ')
    const lines = linesWith(image, thing).slice(0, MAX_PLACES)
    if (lines.length > 0)
      return lines
        .map(
          (line) =>
            `“${asText(textOf(line.body))}” stands ${placeIn(line.body)} ${cites.mark(image.id, line)}.`,
        )
        .join(' ')
    const parts = sayingsOf(image, thing).filter(({ body }) => body.type === 'region')
    if (parts.length > 0)
      return parts
        .map(
          (part) => `“${asText(textOf(part.body))}” is ${placeIn(part.body)} ${cites.mark(image.id, part)}.`,
        )
        .join(' ')
    return noneOf(image, thing, cites)
  })
}

function placeWords(image: ImageDetail, one: Annotation, cites: Citations): string {
  const maybe = sureOf([one]).length > 0 ? 'is' : 'is possibly'
  return `The ${textOf(one.body)} ${maybe} ${placeIn(one.body)}${besides(one, detectionsOf(image))} ${cites.mark(image.id, one)}.`
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

/** Which of several pictures: has a thing, is the most of something. Pure. */
import type { Annotation } from '@vitrine/contracts'
import { whichTotal } from './answer-amounts.ts'
import type { Citations } from './citations.ts'
import type { Superlative } from './intent.ts'
import { kindCalled } from './kind-words.ts'
import {
  detectionsOf,
  linesOf,
  linesWith,
  type Numbered,
  nameOf,
  rowsOf,
  sayingsOf,
  thingsCalled,
} from './pictures.ts'
import { asText, dayOf, listOf, plural, thingsIn, wordsTest } from './words.ts'

/** What of a picture has to do with a thing: its detections, its lines, its descriptions; null for nothing. */
export function evidenceOf({ image }: Numbered, thing: string): Annotation[] | null {
  const things = thingsCalled(image, thing)
  if (things.length > 0) return things
  if (/^(?:text|writing|words)$/u.test(thing)) return linesOf(image).length > 0 ? linesOf(image) : null
  const kind = kindCalled(thing)
  if (kind !== null && image.kind === kind)
    return image.annotations.filter(({ body }) => body.type === 'kind')
  const hasWords = wordsTest(thing)
  const words = [...linesWith(image, thing), ...sayingsOf(image, thing)]
  const fields = image.annotations.filter(({ body }) => body.type === 'field' && hasWords(body.value))
  const found = [...words, ...fields]
  const isNamed = [image.notes, image.fileName, ...image.tags.map(({ name }) => name)].some((text) =>
    hasWords(text),
  )
  return found.length > 0 || isNamed ? found : null
}

/** Marks for one picture in a list: more of them are on its page. */
const MAX_MARKS = 4

export function whichHas(pictures: readonly Numbered[], thing: string, cites: Citations): string {
  const things = thingsIn(thing)
  const needsAll = !/\bor\b/u.test(thing)
  const found = pictures.flatMap((picture) => {
    const each = things.map((one) => evidenceOf(picture, one))
    const has = needsAll ? each.every((one) => one !== null) : each.some((one) => one !== null)
    return has && things.length > 0
      ? [{ picture, evidence: each.flatMap((one) => one?.slice(0, MAX_MARKS) ?? []) }]
      : []
  })
  if (found.length === 0)
    return `“${asText(thing)}” was found in none of them, which does not mean that it is in none.`
  const rows = rowsOf(found, ({ picture, evidence }) => {
    const { image } = picture
    const marks = cites.marks(image.id, evidence) || cites.picture(image)
    return `${nameOf(picture)} ${marks}`
  })
  return `${found.length} of ${pictures.length}:\n\n${rows}`
}

/** The measure of a superlative. */
function measure({ image }: Numbered, of: Exclude<Superlative, { by: 'amount' }>): [number, string] {
  switch (of.by) {
    case 'date': {
      const at = image.takenAt ?? image.createdAt
      return [at, `${image.takenAt === null ? 'added' : 'taken'} on ${dayOf(at)}`]
    }
    case 'size':
      return [image.width * image.height, `${image.width} × ${image.height} pixels`]
    case 'text':
      return [image.textLength, `${plural(image.textLength, 'character')} of text`]
    case 'objects': {
      const count = of.thing === null ? detectionsOf(image).length : thingsCalled(image, of.thing).length
      return [count, `${count} detected`]
    }
  }
}

export function whichMost(pictures: readonly Numbered[], of: Superlative, cites: Citations): string {
  if (of.by === 'amount') return whichTotal(pictures, of.most, cites)
  const measured = pictures.map((picture) => ({ picture, measured: measure(picture, of) }))
  const values = measured.map((one) => one.measured[0])
  const wanted = of.most ? Math.max(...values) : Math.min(...values)
  if (of.by === 'objects' && of.most && wanted === 0) return 'None was detected in any of them.'
  const winners = measured.filter((one) => one.measured[0] === wanted)
  const [first] = winners
  if (!first) return 'None of them has what that would be told by.'
  const things = ({ image }: Numbered) =>
    of.by === 'objects' && of.thing !== null ? thingsCalled(image, of.thing) : []
  const named = winners.map(({ picture }) => {
    const marks = cites.marks(picture.image.id, things(picture)) || cites.picture(picture.image)
    return `${nameOf(picture)} ${marks}`
  })
  return `${listOf(named)}: ${first.measured[1]}.`
}

/** Answers about files, and about several pictures beside each other. Pure. */
import type { Annotation } from '@vitrine/contracts'
import { namedValue } from './amounts.ts'
import { whichTotal } from './answer-amounts.ts'
import type { Citations } from './citations.ts'
import type { Fact, Superlative } from './intent.ts'
import { kindCalled } from './kind-words.ts'
import {
  countLabels,
  detectionsOf,
  linesOf,
  linesWith,
  type Numbered,
  nameOf,
  perPicture,
  rowsOf,
  sayingsOf,
  thingsCalled,
} from './pictures.ts'
import { asText, listOf, plural, thingsIn, wordsTest } from './words.ts'

const date = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})

export function tellFact(pictures: readonly Numbered[], fact: Fact, cites: Citations): string {
  return perPicture(pictures, ({ image }) => {
    const mark = cites.picture(image)
    switch (fact) {
      case 'camera':
        return image.camera
          ? `It was taken with ${asText(image.camera)} ${mark}.`
          : 'The file names no camera.'
      case 'size':
        return `It is ${image.width} × ${image.height} pixels, ${(image.sizeBytes / 1e6).toFixed(1)} MB ${mark}.`
      case 'date':
        return image.takenAt === null
          ? `The file does not say when it was taken; it was added on ${date.format(image.createdAt)} ${mark}.`
          : `It was taken on ${date.format(image.takenAt)} ${mark}.`
      case 'place':
        return 'Where it was taken is not stored.'
      case 'file':
        return `The file is called ${asText(image.fileName)} ${mark}.`
      case 'format':
        return `It is ${image.mediaType} ${mark}.`
      case 'tags':
        return image.tags.length > 0
          ? `Its tags are ${listOf(image.tags.map(({ name }) => asText(name)))} ${mark}.`
          : 'It has no tags.'
      case 'notes':
        return image.notes.trim()
          ? `The notes say: ${asText(image.notes.trim())} ${mark}`
          : 'It has no notes.'
    }
  })
}

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
      return [at, `${image.takenAt === null ? 'added' : 'taken'} on ${date.format(at)}`]
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

/** Pictures beside each other in one table. */
const MAX_COLUMNS = 6

/** A table of what is stored of each, and what they share. */
export function comparePictures(all: readonly Numbered[], cites: Citations): string {
  if (all.length < 2) return 'There is only one picture: add another one to compare it with.'
  const pictures = all.slice(0, MAX_COLUMNS)
  const row = (name: string, cell: (picture: Numbered) => string) =>
    `| ${[name, ...pictures.map(cell)].join(' | ')} |`
  const labels = ({ image }: Numbered) =>
    countLabels(image).map(
      ({ label, found }) =>
        `${plural(found.length, label)} ${cites.marks(image.id, found.slice(0, MAX_MARKS))}`,
    )
  const rows = [
    row('', nameOf),
    row('---', () => '---'),
    row('Shows', ({ image }) => asText(image.caption) || '—'),
    row('Kind', ({ image }) => image.kind ?? '—'),
    row('Objects', (picture) => listOf(labels(picture)) || 'none detected'),
    row('Text', ({ image }) => (image.textLength > 0 ? plural(image.textLength, 'character') : 'none')),
    row('Size', ({ image }) => `${image.width} × ${image.height}`),
    row('Date', ({ image }) => date.format(image.takenAt ?? image.createdAt)),
    ...valueRows(pictures, cites).map(([name, cells]) => `| ${[name, ...cells].join(' | ')} |`),
  ]
  const left =
    all.length > MAX_COLUMNS ? `\n\nOnly the first ${MAX_COLUMNS} of ${all.length} are compared.` : ''
  return `${rows.join('\n')}\n\n${sharedThings(pictures)}${left}`
}

const COMPARED = ['total', 'tax', 'date', 'merchant', 'number'] as const

/** Rows of named values that at least one of them has. */
function valueRows(pictures: readonly Numbered[], cites: Citations): [string, string[]][] {
  return COMPARED.flatMap((name): [string, string[]][] => {
    const values = pictures.map(({ image }) => ({ image, found: namedValue(image, name) }))
    if (values.every(({ found }) => found === null)) return []
    const title = name === 'date' ? 'Date on it' : `${name.charAt(0).toUpperCase()}${name.slice(1)}`
    const cells = values.map(({ image, found }) =>
      found ? `${asText(found.value)} ${cites.marks(image.id, found.from.slice(0, 1))}` : '—',
    )
    return [[title, cells]]
  })
}

/** What all of them show, and what only one does. */
export function sharedThings(pictures: readonly Numbered[]): string {
  if (pictures.length < 2) return 'There is only one picture: add another one to compare it with.'
  const sets = pictures.map(({ image }) => new Set(countLabels(image).map(({ label }) => label)))
  const shared = [...(sets[0] ?? [])].filter((label) => sets.every((set) => set.has(label)))
  const only = pictures.flatMap((picture, index) => {
    const others = sets.filter((_set, at) => at !== index)
    const own = [...(sets[index] ?? [])].filter((label) => others.every((set) => !set.has(label)))
    return own.length > 0 ? [`only ${nameOf(picture)} shows ${listOf(own)}`] : []
  })
  const common =
    shared.length > 0 ? `All of them show ${listOf(shared)}.` : 'No object was detected in all of them.'
  const apart = only.length > 0 ? ` Of what was detected, ${listOf(only)}.` : ''
  return `${common}${apart}`
}

/** Pictures with the same bytes; whether others look alike, the image pages tell. */
export function findDuplicates(pictures: readonly Numbered[]): string {
  const groups = new Map<string, Numbered[]>()
  for (const picture of pictures)
    groups.set(picture.image.sha256, [...(groups.get(picture.image.sha256) ?? []), picture])
  const same = [...groups.values()].filter((group) => group.length > 1)
  const beyond = 'Whether pictures look alike is shown on an image’s own page.'
  if (same.length === 0) return `None of these files is the same as another one. ${beyond}`
  return `The same file:\n\n${rowsOf(same, (group) => listOf(group.map(nameOf)))}\n\n${beyond}`
}

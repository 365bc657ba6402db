/** Answers about named values, files and several pictures beside each other. Pure. */
import { formatAmount, namedValue } from './amounts.ts'
import { perPicture } from './answer-things.ts'
import type { Citations } from './citations.ts'
import type { Intent, Superlative } from './intent.ts'
import { countLabels, detectionsOf, type Numbered, nameOf, thingsCalled } from './pictures.ts'
import { hasWords, listOf, plural } from './words.ts'

const date = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})

export function tellField(pictures: readonly Numbered[], name: string, cites: Citations): string {
  const words = name.replaceAll('-', ' ')
  return perPicture(pictures, ({ image }) => {
    const found = namedValue(image, name)
    if (!found) return `No ${words} was found in what was read.`
    return `The ${words} is **${found.value}** ${cites.marks(image.id, found.from)}.`
  })
}

/** Adds up what has the same currency, and says what was left out. */
export function sumField(pictures: readonly Numbered[], name: string, cites: Citations): string {
  const sums = new Map<string, number>()
  const rows: string[] = []
  const without: Numbered[] = []
  for (const picture of pictures) {
    const found = namedValue(picture.image, name)
    if (!found || found.number === null) {
      without.push(picture)
      continue
    }
    const unit = found.unit ?? ''
    sums.set(unit, (sums.get(unit) ?? 0) + found.number)
    rows.push(`- ${nameOf(picture)}: ${found.value} ${cites.marks(picture.image.id, found.from)}`)
  }
  if (rows.length === 0) return 'No amounts were found in what was read.'
  const totals = listOf([...sums].map(([unit, sum]) => `**${formatAmount(sum, unit || null)}**`))
  const mixed = sums.size > 1 ? ' Different currencies are not added together.' : ''
  const left = without.length > 0 ? `\n\nWithout an amount: ${listOf(without.map(nameOf))}.` : ''
  return `${totals} in all.${mixed}\n\n${rows.join('\n')}${left}`
}

export function tellFact(
  pictures: readonly Numbered[],
  fact: Extract<Intent, { type: 'fact' }>['fact'],
): string {
  return perPicture(pictures, ({ image }) => {
    switch (fact) {
      case 'camera':
        return image.camera ? `It was taken with ${image.camera}.` : 'The file names no camera.'
      case 'size':
        return `It is ${image.width} × ${image.height} pixels, ${(image.sizeBytes / 1e6).toFixed(1)} MB.`
      case 'date':
        return image.takenAt === null
          ? `The file does not say when it was taken; it was added on ${date.format(image.createdAt)}.`
          : `It was taken on ${date.format(image.takenAt)}.`
      case 'file':
        return `The file is called ${image.fileName}.`
      case 'tags':
        return image.tags.length > 0
          ? `Its tags are ${listOf(image.tags.map(({ name }) => name))}.`
          : 'It has no tags.'
      case 'notes':
        return image.notes.trim() ? `The notes say: ${image.notes.trim()}` : 'It has no notes.'
    }
  })
}

export function whichHas(pictures: readonly Numbered[], thing: string, cites: Citations): string {
  const rows = pictures.flatMap((picture) => {
    const { image } = picture
    const things = thingsCalled(image, thing)
    const words = image.annotations.filter(
      ({ body }) => 'text' in body && typeof body.text === 'string' && hasWords(body.text, thing),
    )
    const found = things.length > 0 ? things : words
    return found.length > 0 ? [`- ${nameOf(picture)} ${cites.marks(image.id, found.slice(0, 4))}`] : []
  })
  if (rows.length === 0) return `“${thing}” was found in none of them.`
  return `${rows.length} of ${pictures.length}:\n\n${rows.join('\n')}`
}

/** The measure of a superlative; null for a picture that has none. */
function measure({ image }: Numbered, of: Superlative): { value: number; words: string } | null {
  switch (of.by) {
    case 'amount': {
      const found = namedValue(image, 'total')
      return found?.number == null ? null : { value: found.number, words: found.value }
    }
    case 'date': {
      const at = image.takenAt ?? image.createdAt
      return { value: at, words: date.format(at) }
    }
    case 'size':
      return { value: image.width * image.height, words: `${image.width} × ${image.height} pixels` }
    case 'text':
      return { value: image.textLength, words: plural(image.textLength, 'character') }
    case 'objects': {
      const count = of.thing === null ? detectionsOf(image).length : thingsCalled(image, of.thing).length
      return { value: count, words: `${count} detected` }
    }
  }
}

export function whichMost(pictures: readonly Numbered[], of: Superlative, cites: Citations): string {
  const ranked = pictures
    .flatMap((picture) => {
      const measured = measure(picture, of)
      return measured ? [{ picture, ...measured }] : []
    })
    .sort((a, b) => (of.most ? b.value - a.value : a.value - b.value))
  const [first, ...others] = ranked
  if (!first) return 'None of them has what that would be told by.'
  const same = others.filter(({ value }) => value === first.value)
  const winners = [first, ...same].map(({ picture }) => picture)
  const marks = of.by === 'amount' ? citeTotals(winners, cites) : ''
  const left = pictures.length - ranked.length
  const without = left > 0 ? ` ${plural(left, 'picture')} could not be compared.` : ''
  return `${listOf(winners.map(nameOf))}: ${first.words}${marks}.${without}`
}

const citeTotals = (pictures: readonly Numbered[], cites: Citations) =>
  ` ${pictures.map(({ image }) => cites.marks(image.id, namedValue(image, 'total')?.from ?? [])).join('')}`

/** A table of what is stored of each, and what they share. */
export function comparePictures(pictures: readonly Numbered[]): string {
  if (pictures.length < 2) return 'There is only one picture: add another one to compare it with.'
  const row = (name: string, cell: (picture: Numbered) => string) =>
    `| ${[name, ...pictures.map((picture) => cell(picture).replace(/[|\n]/gu, ' '))].join(' | ')} |`
  const labels = ({ image }: Numbered) =>
    countLabels(image).map(({ label, found }) => plural(found.length, label))
  const rows = [
    `| | ${pictures.map(nameOf).join(' | ')} |`,
    `| --- | ${pictures.map(() => '---').join(' | ')} |`,
    row('Shows', ({ image }) => image.caption),
    row('Kind', ({ image }) => image.kind ?? '—'),
    row('Objects', (picture) => listOf(labels(picture)) || 'none detected'),
    row('Text', ({ image }) => (image.textLength > 0 ? plural(image.textLength, 'character') : 'none')),
    row('Size', ({ image }) => `${image.width} × ${image.height}`),
    row('Date', ({ image }) => date.format(image.takenAt ?? image.createdAt)),
  ]
  if (pictures.some(({ image }) => namedValue(image, 'total') !== null))
    rows.push(row('Total', ({ image }) => namedValue(image, 'total')?.value ?? '—'))
  const shared = sharedLabels(pictures)
  const common =
    shared.length > 0 ? `All of them show ${listOf(shared)}.` : 'No object was detected in all of them.'
  return `${rows.join('\n')}\n\n${common}`
}

function sharedLabels(pictures: readonly Numbered[]): string[] {
  const sets = pictures.map(({ image }) => new Set(countLabels(image).map(({ label }) => label)))
  return [...(sets[0] ?? [])].filter((label) => sets.every((set) => set.has(label)))
}

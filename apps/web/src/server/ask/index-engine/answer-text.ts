/** Answers about what is written, and about the picture as a whole. Pure. */
import type { Annotation, ImageDetail } from '@vitrine/contracts'
import { type Citations, textOf } from './citations.ts'
import type { TextUnit } from './intent.ts'
import { countLabels, linesOf, type Numbered, perPicture, sayingsOf } from './pictures.ts'
import { asText, listOf, plural, wordsOf, wordsTest } from './words.ts'

/** More lines are better read on the picture's own page; of several pictures together this many. */
const MAX_LINES = 60
const MAX_ROWS = 30

export function readText(pictures: readonly Numbered[], cites: Citations): string {
  const most = Math.max(3, Math.floor(MAX_LINES / Math.max(1, pictures.length)))
  return perPicture(pictures, ({ image }) => {
    const lines = linesOf(image)
    if (lines.length === 0) return 'No text was read in it.'
    const shown = lines.slice(0, most)
    const left = lines.length - shown.length
    const more =
      left > 0 ? `${plural(left, 'more line')} ${left === 1 ? 'is' : 'are'} on the picture’s page.` : ''
    const marked = (line: Annotation) => `${asText(textOf(line.body))} ${cites.mark(image.id, line)}`
    // A list has room for one paragraph a picture.
    if (pictures.length > 1) return `${shown.map(marked).join(' / ')}${more ? ` … ${more}` : ''}`
    return `It says:\n\n${shown.map((line) => `> ${marked(line)}`).join('  \n')}${more ? `\n\n${more}` : ''}\n`
  })
}

export function findText(pictures: readonly Numbered[], text: string, cites: Citations): string {
  const hasWords = wordsTest(text)
  return perPicture(pictures, ({ image }) => {
    const lines = linesOf(image)
    const found = lines.flatMap((line, index) => (hasWords(textOf(line.body)) ? [{ line, index }] : []))
    if (found.length === 0)
      return lines.length === 0
        ? 'No text was read in it.'
        : `“${asText(text)}” was not read in it; that is no proof that it does not stand there.`
    const told = found
      .slice(0, 6)
      .map(
        ({ line, index }) =>
          `on line ${index + 1}: “${asText(textOf(line.body))}” ${cites.mark(image.id, line)}`,
      )
    return `Yes, ${listOf(told)}.`
  })
}

/** @param number 1-based; -1 for the last. */
export function readLine(pictures: readonly Numbered[], number: number, cites: Citations): string {
  return perPicture(pictures, ({ image }) => {
    const lines = linesOf(image)
    const line = number === -1 ? lines.at(-1) : lines[number - 1]
    if (line) return `It says “${asText(textOf(line.body))}” ${cites.mark(image.id, line)}.`
    return lines.length === 0
      ? 'No text was read in it.'
      : `Only ${plural(lines.length, 'line')} of text were read in it.`
  })
}

export function countText(pictures: readonly Numbered[], unit: TextUnit, cites: Citations): string {
  return perPicture(pictures, ({ image }) => {
    const lines = linesOf(image)
    const tables = image.annotations.filter(({ body }) => body.type === 'table')
    if (unit === 'table')
      return tables.length === 0
        ? 'No table was read in it; a deep reading finds tables.'
        : `${plural(tables.length, 'table')} ${cites.marks(image.id, tables)}.`
    const count = countUnits(lines, unit)
    if (count === 0) return 'No text was read in it.'
    return `${plural(count, unit)} of text ${count === 1 ? 'was' : 'were'} read ${cites.marks(image.id, lines.slice(0, 1))}.`
  })
}

function countUnits(lines: readonly Annotation[], unit: Exclude<TextUnit, 'table'>): number {
  const texts = lines.map(({ body }) => textOf(body))
  switch (unit) {
    case 'line':
      return texts.length
    case 'word':
      return texts.reduce((sum, text) => sum + wordsOf(text).length, 0)
    case 'character':
      return texts.reduce((sum, text) => sum + [...text].length, 0)
  }
}

export function describePictures(pictures: readonly Numbered[], cites: Citations): string {
  return perPicture(pictures, ({ image }) => {
    const best = bestWords(image)
    const kind = image.annotations.find(({ body }) => body.type === 'kind')
    const lines = linesOf(image)
    const counted = countLabels(image).map(
      ({ label, found }) => `${plural(found.length, label)} ${cites.marks(image.id, found)}`,
    )
    const told = [
      best ? `${asText(textOf(best.body))} ${cites.mark(image.id, best)}` : '',
      kind && image.kind ? `It was taken for a ${image.kind} ${cites.mark(image.id, kind)}.` : '',
      counted.length > 0 ? `Detected: ${listOf(counted)}.` : '',
      lines.length > 0
        ? `${plural(lines.length, 'line')} of text ${lines.length === 1 ? 'was' : 'were'} read in it.`
        : '',
    ].filter(Boolean)
    return told.join(' ') || 'It has not been read yet.'
  })
}

/** The deep reading says most; then a person's words, then a model's. */
function bestWords(image: ImageDetail): Annotation | undefined {
  const ofType = (type: Annotation['body']['type']) =>
    image.annotations.find(({ body }) => body.type === type && textOf(body).trim() !== '')
  return ofType('reading') ?? ofType('detailed-caption') ?? ofType('caption')
}

export function nameColours(pictures: readonly Numbered[], cites: Citations): string {
  return perPicture(pictures, ({ image }) => {
    if (image.colours.length === 0) return 'Its colours have not been measured.'
    const named = image.colours.slice(0, 5).map(({ name, share }) => `${name} (${Math.round(share * 100)} %)`)
    return `The picture’s main colours are ${listOf(named)} ${cites.picture(image)}.`
  })
}

const COLOURS =
  'red orange yellow green blue purple violet pink brown black white grey gray beige golden silver turquoise'.split(
    ' ',
  )

/** What descriptions call its colour; null when none does: the colours of a picture are not those of its things. */
export function colourOfThing(pictures: readonly Numbered[], thing: string, cites: Citations): string | null {
  const told = pictures.flatMap(({ image, number }) =>
    COLOURS.flatMap((colour) => {
      const sayings = sayingsOf(image, `${colour} ${thing}`)
      return sayings.length > 0 ? [{ image, number, colour, sayings }] : []
    }),
  )
  if (told.length === 0) return null
  return told
    .map(
      ({ image, colour, sayings }) =>
        `The description says “${colour} ${asText(thing)}” ${cites.marks(image.id, sayings.slice(0, 2))}.`,
    )
    .join(' ')
}

export function showTables(pictures: readonly Numbered[], cites: Citations): string {
  const tables = pictures.flatMap(({ image }) =>
    image.annotations.flatMap(({ body, ...rest }) =>
      body.type === 'table' ? [{ image, body, ...rest }] : [],
    ),
  )
  if (tables.length === 0) return 'No table was read; a deep reading finds tables.'
  return tables
    .map(({ image, ...table }) => `${tableText(table)}\n\n${cites.mark(image.id, table)}`)
    .join('\n\n')
}

function tableText({ body }: Annotation): string {
  if (body.type !== 'table') return ''
  const row = (cells: readonly string[]) => `| ${cells.map(asText).join(' | ')} |`
  const title = body.title ? `**${asText(body.title)}**\n\n` : ''
  const left = body.rows.length - MAX_ROWS
  const rows = [body.columns, body.columns.map(() => '---')].map((cells, index) =>
    index === 1 ? `| ${cells.join(' | ')} |` : row(cells),
  )
  const more = left > 0 ? `\n\n${plural(left, 'more row')} of it are on the picture’s page.` : ''
  return `${title}${[...rows, ...body.rows.slice(0, MAX_ROWS).map(row)].join('\n')}${more}`
}

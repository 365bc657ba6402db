/** Answers about what is written, and about the picture as a whole. Pure. */
import type { Annotation, ImageDetail } from '@vitrine/contracts'
import { perPicture } from './answer-things.ts'
import { type Citations, textOf } from './citations.ts'
import { linesOf, type Numbered } from './pictures.ts'
import { hasWords, listOf } from './words.ts'

/** More lines are better read on the picture's own page. */
const MAX_LINES = 60

export function readText(pictures: readonly Numbered[], cites: Citations): string {
  return perPicture(pictures, ({ image }) => {
    const lines = linesOf(image)
    if (lines.length === 0) return 'No text was read in it.'
    const shown = lines
      .slice(0, MAX_LINES)
      .map((line) => `> ${textOf(line.body)} ${cites.mark(image.id, line)}`)
    const more =
      lines.length > MAX_LINES ? `\n\n${lines.length - MAX_LINES} more lines are on the picture’s page.` : ''
    return `It says:\n\n${shown.join('  \n')}${more}\n`
  })
}

export function findText(pictures: readonly Numbered[], text: string, cites: Citations): string {
  return perPicture(pictures, ({ image }) => {
    const lines = linesOf(image)
    const found = lines.flatMap((line, index) => (hasWords(textOf(line.body), text) ? [{ line, index }] : []))
    if (found.length === 0) return `“${text}” was not read in it.`
    return `Yes, ${listOf(found.slice(0, 6).map(({ line, index }) => `on line ${index + 1}: “${textOf(line.body)}” ${cites.mark(image.id, line)}`))}.`
  })
}

export function describePictures(pictures: readonly Numbered[], cites: Citations): string {
  return perPicture(pictures, ({ image }) => {
    const best = bestWords(image)
    if (!best) return 'It has not been read yet.'
    const kind = image.annotations.find(({ body }) => body.type === 'kind')
    const what = kind && image.kind ? ` It was taken for a ${image.kind} ${cites.mark(image.id, kind)}.` : ''
    return `${textOf(best.body)} ${cites.mark(image.id, best)}${what}`
  })
}

/** The deep reading says most; then a person's words, then a model's. */
function bestWords(image: ImageDetail): Annotation | undefined {
  const ofType = (type: Annotation['body']['type']) =>
    image.annotations.find(({ body }) => body.type === type && textOf(body).trim() !== '')
  return ofType('reading') ?? ofType('detailed-caption') ?? ofType('caption')
}

export function nameColours(pictures: readonly Numbered[]): string {
  return perPicture(pictures, ({ image }) => {
    if (image.colours.length === 0) return 'Its colours have not been measured.'
    const named = image.colours.slice(0, 5).map(({ name, share }) => `${name} (${Math.round(share * 100)} %)`)
    return `The picture’s main colours are ${listOf(named)}. Of single things the index knows no colours.`
  })
}

export function showTables(pictures: readonly Numbered[], cites: Citations): string {
  return perPicture(pictures, ({ image }) => {
    const tables = image.annotations.filter(({ body }) => body.type === 'table')
    if (tables.length === 0) return 'No table was read in it; a deep reading finds tables.'
    return tables.map((table) => `${tableText(table)}\n${cites.mark(image.id, table)}`).join('\n\n')
  })
}

function tableText({ body }: Annotation): string {
  if (body.type !== 'table') return ''
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replace(/[|\n]/gu, ' ')).join(' | ')} |`
  const rule = row(body.columns.map(() => '---'))
  const title = body.title ? `**${body.title}**\n` : ''
  return `\n\n${title}\n${[row(body.columns), rule, ...body.rows.map(row)].join('\n')}\n`
}

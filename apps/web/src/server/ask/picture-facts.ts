/** What is stored of a picture, in a few lines: with them a small model answers well, too. Pure. */
import type { ImageDetail } from '@vitrine/contracts'

/** A page of a receipt; a book's page is clipped. */
const MAX_TEXT_CHARS = 1500
const MAX_TABLE_ROWS = 20
const MAX_FIELDS = 40

const clip = (text: string, most: number) => (text.length <= most ? text : `${text.slice(0, most)} …`)

function fieldLines({ annotations }: ImageDetail): string[] {
  const fields = annotations.flatMap(({ body }) => (body.type === 'field' ? [body] : []))
  const told = fields.slice(0, MAX_FIELDS).map(({ name, value, unit }) => {
    const end = unit === null || value.includes(unit) ? '' : ` ${unit}`
    return `${name}: ${value}${end}`
  })
  return told.length === 0 ? [] : [`Fields: ${told.join('; ')}`]
}

function tableLines({ annotations }: ImageDetail): string[] {
  return annotations.flatMap(({ body }) => {
    if (body.type !== 'table') return []
    const rows = [body.columns, ...body.rows.slice(0, MAX_TABLE_ROWS)]
    return [`Table ${body.title}`.trim(), ...rows.map((cells) => cells.join(' | '))]
  })
}

/** `number`: what the picture is called in the conversation. */
export function pictureFacts(image: ImageDetail, number: number): string {
  const { fileName, width, height, caption, detailedCaption, text, notes } = image
  const said = detailedCaption || caption
  return [
    `Picture ${number}: ${fileName}, ${width} × ${height} pixels.`,
    ...(said === '' ? [] : [`Seen in it: ${said}`]),
    ...(text.trim() === '' ? [] : [`Text in it:\n${clip(text, MAX_TEXT_CHARS)}`]),
    ...fieldLines(image),
    ...tableLines(image),
    ...(notes === '' ? [] : [`A person's notes: ${clip(notes, MAX_TEXT_CHARS)}`]),
  ].join('\n')
}

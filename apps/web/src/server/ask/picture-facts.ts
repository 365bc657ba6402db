/** What is stored of a picture, in a few lines: with them a small model answers well, too. Pure. */
import { formatClock, type ImageDetail } from '@vitrine/contracts'

/** A page of a receipt; a book's page is clipped. */
const MAX_TEXT_CHARS = 1500
const MAX_NOTE_CHARS = 600
const MAX_TABLE_ROWS = 20
const MAX_FIELDS = 40

/** A picture in a list. */
export const MAX_LINE_CHARS = 200

export const clip = (text: string, most: number) => (text.length <= most ? text : `${text.slice(0, most)} …`)

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

/** Where in a video a keyframe is seen. */
function momentLines({ atSeconds, video }: ImageDetail): string[] {
  if (atSeconds === null) return []
  const length = video?.durationSeconds ?? null
  return [
    `A frame of a video, at ${formatClock(atSeconds)}${length === null ? '' : ` of ${formatClock(length)}`}.`,
  ]
}

/** A picture that is only named. */
export function pictureLine({ fileName, caption }: ImageDetail, number: number): string {
  return `Picture ${number}: ${fileName}${caption === '' ? '' : `. ${clip(caption, MAX_LINE_CHARS)}`}`
}

/** `number`: what the picture is called in the conversation; what is longer than `maxChars` is cut. */
export function pictureFacts(image: ImageDetail, number: number, maxChars: number): string {
  const { fileName, width, height, caption, detailedCaption, reading, text, notes } = image
  const said = detailedCaption || caption
  // What says much in few words comes first: the end is what is cut.
  const lines = [
    `Picture ${number}: ${fileName}, ${width} × ${height} pixels.`,
    ...momentLines(image),
    ...(said === '' ? [] : [`Seen in it: ${said}`]),
    ...fieldLines(image),
    ...(notes === '' ? [] : [`A person's notes: ${clip(notes, MAX_NOTE_CHARS)}`]),
    ...(reading?.trim() ? [`Read of it: ${clip(reading.trim(), MAX_NOTE_CHARS)}`] : []),
    ...(text.trim() === '' ? [] : [`Text in it:\n${clip(text, MAX_TEXT_CHARS)}`]),
    ...tableLines(image),
  ]
  return clip(lines.join('\n'), maxChars)
}

/** The deep reading of one image by itself, and the forms in which it is taken elsewhere. */
import * as z from 'zod'
import { csvRow } from './csv.ts'
import { AnnotationSource, type ImageDetail, ImageId, ReasoningStatus } from './image.ts'
import { ReadingField, ReadingTable } from './reasoning.ts'

/** `GET /api/v1/images/{id}/reading`. */
export const ImageReading = z.object({
  imageId: ImageId,
  fileName: z.string(),
  /** How far stage 2 is; a reading may be there while another one is being made. */
  status: ReasoningStatus,
  /** The prose; null before there is a reading. */
  reading: z.string().nullable(),
  fields: z.array(ReadingField),
  tables: z.array(ReadingTable),
  /** In plain sentences. */
  warnings: z.array(z.string()),
  /** What made it; null before there is a reading. */
  source: AnnotationSource.nullable(),
})
export type ImageReading = z.infer<typeof ImageReading>

/** What can be taken elsewhere of a reading. */
export type ReadingParts = Pick<ImageReading, 'reading' | 'fields' | 'tables'>

/** The reading within an image's record. */
export function readingOf(
  image: Pick<ImageDetail, 'id' | 'fileName' | 'reasoning' | 'reading' | 'readingWarnings' | 'annotations'>,
): ImageReading {
  const made = image.annotations.find(({ body }) => body.type === 'reading')
  return {
    imageId: image.id,
    fileName: image.fileName,
    status: image.reasoning,
    reading: image.reading,
    fields: image.annotations.flatMap(({ body }) => {
      if (body.type !== 'field') return []
      const { type: _, ...field } = body
      return [field]
    }),
    tables: image.annotations.flatMap(({ body }) => {
      if (body.type !== 'table') return []
      const { type: _, ...table } = body
      return [table]
    }),
    warnings: image.readingWarnings,
    source: made?.source ?? null,
  }
}

/** A field's name for a person: `invoice-number` reads "Invoice number". */
export function fieldTitle(name: string): string {
  const words = name.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A field's value with its unit, where the value does not say it already. */
export function fieldValueText({ value, unit }: Pick<ReadingField, 'value' | 'unit'>): string {
  return unit === null || value.toLowerCase().includes(unit.toLowerCase()) ? value : `${value} ${unit}`
}

/** What Markdown would take for its own within a cell. */
function markdownCell(text: string): string {
  return text
    .trim()
    .replace(/[\\|<*_`[\]]/g, '\\$&')
    .replace(/\s*\r?\n\s*/g, '<br>')
}

function markdownTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(markdownCell).join(' | ')} |`
  return [line(columns), `|${columns.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n')
}

/** A reading as Markdown with tables as GitHub has them (https://github.github.com/gfm/#tables-extension-). */
export function readingMarkdown({ reading, fields, tables }: ReadingParts): string {
  const parts: string[] = []
  if (reading?.trim()) parts.push(reading.trim())
  if (fields.length > 0)
    parts.push(
      '## Fields',
      markdownTable(
        ['Field', 'Value'],
        fields.map((field) => [fieldTitle(field.name), fieldValueText(field)]),
      ),
    )
  for (const [index, { title, columns, rows }] of tables.entries())
    parts.push(`## ${markdownCell(title) || `Table ${index + 1}`}`, markdownTable(columns, rows))
  return `${parts.join('\n\n')}\n`
}

/**
 * The fields and tables of a reading as CSV: one block each, a line with its title before it and an empty line between
 * them. A single block has no title. Without a byte order mark: a file for Excel needs `CSV_MARK` before it.
 */
export function readingCsv({ fields, tables }: ReadingParts): string {
  const blocks: { title: string; rows: string[][] }[] = tables.map(({ title, columns, rows }, index) => ({
    title: title.trim() || `Table ${index + 1}`,
    rows: [columns, ...rows],
  }))
  if (fields.length > 0)
    blocks.unshift({
      title: 'Fields',
      rows: [
        ['name', 'value', 'number', 'unit'],
        ...fields.map(({ name, value, number, unit }) => [name, value, number?.toString() ?? '', unit ?? '']),
      ],
    })
  const isTitled = blocks.length > 1
  return blocks
    .map(({ title, rows }) => (isTitled ? csvRow([title]) : '') + rows.map(csvRow).join(''))
    .join('\r\n')
}

/** The reading as JSON, as the public face has it, indented for people. */
export function readingJson({ reading, fields, tables }: ReadingParts): string {
  return `${JSON.stringify({ reading, fields, tables }, null, 2)}\n`
}

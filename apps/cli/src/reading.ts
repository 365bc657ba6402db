/** `vitrine reading receipt.png`: the deep reading of one picture, as text, Markdown, CSV or JSON. */
import {
  AppError,
  fieldTitle,
  fieldValueText,
  type ImageReading,
  type ReasoningStatus,
  readingCsv,
  readingMarkdown,
} from '@vitrine/contracts'
import type { Client } from './client.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { findPicture } from './find-picture.ts'
import type { Io } from './io.ts'
import { formatTable, printable, withoutControls } from './text.ts'

export interface ReadingRequest {
  /** An id, or the name of a file. */
  picture: string
  format: 'text' | 'json' | 'csv' | 'md'
}

export async function reading(
  io: Io,
  client: Client,
  { picture, format }: ReadingRequest,
): Promise<ExitCode> {
  const found = await client.reading(await findPicture(client, picture))
  for (const warning of found.warnings) io.err(printable(warning))
  if (format === 'json') io.out(JSON.stringify(found, null, 2))
  else if (found.reading === null) throw missing(found)
  else io.out(write(found, format, io.columns))
  return EXIT.done
}

const WHY: Partial<Record<ReasoningStatus, string>> = {
  waiting: 'It waits for a reasoning engine: set VITRINE_REASONING_URLS, or see the Models page.',
  queued: 'It is queued.',
  running: 'It is being read now.',
  failed: 'It failed: the page of the picture says why.',
  skipped: 'It was skipped.',
  'not-needed': 'Nothing asked for one: use "Read deeply" on the page of the picture.',
}

function missing({ fileName, status }: ImageReading): AppError {
  const suggestion = WHY[status]
  return new AppError(
    status === 'waiting' ? 'no-engine' : 'not-found',
    `"${printable(fileName)}" has no deep reading.`,
    suggestion ? { suggestion } : {},
  )
}

function write(found: ImageReading, format: 'text' | 'csv' | 'md', columns: number): string {
  switch (format) {
    case 'csv':
      return withoutControls(readingCsv(found)).trimEnd()
    case 'md':
      return withoutControls(readingMarkdown(found)).trimEnd()
    case 'text':
      return describeReading(found, columns)
  }
}

/** The prose, the fields in two columns, each table beneath its title. */
export function describeReading({ reading, fields, tables }: ImageReading, columns: number): string {
  const parts: string[] = []
  if (reading?.trim()) parts.push(withoutControls(reading.trim()))
  if (fields.length > 0) {
    const rows = fields.map((field) => [fieldTitle(field.name), fieldValueText(field)])
    parts.push(formatTable(['FIELD', 'VALUE'], rows, columns))
  }
  for (const [index, { title, columns: heads, rows }] of tables.entries())
    parts.push(`${printable(title) || `Table ${index + 1}`}\n${formatTable(heads, rows, columns)}`)
  return parts.join('\n\n') || 'The reading is empty.'
}

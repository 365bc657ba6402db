/** A CSV file's records: UTF-8 or UTF-16, with commas, semicolons or tabs. */
import { AppError } from '@vitrine/contracts'
import { CsvError, parse } from 'csv-parse'

/** What spreadsheets of different countries part cells with. Pure. */
export function findDelimiter(firstLine: string): string {
  const plain = firstLine.replace(/"(?:[^"]|"")*"/g, '')
  const count = (sign: string) => plain.split(sign).length
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}

/** Throws `bad-request` for another encoding: its letters would be wrong in every caption. */
function decode(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  try {
    return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AppError('bad-request', 'This file is not in UTF-8.', {
      cause,
      suggestion: 'In Excel, save it as “CSV UTF-8 (comma delimited)”.',
    })
  }
}

/** The records one after the other, the headings first; empty lines are left out. Throws `bad-request` where the file is bent. */
export async function* csvRecords(bytes: Uint8Array): AsyncGenerator<string[]> {
  const text = decode(bytes)
  const delimiter = findDelimiter(text.slice(0, text.search(/[\r\n]|$/)))
  const parser = parse({ delimiter, relax_column_count: true, skip_empty_lines: true })
  parser.end(text)
  try {
    for await (const record of parser) if (isRecord(record)) yield record
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new AppError('bad-request', `This file is no CSV: ${error.message}.`, { cause: error })
  }
}

const isRecord = (record: unknown): record is string[] =>
  Array.isArray(record) && record.every((cell) => typeof cell === 'string')

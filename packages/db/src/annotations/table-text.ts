/** A table as the text that search finds it by. Pure. */
import type { ReadingTable } from '@vitrine/contracts'

/** Characters of one table that are searched; what stands further down is shown, but not found. */
export const MAX_TABLE_TEXT = 20_000

/** The title, the heads of the columns and the rows, a line each, up to a bound that no line is cut at. */
export function tableText({ title, columns, rows }: ReadingTable): string {
  const lines: string[] = []
  let length = 0
  for (const line of [title, columns.join(' '), ...rows.map((row) => row.join(' '))]) {
    if (line.trim() === '') continue
    length += line.length + 1
    if (length > MAX_TABLE_TEXT) break
    lines.push(line)
  }
  return lines.join('\n')
}

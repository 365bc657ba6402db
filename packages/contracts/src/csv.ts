/**
 * Cells and lines of CSV files by RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180), safe to open in a spreadsheet.
 * A cell that a spreadsheet would run as a formula (https://owasp.org/www-community/attacks/CSV_Injection) gets an
 * apostrophe before it, which is shown as text; reading the cell back takes it off again.
 */

/** Tells Excel that a CSV file is UTF-8. */
export const CSV_MARK = '\uFEFF'

const PLAIN_NUMBER = /^[-+]?\d[\d.,' ]*%?$/
const FORMULA = /^[\s\uFEFF]*[=+\-@＝＋－＠\t\r]/

/** Negative numbers stay numbers. */
const isFormula = (text: string) => FORMULA.test(text) && !PLAIN_NUMBER.test(text)

/** What follows any apostrophes at the start: text that looks neutralised already must get one more, or reading would take it off. */
const withoutMarks = (text: string) => text.replace(/^'+/, '')

/** A cell as it stands in the file, in quotes where it needs them. */
export function csvCell(text: string): string {
  const safe = isFormula(withoutMarks(text)) ? `'${text}` : text
  return /[",;\r\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A line with its end. */
export const csvRow = (cells: readonly string[]) => `${cells.map(csvCell).join(',')}\r\n`

/** The text that `csvCell` wrote, from a cell whose quotes a reader has taken off. */
export function fromCsvCell(cell: string): string {
  return cell.startsWith("'") && isFormula(withoutMarks(cell)) ? cell.slice(1) : cell
}

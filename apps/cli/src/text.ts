/** Text for a terminal: safe, short, in columns. */

/** A name or caption may come from anywhere: control characters must not reach the terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim()
}

/** The same for a text of several lines: of control characters only line ends and tabs are let through. */
export const withoutControls = (text: string) => text.replace(/(?![\t\r\n])[\p{Cc}\p{Cf}]/gu, '')

export function truncate(text: string, width: number): string {
  const characters = [...text]
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`
}

/** Columns as wide as their widest cell; the last one takes what is left of `columns`. */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): string {
  const all = [header, ...rows].map((row) => row.map(printable))
  const widths = header.map((_, index) => Math.max(...all.map((row) => [...(row[index] ?? '')].length)))
  const used = widths.slice(0, -1).reduce((sum, width) => sum + width + 2, 0)
  const last = Math.max(20, columns - used)
  return all
    .map((row) =>
      row
        .map((cell, index) =>
          index === row.length - 1 ? truncate(cell, last) : cell.padEnd(widths[index] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`
}

/** "1 image", "2 images". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** "45 s", "5 min", "1.5 h". */
export function formatDuration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`
  return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}

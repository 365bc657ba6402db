/** Dates as people write them in a query, as whole days since 1970 (UTC). Pure. */

export const DAY_MS = 86_400_000

/** A stretch of days, both included, and its name. */
export interface DaySpan {
  low: number
  high: number
  words: string
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const dayOf = (year: number, month: number, day: number) => Date.UTC(year, month - 1, day) / DAY_MS

function yearSpan(year: number): DaySpan {
  return { low: dayOf(year, 1, 1), high: dayOf(year + 1, 1, 1) - 1, words: String(year) }
}

function monthSpan(year: number, month: number): DaySpan | null {
  const name = MONTHS[month - 1]
  if (!name) return null
  return { low: dayOf(year, month, 1), high: dayOf(year, month + 1, 1) - 1, words: `${name} ${year}` }
}

function daySpan(year: number, month: number, day: number): DaySpan | null {
  const span = monthSpan(year, month)
  const low = dayOf(year, month, day)
  if (!span || day < 1 || low > span.high) return null
  return { low, high: low, words: `${day} ${span.words}` }
}

const UNIT_DAYS: Record<string, number> = { d: 1, w: 7, m: 30, y: 365 }
const UNIT_WORDS: Record<string, string> = { d: 'day', w: 'week', m: 'month', y: 'year' }

/** "7d": the span of that many days up to and with today. */
function agoSpan(text: string, today: number): DaySpan | null {
  const match = /^(\d{1,4})([dwmy])$/.exec(text)
  const unit = match?.[2]
  if (!match || !unit) return null
  const count = Number(match[1])
  const words = `${count} ${UNIT_WORDS[unit]}${count === 1 ? '' : 's'} ago`
  const low = today - count * (UNIT_DAYS[unit] ?? 1)
  return { low, high: low, words }
}

/** `2026`, `2026-05`, `2026-05-03`, `today`, `yesterday`, `7d`, `2w`, `3m`, `1y`; null when it is no date. */
export function parseDate(text: string, nowMs: number): DaySpan | null {
  const today = Math.floor(nowMs / DAY_MS)
  const lower = text.trim().toLowerCase()
  if (lower === 'today') return { low: today, high: today, words: 'today' }
  if (lower === 'yesterday') return { low: today - 1, high: today - 1, words: 'yesterday' }
  const ago = agoSpan(lower, today)
  if (ago) return ago
  const match = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:t[\d:.]*z?)?)?)?$/.exec(lower)
  if (!match) return null
  const year = Number(match[1])
  if (match[2] === undefined) return yearSpan(year)
  if (match[3] === undefined) return monthSpan(year, Number(match[2]))
  return daySpan(year, Number(match[2]), Number(match[3]))
}

/** The day an instant lies on. */
export function dayOfInstant(ms: number): number {
  return Math.floor(ms / DAY_MS)
}

/** "2026-05": the month an instant lies in, as the month facet names it. */
export function monthOfInstant(ms: number): string {
  return new Date(ms).toISOString().slice(0, 7)
}

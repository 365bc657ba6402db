/** The gallery in a person's words. Pure. */
import type { Count, ImageCard, SearchSort } from '@vitrine/contracts'

const whole = new Intl.NumberFormat('en')

/** "1,204 images", "1,000+ images". */
export function formatTotal({ value, capped }: Count): string {
  const noun = value === 1 && !capped ? 'image' : 'images'
  return `${whole.format(value)}${capped ? '+' : ''} ${noun}`
}

const DAY_MS = 24 * 60 * 60 * 1000
const thisYear = new Intl.DateTimeFormat('en', { weekday: 'long', day: 'numeric', month: 'long' })
const otherYear = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric' })

/**
 * Makes a namer of local days: "Today", "Yesterday", "Sunday, May 3", "May 3, 2025".
 * Each day is worded once, since a grid asks for every picture.
 */
export function dayNamer(now: number): (instant: number) => string {
  const names = new Map<number, string>([
    [dayNumber(new Date(now - DAY_MS)), 'Yesterday'],
    [dayNumber(new Date(now)), 'Today'],
  ])
  const year = new Date(now).getFullYear()
  return (instant) => {
    const day = new Date(instant)
    const number = dayNumber(day)
    const known = names.get(number)
    if (known !== undefined) return known
    const name = (day.getFullYear() === year ? thisYear : otherYear).format(day)
    names.set(number, name)
    return name
  }
}

/**
 * Makes a function that gives instants of one local day the same number. Made for lists in order of time:
 * it remembers where the last day began and ended, and asks the calendar only when that is left.
 */
export function dayGrouper(): (instant: number) => number {
  let start = 0
  let end = 0
  let number = 0
  return (instant) => {
    if (instant >= start && instant < end) return number
    const day = new Date(instant)
    const [year, month, date] = [day.getFullYear(), day.getMonth(), day.getDate()]
    start = new Date(year, month, date).getTime()
    end = new Date(year, month, date + 1).getTime()
    number = dayNumber(day)
    return number
  }
}

// Tells local days apart; not a count of days.
function dayNumber(day: Date): number {
  return (day.getFullYear() * 12 + day.getMonth()) * 31 + day.getDate()
}

/** What a picture is called where it can't be seen: what it shows, then its file. */
export function nameOf(image: ImageCard): string {
  return [image.caption, fileOf(image)].filter(Boolean).join(' ')
}

/** Its file, and the page of it: "lease.pdf, page 2". A keyframe's own name says when it is seen. */
export function fileOf({ fileName, pageNumber, atSeconds }: ImageCard): string {
  if (atSeconds !== null) return fileName
  return pageNumber === null ? fileName : `${fileName}, page ${pageNumber}`
}

/** What stands on a card that is not simply ready; null when nothing does. */
export function statusOf(image: ImageCard): CardStatus | null {
  switch (image.status) {
    case 'queued':
      return { tone: 'waiting', label: 'Queued', detail: null }
    case 'perceiving':
      return { tone: 'working', label: 'Reading…', detail: null }
    case 'reasoning':
      return { tone: 'working', label: 'Reading deeply…', detail: null }
    case 'failed':
      return { tone: 'failed', label: 'Not readable', detail: image.failure }
    case 'cancelled':
      return { tone: 'waiting', label: 'Not read', detail: 'The reading was cancelled.' }
    case 'ready':
      if (image.hasTwoReadings)
        return {
          tone: 'undecided',
          label: 'Two readings',
          detail: 'Another model has read it anew. Keep the new reading or take back the former.',
        }
      if (image.reasoning !== 'waiting') return null
      return {
        tone: 'deferred',
        label: 'Waiting for deep reading',
        detail: 'No reasoning engine is here yet. It starts by itself when one is.',
      }
  }
}

export interface CardStatus {
  tone: 'waiting' | 'working' | 'failed' | 'deferred' | 'undecided'
  label: string
  /** Why, for a person. */
  detail: string | null
}

export const sortLabels: Record<SearchSort, string> = {
  relevance: 'Best match',
  newest: 'Newest first',
  oldest: 'Oldest first',
  name: 'By name',
  largest: 'Largest first',
}

/** The orders that make sense: without words there is nothing to match. */
export function sortsFor(query: string): readonly SearchSort[] {
  const byFact: readonly SearchSort[] = ['newest', 'oldest', 'name', 'largest']
  return query.trim() === '' ? byFact : ['relevance', ...byFact]
}

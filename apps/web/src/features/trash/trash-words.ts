import { countOf } from '../live/pipeline-words.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** "12 days left", "Gone today"; empty while it is not known. Days that have begun count as whole. */
export function daysLeft(deletedAt: number | null, trashDays: number | null, now: number): string {
  if (deletedAt === null || trashDays === null) return ''
  const left = Math.ceil((deletedAt + trashDays * DAY_MS - now) / DAY_MS)
  return left <= 0 ? 'Gone today' : `${countOf(left, 'day')} left`
}

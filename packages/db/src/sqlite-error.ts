/** What SQLite and Prisma throw, in the product's words. */
import { AppError } from '@vitrine/contracts'
import { z } from 'zod'

/** SQLite's own code as better-sqlite3 gives it, or Prisma's (`P2002`); either may be buried in a cause. */
const Thrown = z.object({
  code: z.string().optional(),
  message: z.string().optional(),
  originalCode: z.string().optional(),
  cause: z.unknown().optional(),
  meta: z.object({ driverAdapterError: z.unknown().optional() }).optional(),
})

function wordsOf(thrown: unknown, depth = 0): string[] {
  const parsed = Thrown.safeParse(thrown)
  if (!parsed.success || depth > 4) return []
  const { code = '', message = '', originalCode = '', cause, meta } = parsed.data
  return [
    code,
    originalCode,
    message,
    ...wordsOf(cause, depth + 1),
    ...wordsOf(meta?.driverAdapterError, depth + 1),
  ]
}

const BUSY_WORDS = new Set(['P1008', 'P2028', 'database-busy'])

/** Whether another connection held the lock for longer than we were willing to wait. */
export function isBusy(thrown: unknown): boolean {
  // P1008, P2028: Prisma's timeouts. `database-busy`: our own AppError from below Prisma, which wraps it and keeps its code.
  return wordsOf(thrown).some((word) => word.startsWith('SQLITE_BUSY') || BUSY_WORDS.has(word))
}

/** Any thrown value as an AppError; AppErrors and what is not the database's pass through unchanged. */
export function fromDatabase(thrown: unknown): unknown {
  if (thrown instanceof AppError) return thrown
  if (isBusy(thrown))
    return new AppError('database-busy', 'The database is busy.', {
      cause: thrown,
      suggestion: 'Try again in a moment.',
    })
  const words = wordsOf(thrown)
  if (words.some((word) => word === 'SQLITE_FULL' || word.includes('database or disk is full')))
    return new AppError('storage-full', 'The disk that holds the database is full.', {
      cause: thrown,
      suggestion: 'Free some space, then try again.',
    })
  if (words.includes('P2025'))
    return new AppError('not-found', 'That is not there any more.', { cause: thrown })
  if (words.includes('P2002')) return new AppError('conflict', 'That name is taken.', { cause: thrown })
  return thrown
}

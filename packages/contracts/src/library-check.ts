/** What a look through a library finds: its database, its stored bytes, and whether the two agree. */
import * as z from 'zod'
import { Sha256 } from './image.ts'
import { Instant } from './instant.ts'

const Count = z.int().nonnegative()

/** One kind of fault of the database, with some of what has it. */
export const LibraryFinding = z.object({
  name: z.string(),
  /** What is wrong, for a person. */
  sentence: z.string(),
  /** What to do about it. */
  advice: z.string(),
  count: Count,
  examples: z.array(z.string()),
})
export type LibraryFinding = z.infer<typeof LibraryFinding>

/** A stored file that no row of the database names. */
export const OrphanedBlob = z.object({
  sha256: Sha256,
  sizeBytes: Count,
  /** Whether it is so new, or named by an upload under way, that its row may still come: then it is not removed. */
  isYoung: z.boolean(),
})
export type OrphanedBlob = z.infer<typeof OrphanedBlob>

export const LibraryCheck = z.object({
  /** When it was begun. */
  startedAt: Instant,
  /** Whether every stored file was read and compared with its hash, not only looked for. */
  isDeep: z.boolean(),
  findings: z.array(LibraryFinding),
  /** What the database names. */
  blobs: z.object({ count: Count, bytes: Count }),
  /** Named by the database and not there. */
  missing: z.array(Sha256),
  /** There, of the wrong size or with bytes that do not hash to their name. */
  corrupt: z.array(Sha256),
  orphans: z.array(OrphanedBlob),
  /** Files among the blobs that are none by their name. */
  strangers: z.array(z.string()),
})
export type LibraryCheck = z.infer<typeof LibraryCheck>

/** Whether nothing is wrong: a blob that nobody names costs room, and harms nothing. */
export function isSound(check: Pick<LibraryCheck, 'findings' | 'missing' | 'corrupt'>): boolean {
  return check.findings.length + check.missing.length + check.corrupt.length === 0
}

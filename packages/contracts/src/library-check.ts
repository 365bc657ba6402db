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

/** Some of many, for a page. */
const Some = z.object({ count: Count, examples: z.array(z.string()).max(20) })

/** A check as a page shows it: numbers, and some of each kind. */
export const LibraryCheckSummary = LibraryCheck.pick({
  startedAt: true,
  isDeep: true,
  findings: true,
  blobs: true,
}).extend({
  missing: Some,
  corrupt: Some,
  strangers: Some,
  /** Those that may be removed, and how many are too young for that. */
  orphans: z.object({ count: Count, bytes: Count, young: Count }),
})
export type LibraryCheckSummary = z.infer<typeof LibraryCheckSummary>

/** The check of this process: how far it is, and what the last one that ended has found. */
export const LibraryCheckStatus = z.object({
  state: z.enum(['idle', 'running', 'failed']),
  progress: z
    .object({
      phase: z.enum(['database', 'blobs', 'orphans']),
      /** From 0 to 1 within its phase; null while nobody knows how much there is. */
      share: z.number().min(0).max(1).nullable(),
    })
    .nullable(),
  /** Why the last one failed. */
  problem: z.string().nullable(),
  last: LibraryCheckSummary.nullable(),
})
export type LibraryCheckStatus = z.infer<typeof LibraryCheckStatus>

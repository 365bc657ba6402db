/** The backups that Vitrine makes by itself. */
import * as z from 'zod'
import { Instant } from './instant.ts'

const Count = z.int().nonnegative()

export const LibraryBackups = z.object({
  folder: z.string(),
  /** How many snapshots stay. */
  keep: Count,
  state: z.enum(['idle', 'running', 'failed']),
  progress: z
    .object({
      phase: z.enum(['blobs', 'database', 'verifying']),
      /** From 0 to 1 within its phase. */
      share: z.number().min(0).max(1),
    })
    .nullable(),
  /** Why the last one failed. */
  problem: z.string().nullable(),
  /** How many snapshots there are. */
  count: Count,
  /** The newest; `lost` counts stored files that the library had lost already when it was made. */
  last: z.object({ name: z.string(), createdAt: Instant, lost: Count }).nullable(),
})
export type LibraryBackups = z.infer<typeof LibraryBackups>

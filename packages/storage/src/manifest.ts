/** What a snapshot of a backup says of itself. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError, Sha256 } from '@vitrine/contracts'
import * as z from 'zod'
import { isMissing } from './file-error.ts'

const Count = z.int().nonnegative()

export const Manifest = z.object({
  /** Of this form; a Vitrine that does not know it says so instead of guessing. */
  format: z.literal(1),
  /** The version that made it. */
  version: z.string(),
  /** Milliseconds since 1970. */
  createdAt: Count,
  /** Names of the migrations that its database has, in order. */
  schema: z.array(z.string()),
  database: z.object({ sha256: Sha256, sizeBytes: Count }),
  /** Files beside it, by their path in the data folder. */
  files: z.array(z.object({ path: z.string(), sha256: Sha256, sizeBytes: Count })),
  /** How many rows each table has. */
  rows: z.record(z.string(), Count),
  /** What its database names. */
  blobs: z.object({ count: Count, bytes: Count }),
  /** Named by its database, and already missing or damaged in the library when it was made. */
  missing: z.array(Sha256),
  corrupt: z.array(Sha256),
})
export type Manifest = z.infer<typeof Manifest>

export const MANIFEST = 'manifest.json'

/** @throws AppError `not-found` where there is none, `conflict` where it is of a form that this version does not know */
export async function readManifest(snapshotDir: string): Promise<Manifest> {
  const file = path.join(/*turbopackIgnore: true*/ snapshotDir, MANIFEST)
  const parsed = Manifest.safeParse(parseJson(await readText(file)))
  if (parsed.success) return parsed.data
  throw new AppError('conflict', `${file} is damaged, or was written by a newer Vitrine.`, {
    cause: parsed.error,
    suggestion: 'Choose an older snapshot, or use the version that made this one.',
  })
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isMissing(error)) throw new AppError('not-found', `There is no ${file}.`, { cause: error })
    throw error
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

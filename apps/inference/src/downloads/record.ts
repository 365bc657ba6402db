/**
 * `vitrine.json`: what lies beside it, from which commit. It makes a downloaded folder one that can be
 * copied to a machine without a network and checked there.
 */
import { readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DtypeMap } from '@vitrine/contracts'
import { z } from 'zod'

export const RECORD_NAME = 'vitrine.json'

/** A path inside the repository; nothing that could lead out of its folder. */
const RepositoryPath = z
  .string()
  .max(512)
  .regex(/^[\w.-]+(?:\/[\w.-]+)*$/)
  .refine((value) => !value.split('/').some((part) => part === '..' || part === '.'))

export const RecordedFile = z.object({
  path: RepositoryPath,
  sizeBytes: z.int().nonnegative(),
  /** Null where it was not known before the file was fetched. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
})
export type RecordedFile = z.infer<typeof RecordedFile>

export const WeightsRecord = z.object({
  version: z.literal(1),
  repository: z.string().min(1),
  revision: z.string().min(1),
  files: z.array(RecordedFile),
  /** Of a download under way: what it was begun for. The devices may not be known yet when it goes on. */
  dtypes: DtypeMap.optional(),
  /** Of a download under way: a person has stopped it, so it does not go on by itself. */
  isPaused: z.boolean().optional(),
})
export type WeightsRecord = z.infer<typeof WeightsRecord>

/** Null when there is none, or none that can be read: the folder then counts as one without a record. */
export async function readRecord(dir: string): Promise<WeightsRecord | null> {
  let text: string
  try {
    text = await readFile(path.join(dir, RECORD_NAME), 'utf8')
  } catch (thrown) {
    if (isMissing(thrown)) return null
    throw thrown
  }
  const parsed = WeightsRecord.safeParse(parseJson(text))
  return parsed.success ? parsed.data : null
}

/** Whole or not at all. */
export async function writeRecord(dir: string, record: WeightsRecord): Promise<void> {
  const file = path.join(dir, RECORD_NAME)
  await writeFile(`${file}.tmp`, `${JSON.stringify(record, null, 2)}\n`, { flush: true })
  await rename(`${file}.tmp`, file)
}

/** Undefined for text that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined
    throw thrown
  }
}

/** Whether an error of the file system says that a file or folder is not there. */
export function isMissing(thrown: unknown): boolean {
  return hasCode(thrown, 'ENOENT') || hasCode(thrown, 'ENOTDIR')
}

export function hasCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code
}

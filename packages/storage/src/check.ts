/** A look through a library: its rows, its stored files, and whether the two agree. Changes nothing. */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { type LibraryCheck, type LibraryFinding, type OrphanedBlob, Sha256 } from '@vitrine/contracts'
import {
  type BlobRow,
  DAMAGED,
  type DatabaseFile,
  inspect,
  type OpenAsker,
  openDatabaseFile,
} from '@vitrine/db/file'
import PQueue from 'p-queue'
import * as z from 'zod'
import { pagesOf, sizeOf } from './copy-blobs.ts'
import { isMissing } from './file-error.ts'
import { hashFile } from './hash-file.ts'
import { BLOBS, blobPath, DATABASE, INTENT_SUFFIX, TEMPORARY } from './layout.ts'
import { walkBlobs } from './walk-blobs.ts'

export interface CheckProgress {
  phase: 'database' | 'blobs' | 'orphans'
  /** From 0 to 1 within its phase; null where nobody knows how much there is. */
  share: number | null
}

export interface CheckOptions {
  /** Absolute. */
  dataDir: string
  /** Read every stored file and compare it with its hash, instead of its size with its row. */
  isDeep: boolean
  /** Who looks the database through; this thread when left out. */
  openAsker?: OpenAsker | undefined
  /** Milliseconds since 1970. */
  now: () => number
  onProgress?: ((progress: CheckProgress) => void) | undefined
  signal?: AbortSignal | undefined
}

/** A file this young may belong to an image whose row is about to be written. */
const YOUNG_MS = 60 * 60 * 1000

/** Reading at once: enough to keep a disk busy, few enough to leave it to others. */
const CONCURRENCY = 4

/** Works while Vitrine runs: what changes under it is asked for a second time before it is called a fault. */
export async function checkLibrary(options: CheckOptions): Promise<LibraryCheck> {
  const startedAt = options.now()
  const file = path.join(/*turbopackIgnore: true*/ options.dataDir, DATABASE)
  options.onProgress?.({ phase: 'database', share: null })
  const findings = await inspect(file, options.openAsker)
  if (findings.some(({ name }) => name === DAMAGED)) return onlyDamage(startedAt, options.isDeep, findings)
  const database = openDatabaseFile(file)
  try {
    const blobs = database.blobTotals()
    const { missing, corrupt } = await checkBlobs(database, blobs.bytes, options)
    const { orphans, strangers } = await findOrphans(database, startedAt, options)
    return { startedAt, isDeep: options.isDeep, findings, blobs, missing, corrupt, orphans, strangers }
  } finally {
    database.close()
  }
}

/** A damaged database may have lost rows: what it does not name is no orphan for that. */
function onlyDamage(startedAt: number, isDeep: boolean, findings: LibraryFinding[]): LibraryCheck {
  const blobs = { count: 0, bytes: 0 }
  return { startedAt, isDeep, findings, blobs, missing: [], corrupt: [], orphans: [], strangers: [] }
}

const blobDirOf = (dataDir: string) => path.join(/*turbopackIgnore: true*/ dataDir, BLOBS)

async function checkBlobs(
  database: DatabaseFile,
  totalBytes: number,
  options: CheckOptions,
): Promise<Pick<LibraryCheck, 'missing' | 'corrupt'>> {
  const result: Pick<LibraryCheck, 'missing' | 'corrupt'> = { missing: [], corrupt: [] }
  const queue = new PQueue({ concurrency: CONCURRENCY })
  let done = 0
  for (const page of pagesOf(database, options.now())) {
    const work = page.map((blob) => async () => {
      options.signal?.throwIfAborted()
      const state = await stateOf(blob, options)
      // It may have been deleted for good between its row and its file.
      if (state !== 'sound' && database.hasBlob(blob.sha256)) result[state].push(blob.sha256)
      done += blob.sizeBytes
      options.onProgress?.({ phase: 'blobs', share: Math.min(1, done / Math.max(1, totalBytes)) })
    })
    try {
      await queue.addAll(work)
    } catch (error) {
      queue.clear()
      await queue.onIdle()
      throw error
    }
  }
  return result
}

async function stateOf(blob: BlobRow, options: CheckOptions): Promise<'sound' | 'missing' | 'corrupt'> {
  const file = blobPath(blobDirOf(options.dataDir), blob.sha256)
  const sizeBytes = await sizeOf(file)
  if (sizeBytes === null) return 'missing'
  if (sizeBytes !== blob.sizeBytes) return 'corrupt'
  if (!options.isDeep) return 'sound'
  const hash = await hashFile(file, { signal: options.signal })
  if (hash === 'missing') return 'missing'
  return hash === blob.sha256 ? 'sound' : 'corrupt'
}

async function findOrphans(
  database: DatabaseFile,
  startedAt: number,
  { dataDir, onProgress, signal }: CheckOptions,
): Promise<Pick<LibraryCheck, 'orphans' | 'strangers'>> {
  onProgress?.({ phase: 'orphans', share: null })
  const found: OrphanedBlob[] = []
  const strangers: string[] = []
  for await (const { sha256, file, sizeBytes, changedAt } of walkBlobs(blobDirOf(dataDir))) {
    signal?.throwIfAborted()
    if (sha256 === null) strangers.push(path.relative(dataDir, file))
    else if (!database.hasBlob(sha256))
      found.push({ sha256, sizeBytes, isYoung: changedAt > startedAt - YOUNG_MS })
  }
  // After the walk: a blob that was placed during it is named by its upload, or has its row by now.
  const underWay = await blobsUnderWay(dataDir)
  const orphans: OrphanedBlob[] = []
  for (const orphan of found) {
    const isThere = (await sizeOf(blobPath(blobDirOf(dataDir), orphan.sha256))) !== null
    if (isThere && !database.hasBlob(orphan.sha256))
      orphans.push({ ...orphan, isYoung: orphan.isYoung || underWay.has(orphan.sha256) })
  }
  return { orphans, strangers }
}

const Intent = z.object({ placed: z.array(Sha256) })

/** Blobs that an upload is placing, by the notes that it keeps meanwhile. */
export async function blobsUnderWay(dataDir: string): Promise<Set<string>> {
  const folder = path.join(/*turbopackIgnore: true*/ dataDir, TEMPORARY)
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  const found = new Set<string>()
  for (const name of names.filter((candidate) => candidate.endsWith(INTENT_SUFFIX))) {
    const text = await readFile(path.join(/*turbopackIgnore: true*/ folder, name), 'utf8').catch(
      (error: unknown) => {
        if (isMissing(error)) return ''
        throw error
      },
    )
    // Cut short: it is being written, and nothing has been placed yet.
    if (text.endsWith('}')) for (const sha256 of Intent.parse(JSON.parse(text)).placed) found.add(sha256)
  }
  return found
}

/** Zip files from strangers: names are only names, and sizes are checked before and while unpacking. */
import type { Readable } from 'node:stream'
import { AppError } from '@vitrine/contracts'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { cleanFileName } from './file-name.ts'
import type { IngestLimits } from './limits.ts'

export interface ZipItem {
  /** Without any path. */
  fileName: string
  /** The unpacked bytes. Throws when the entry is damaged, encrypted or longer than it said. */
  open(): Promise<Readable>
}

type ZipLimits = Pick<IngestLimits, 'maxZipEntries' | 'maxZipBytes' | 'maxZipRatio'>

/** Below this a high ratio harms nobody: blank pictures compress that well. */
const RATIO_FREE_BYTES = 100 * 1024 * 1024

/**
 * The files of a zip, one after the other; folders, empty entries of the Mac and system files are left out.
 * Throws `undecodable-image` for a damaged zip and `too-large` for one that would unpack to too much,
 * before the first file is handed out.
 */
export async function* readZip(path: string, sizeBytes: number, limits: ZipLimits): AsyncGenerator<ZipItem> {
  const zip = await openZip(path)
  try {
    const items: { entry: Entry; name: string }[] = []
    let total = 0
    for await (const entry of entriesOf(zip)) {
      total += entry.uncompressedSize
      assertModest({ entries: zip.entryCount, total, sizeBytes }, limits)
      const name = nameOf(entry)
      if (!isJunk(name)) items.push({ entry, name: cleanFileName(name) })
    }
    for (const { entry, name } of items) yield { fileName: name, open: () => openEntry(zip, entry) }
  } finally {
    zip.close()
  }
}

async function openZip(path: string): Promise<ZipFile> {
  try {
    // Names are decoded here, not by yauzl: it gives up the whole zip when one of them has ".." in it.
    return await yauzl.openPromise(path, { autoClose: false, decodeStrings: false, validateEntrySizes: true })
  } catch (error) {
    throw damaged(error)
  }
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  try {
    yield* zip.eachEntry()
  } catch (error) {
    throw error instanceof AppError ? error : damaged(error)
  }
}

function assertModest(seen: { entries: number; total: number; sizeBytes: number }, limits: ZipLimits): void {
  if (seen.entries > limits.maxZipEntries)
    throw new AppError(
      'too-large',
      `This zip holds ${seen.entries} files; at most ${limits.maxZipEntries} are unpacked.`,
    )
  const isBomb = seen.total > RATIO_FREE_BYTES && seen.total > seen.sizeBytes * limits.maxZipRatio
  if (seen.total > limits.maxZipBytes || isBomb)
    throw new AppError('too-large', 'This zip would unpack to far more than its size; it is refused.')
}

function nameOf(entry: Entry): string {
  return yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
}

/** Folders, and what operating systems leave beside people's files. */
function isJunk(name: string): boolean {
  const parts = name.split('/')
  const last = parts.at(-1) ?? ''
  return (
    last === '' ||
    parts.includes('__MACOSX') ||
    last.startsWith('.') ||
    /^(?:thumbs\.db|desktop\.ini)$/i.test(last)
  )
}

async function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  if (entry.isEncrypted())
    throw new AppError('undecodable-image', 'This file in the zip is protected by a password.')
  try {
    return await zip.openReadStreamPromise(entry)
  } catch (error) {
    throw damaged(error)
  }
}

function damaged(cause: unknown): AppError {
  return new AppError('undecodable-image', 'This zip is damaged or cut short and can’t be opened.', { cause })
}

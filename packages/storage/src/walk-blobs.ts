/** Every file in a folder of blobs. */
import { opendir, stat } from 'node:fs/promises'
import path from 'node:path'
import { Sha256 } from '@vitrine/contracts'
import { isMissing } from './file-error.ts'
import { blobPath } from './layout.ts'

export interface FoundFile {
  /** Null for a file that is no blob by its name, or lies where that blob would not be looked for. */
  sha256: string | null
  file: string
  sizeBytes: number
  /** When its bytes or its name last changed, in milliseconds since 1970. */
  changedAt: number
}

/** Walks all of it, in no order. Files that go meanwhile are left out, as is a folder that is not there. */
export async function* walkBlobs(blobDir: string): AsyncGenerator<FoundFile> {
  for await (const file of filesBelow(blobDir)) {
    const found = await statOrNull(file)
    if (!found) continue
    const name = Sha256.safeParse(path.basename(file))
    const isInPlace = name.success && blobPath(blobDir, name.data) === file
    yield {
      sha256: isInPlace ? name.data : null,
      file,
      sizeBytes: found.size,
      // A file that was renamed into place keeps the time of its bytes: the time of its name counts, too.
      changedAt: Math.max(found.mtimeMs, found.ctimeMs),
    }
  }
}

async function* filesBelow(folder: string): AsyncGenerator<string> {
  const entries = await opendir(folder).catch((error: unknown) => {
    if (isMissing(error)) return null
    throw error
  })
  if (!entries) return
  for await (const entry of entries) {
    const place = path.join(/*turbopackIgnore: true*/ folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(place)
    else yield place
  }
}

async function statOrNull(file: string) {
  try {
    return await stat(file)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

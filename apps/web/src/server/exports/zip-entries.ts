/** What a zip of images holds, one file after the other. */
import { Readable } from 'node:stream'
import type { ExportRecord, ExportRequest } from '@vitrine/contracts'
import { createNamer } from '@vitrine/contracts'
import type { Db, StoredBytes } from '@vitrine/db'
import type { BlobStore } from '../storage/blob-store.ts'
import { endingOf, pickBytes } from './pick-bytes.ts'
import { xmpOf } from './xmp.ts'
import type { ZipEntry } from './zip-file.ts'

export interface ZipSource {
  walk(options: { withPlaces: boolean }): AsyncGenerator<ExportRecord[]>
  images: Pick<Db['images'], 'bytes'>
  blobs: Pick<BlobStore, 'has' | 'read'>
  count: number
}

type Choice = Pick<ExportRequest, 'name' | 'images' | 'sidecars'>

function textEntry(path: string, text: string, modifiedAt: number): ZipEntry {
  const bytes = Buffer.from(text)
  return {
    path,
    modifiedAt,
    sizeBytes: bytes.length,
    isCompressible: true,
    open: async () => Readable.from([bytes]),
  }
}

const imageEntry = (
  path: string,
  stored: StoredBytes,
  read: () => Promise<Readable>,
): Omit<ZipEntry, 'modifiedAt'> => ({
  path,
  sizeBytes: stored.sizeBytes,
  isCompressible: stored.mediaType === 'image/svg+xml' || stored.mediaType === 'image/bmp',
  open: read,
})

/** Of each image: the picture and its sidecar, as chosen. What could not be found is listed in a file at the end. */
export async function* zipEntries(source: ZipSource, choice: Choice): AsyncGenerator<ZipEntry> {
  const { walk, images, blobs, count } = source
  const nameOf = createNamer(choice.name, count)
  const missing: string[] = []
  for await (const records of walk({ withPlaces: false }))
    for (const record of records) {
      const name = nameOf(record)
      const stored = await pickBytes(images, record, choice.images)
      if (!stored) continue
      const path = name + endingOf(stored)
      const modifiedAt = record.takenAt ?? record.createdAt
      if (choice.images !== 'none') {
        if (await blobs.has(stored.sha256))
          yield { ...imageEntry(path, stored, () => blobs.read(stored.sha256)), modifiedAt }
        else missing.push(`${path}\t${record.fileName}\t${record.sha256}\n`)
      }
      if (choice.sidecars) yield textEntry(`${path}.xmp`, xmpOf(record), modifiedAt)
    }
  if (missing.length > 0)
    yield textEntry('_missing.txt', `The stored files of these images are gone:\n${missing.join('')}`, 0)
}

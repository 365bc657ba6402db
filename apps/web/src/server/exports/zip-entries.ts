/** What a zip of images holds, one file after the other. */
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { ExportRecord, ExportRequest } from '@vitrine/contracts'
import { createNamer } from '@vitrine/contracts'
import type { Db, StoredBytes } from '@vitrine/db'
import type { BlobStore } from '../storage/blob-store.ts'
import type { Embedder } from './embed.ts'
import { endingOf, pickBytes } from './pick-bytes.ts'
import { xmpOf } from './xmp.ts'
import type { ZipEntry } from './zip-file.ts'

export interface ZipSource {
  walk(options: { withPlaces: boolean }): AsyncGenerator<ExportRecord[]>
  images: Pick<Db['images'], 'bytes'>
  blobs: Pick<BlobStore, 'has' | 'read' | 'path'>
  embedder: Pick<Embedder, 'embed'>
  count: number
}

type Choice = Pick<ExportRequest, 'name' | 'images' | 'sidecars' | 'embed'>

/** The others are compressed by themselves. */
const COMPRESSIBLE: ReadonlySet<string> = new Set(['image/svg+xml', 'image/bmp'])

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

/** What goes on the record of a zip: files that are gone, and files whose words could not be written into them. */
interface Faults {
  missing: string[]
  unwritten: string[]
}

interface Picture {
  path: string
  stored: StoredBytes
  record: ExportRecord
}

/** A copy with the words in it where that is wanted and can be, else the bytes as they are stored. */
async function openPicture(
  { blobs, embedder }: ZipSource,
  { path, stored, record }: Picture,
  { embed, unwritten }: Pick<Choice, 'embed'> & Pick<Faults, 'unwritten'>,
): Promise<Readable> {
  if (!embed) return blobs.read(stored.sha256)
  const copy = await embedder.embed(blobs.path(stored.sha256), stored.mediaType, record)
  if (copy) {
    const stream = createReadStream(copy.path)
    stream.once('close', () => void copy.remove())
    return stream
  }
  unwritten.push(path)
  return blobs.read(stored.sha256)
}

const listOf = (title: string, lines: readonly string[]) => `${title}\n${lines.join('\n')}\n`

function* faultEntries({ missing, unwritten }: Faults): Generator<ZipEntry> {
  if (missing.length > 0)
    yield textEntry('_missing.txt', listOf('The stored files of these images are gone:', missing), 0)
  if (unwritten.length > 0)
    yield textEntry(
      '_without-words.txt',
      listOf('Nothing could be written into these files; they are as they were:', unwritten),
      0,
    )
}

/** Of each image: the picture and its sidecar, as chosen. What went wrong is listed in files at the end. */
export async function* zipEntries(source: ZipSource, choice: Choice): AsyncGenerator<ZipEntry> {
  const { walk, images, blobs, count } = source
  const nameOf = createNamer(choice.name, count)
  const faults: Faults = { missing: [], unwritten: [] }
  for await (const records of walk({ withPlaces: false }))
    for (const record of records) {
      const name = nameOf(record)
      const stored = await pickBytes(images, record, choice.images)
      if (!stored) continue
      const path = name + endingOf(stored)
      const modifiedAt = record.takenAt ?? record.createdAt
      if (choice.images !== 'none' && !(await blobs.has(stored.sha256)))
        faults.missing.push(`${path}\t${record.fileName}\t${record.sha256}`)
      else if (choice.images !== 'none')
        yield {
          path,
          modifiedAt,
          sizeBytes: stored.sizeBytes,
          isCompressible: COMPRESSIBLE.has(stored.mediaType),
          open: () => openPicture(source, { path, stored, record }, { ...choice, ...faults }),
        }
      if (choice.sidecars) yield textEntry(`${path}.xmp`, xmpOf(record), modifiedAt)
    }
  yield* faultEntries(faults)
}

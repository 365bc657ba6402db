/** What an export sends, by its format. */
import { createNamer, type ExportRecord } from '@vitrine/contracts'
import type { Db } from '@vitrine/db'
import { toResponseBody } from '../images/web-stream.ts'
import type { BlobStore } from '../storage/blob-store.ts'
import type { Embedder } from './embed.ts'
import { endingOf, pickBytes } from './pick-bytes.ts'
import { toTextBody } from './text-body.ts'
import { cocoFile, csvFile, htmlFile, jsonLinesFile } from './text-files.ts'
import type { Order } from './tickets.ts'
import { walkRecords } from './walk.ts'
import { zipEntries } from './zip-entries.ts'
import { zipFile } from './zip-file.ts'

export interface BodyDeps {
  db: { exports: Db['exports']; images: Pick<Db['images'], 'bytes'> }
  blobs: Pick<BlobStore, 'has' | 'read' | 'path'>
  embedder: Embedder
}

/** Nothing of it is made before it is asked for. */
export function bodyOf(
  { db, blobs, embedder }: BodyDeps,
  { request, ids }: Order,
  onProgress: (done: number) => void,
): ReadableStream<Uint8Array> {
  const walk = (options: { withPlaces: boolean }) =>
    walkRecords({ records: db.exports.records, onProgress }, ids, options)
  const createPath = () => {
    const nameOf = createNamer(request.name, ids.length)
    return async (record: ExportRecord) => {
      const name = nameOf(record)
      const stored = await pickBytes(db.images, record, request.images)
      return stored ? name + endingOf(stored) : name
    }
  }
  const source = { walk, createPath }
  switch (request.format) {
    case 'csv':
      return toTextBody(csvFile(source, request))
    case 'jsonl':
      return toTextBody(jsonLinesFile(source))
    case 'html':
      return toTextBody(htmlFile(source))
    case 'coco':
      return toTextBody(cocoFile(source))
    case 'zip':
      return toResponseBody(async () =>
        zipFile(zipEntries({ walk, images: db.images, blobs, embedder, count: ids.length }, request)),
      )
  }
}

/** The image store: each function a door to the room that does it. */
import { statSync } from 'node:fs'
import { type StoreContext, writeChange } from '../context.ts'
import type { ImageStore, StoredBytes } from '../db.ts'
import { readCards } from './card.ts'
import { createImage } from './create.ts'
import { readDetail } from './detail.ts'
import { addNote, setCaption, setNotes } from './edit.ts'
import { dropKept, keep, keepField, putBack } from './keep.ts'
import { listImages, listTrash } from './lists.ts'
import { type Purged, purgeImages } from './purge.ts'
import { changeInChunks, resolveSelection } from './selection.ts'
import { createSimilar } from './similar.ts'
import { restoreImages, trashImages } from './trash.ts'

export function createImageStore(context: StoreContext): ImageStore {
  const { reader } = context.handle
  const similar = createSimilar(reader)
  return {
    create: (image) => writeChange(context, (change) => createImage(change, image)),
    createAll: (images) =>
      writeChange(context, (change) => images.map((image) => createImage(change, image))),
    findBySha256: async (sha256s) => findBySha256(context, sha256s),
    card: async (id) => readCards(reader, [id])[0] ?? null,
    cards: async (ids) => readCards(reader, ids),
    // In a transaction, so that no writer changes the image between the queries.
    detail: async (id) => reader.transaction(() => readDetail(reader, id))(),
    bytes: async (id, what) =>
      (what === 'original' ? readOriginal(context, id) : readVariant(context, id, what)) ?? null,
    list: async (options) => listImages(reader, options),
    trashed: async (options) => listTrash(reader, options),
    setCaption: (id, type, text, person) => setCaption(context, { id, type, text, person }),
    setNotes: (id, notes) => setNotes(context, id, notes),
    addNote: (id, note) => addNote(context, id, note),
    keep: (request) => keep(context, request),
    keepField: (id, field, source) => keepField(context, { id, field, source }),
    dropKept: (id, annotationIds) => dropKept(context, { id, annotationIds }),
    putBack: (request) => putBack(context, request),
    trash: async (selection) =>
      changeInChunks(context, await resolveSelection(context, selection), trashImages),
    restore: (selection) => changeInChunks(context, selection.ids, restoreImages),
    purge: (selection) => purge(context, selection),
    resolve: (selection, limit) => resolveSelection(context, selection, limit),
    similar: async (id, limit) => similar(id, limit),
    totals: async () => readTotals(context),
  }
}

function findBySha256({ handle }: StoreContext, sha256s: readonly string[]): Map<string, number> {
  const rows = handle.reader
    .prepare<[string], { sha256: string; id: number }>(
      `SELECT sha256, min(id) AS id FROM Image WHERE sha256 IN (SELECT value FROM json_each(?)) GROUP BY sha256`,
    )
    .all(JSON.stringify(sha256s))
  return new Map(rows.map(({ sha256, id }) => [sha256, id]))
}

function readOriginal({ handle }: StoreContext, id: number): StoredBytes | undefined {
  return handle.reader
    .prepare<[number], StoredBytes>('SELECT sha256, sizeBytes, mediaType, fileName FROM Image WHERE id = ?')
    .get(id)
}

function readVariant({ handle }: StoreContext, id: number, kind: string): StoredBytes | undefined {
  return handle.reader
    .prepare<[number, string], StoredBytes>(
      `SELECT v.sha256, v.sizeBytes, v.mediaType, i.fileName
       FROM Variant v JOIN Image i ON i.id = v.imageId WHERE v.imageId = ? AND v.kind = ?`,
    )
    .get(id, kind)
}

async function purge(
  context: StoreContext,
  selection: { ids: readonly number[] } | { deletedBefore: number },
): Promise<Purged> {
  const ids =
    'ids' in selection
      ? selection.ids
      : context.handle.reader
          .prepare<[number], number>('SELECT id FROM Image WHERE deletedAt < ?')
          .pluck()
          .all(selection.deletedBefore)
  const purged = await changeInChunks(context, ids, (change, chunk) => [purgeImages(change, chunk)])
  return {
    ids: purged.flatMap((part) => part.ids),
    orphanedBlobs: purged.flatMap((part) => part.orphanedBlobs),
  }
}

interface TotalsRow {
  images: number
  trashed: number
  originalBytes: number
  variantBytes: number
}

/** Bytes as they lie on the disk: the pages of a PDF share one blob. */
function readTotals({ handle }: StoreContext): TotalsRow & { databaseBytes: number } {
  const { reader } = handle
  const row = reader
    .prepare<[], TotalsRow>(
      `SELECT (SELECT count(*) FROM Image WHERE deletedAt IS NULL) AS images,
              (SELECT count(*) FROM Image WHERE deletedAt IS NOT NULL) AS trashed,
              (SELECT coalesce(sum(sizeBytes), 0) FROM Blob WHERE sha256 IN (SELECT sha256 FROM Image)) AS originalBytes,
              (SELECT coalesce(sum(sizeBytes), 0) FROM Blob WHERE sha256 IN (SELECT sha256 FROM Variant)) AS variantBytes`,
    )
    .get()
  const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0
  const databaseBytes = sizeOf(reader.name) + sizeOf(`${reader.name}-wal`)
  return { images: 0, trashed: 0, originalBytes: 0, variantBytes: 0, ...row, databaseBytes }
}

/** What of the database an export is made of, for a batch of images at a time. */
import type Database from 'better-sqlite3'
import type { AnnotationRow } from '../annotations/rows.ts'
import { SOURCE_COLUMNS } from '../annotations/source.ts'
import { perConnection } from '../per-connection.ts'

export interface ImageRow {
  id: number
  fileName: string
  sha256: string
  page: number
  mediaType: string
  width: number
  height: number
  sizeBytes: number
  kind: string | null
  status: string
  engine: string | null
  camera: string | null
  takenAt: number | null
  createdAt: number
  caption: string
  notes: string
}

export interface NameRow {
  imageId: number
  name: string
}

const statements = perConnection((db) => ({
  // The list's order is the order of the rows: it is the outer loop of the join.
  images: db.prepare<[string], ImageRow>(
    `SELECT i.id, i.fileName, i.sha256, i.page, i.mediaType, i.width, i.height, i.sizeBytes, i.kind, i.status,
            i.engine, i.camera, i.takenAt, i.createdAt, i.caption, i.notes
     FROM json_each(?) wanted CROSS JOIN Image i ON i.id = wanted.value WHERE i.deletedAt IS NULL`,
  ),
  annotations: db.prepare<[string], AnnotationRow>(
    `SELECT a.id, a.imageId, a.stage, a.type, a.position, a.text, a.score, a.x, a.y, a.width, a.height, a.data,
            a.createdAt, ${SOURCE_COLUMNS}
     FROM json_each(?) wanted CROSS JOIN Annotation a ON a.imageId = wanted.value JOIN Source s ON s.id = a.sourceId
     WHERE a.stage <> 'video' AND a.type <> 'kind'`,
  ),
  tags: db.prepare<[string], NameRow>(
    `SELECT it.imageId, t.name FROM json_each(?) wanted CROSS JOIN ImageTag it ON it.imageId = wanted.value
     JOIN Tag t ON t.id = it.tagId ORDER BY t.key`,
  ),
  collections: db.prepare<[string], NameRow>(
    `SELECT ci.imageId, c.name FROM json_each(?) wanted
     CROSS JOIN CollectionImage ci ON ci.imageId = wanted.value
     JOIN Collection c ON c.id = ci.collectionId ORDER BY c.name`,
  ),
}))

function groupBy<T extends { imageId: number }>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>()
  for (const row of rows) {
    const group = groups.get(row.imageId)
    if (group) group.push(row)
    else groups.set(row.imageId, [row])
  }
  return groups
}

/** A person's words first, then by type and place, as the image page has them. */
function inOrder(a: AnnotationRow, b: AnnotationRow): number {
  const isPerson = (row: AnnotationRow) => Number(row.stage === 'person')
  if (isPerson(a) !== isPerson(b)) return isPerson(b) - isPerson(a)
  if (a.type !== b.type) return a.type < b.type ? -1 : 1
  return a.position - b.position || a.id - b.id
}

export interface ImageRows {
  image: ImageRow
  annotations: readonly AnnotationRow[]
  tags: readonly string[]
  collections: readonly string[]
}

/** The rows of these images in their order; those that are gone or in the trash are left out. Call in a transaction. */
export function readImageRows(db: Database.Database, ids: readonly number[]): ImageRows[] {
  const list = JSON.stringify(ids)
  const { images, annotations, tags, collections } = statements(db)
  const annotationsById = groupBy(annotations.all(list))
  const tagsById = groupBy(tags.all(list))
  const collectionsById = groupBy(collections.all(list))
  const names = (rows: readonly NameRow[] = []) => rows.map(({ name }) => name)
  return images.all(list).map((image) => ({
    image,
    annotations: (annotationsById.get(image.id) ?? []).sort(inOrder),
    tags: names(tagsById.get(image.id)),
    collections: names(collectionsById.get(image.id)),
  }))
}

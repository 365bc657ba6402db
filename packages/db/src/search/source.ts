/** Reads what can be searched of images, within the caller's transaction. */
import type { ReadingField } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { MAX_TABLE_TEXT } from '../annotations/table-text.ts'
import { perConnection } from '../per-connection.ts'
import type { DocumentSource } from './document.ts'
import { mergeLabels, SEARCHED_TYPE } from './kept.ts'
import { readStoredField } from './stored-field.ts'

type ImageRow = Omit<
  DocumentSource,
  | 'isEdited'
  | 'hasTwoReadings'
  | 'caption'
  | 'detailedCaption'
  | 'reading'
  | 'fields'
  | 'tableText'
  | 'textLines'
  | 'labels'
  | 'tags'
  | 'collectionIds'
> & { isEdited: number; hasTwoReadings: number }

/** A stored annotation as search sees it. */
interface AnnotationRow {
  id: number
  imageId: number
  stage: string
  type: string
  position: number
  text: string
  /** JSON of what else is searched of a field; null for everything else. */
  data: string | null
}
type AnnotationTuple = [
  id: number,
  imageId: number,
  stage: string,
  type: string,
  position: number,
  text: string,
  data: string | null,
]

const IMAGES = `SELECT id, fileName, mediaType, width, height, sizeBytes, status, reasoning, kind, engine,
  triageReasons, notes, isEdited, hasTwoReadings, takenAt, createdAt, deletedAt
  FROM Image WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`
const ANNOTATIONS = `SELECT a.id, a.imageId, a.stage, ${SEARCHED_TYPE}, a.position, a.text,
    iif(a.type = 'field', a.data, NULL)
  FROM json_each(?) wanted CROSS JOIN Annotation a ON a.imageId = wanted.value WHERE a.type <> 'kind'`
const TAGS = `SELECT it.imageId AS imageId, t.name AS name FROM ImageTag it JOIN Tag t ON t.id = it.tagId
  WHERE it.imageId IN (SELECT value FROM json_each(?)) ORDER BY it.imageId, t.key`
const COLLECTIONS = `SELECT imageId, collectionId FROM CollectionImage
  WHERE imageId IN (SELECT value FROM json_each(?)) ORDER BY imageId, collectionId`

function groupBy<T extends { imageId: number }>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>()
  for (const row of rows) {
    const group = groups.get(row.imageId)
    if (group) group.push(row)
    else groups.set(row.imageId, [row])
  }
  return groups
}

const statementsOf = perConnection((db) => ({
  images: db.prepare<[string], ImageRow>(IMAGES),
  annotations: db.prepare<[string], AnnotationTuple>(ANNOTATIONS).raw(),
  tags: db.prepare<[string], { imageId: number; name: string }>(TAGS),
  collections: db.prepare<[string], { imageId: number; collectionId: number }>(COLLECTIONS),
}))

/** The annotations of images by image, in reading order within each type. */
function readAnnotations(db: Database.Database, ids: readonly number[]): Map<number, AnnotationRow[]> {
  const rows = statementsOf(db)
    .annotations.all(JSON.stringify(ids))
    .map(([id, imageId, stage, type, position, text, data]) => ({
      id,
      imageId,
      stage,
      type,
      position,
      text,
      data,
    }))
  const groups = groupBy(rows)
  // Sorting a few by hand is cheaper than having all of them sorted by SQLite.
  for (const group of groups.values()) group.sort((a, b) => a.position - b.position || a.id - b.id)
  return groups
}

/** The one text of a type: a person's words before the model's. */
function textOfType(annotations: readonly AnnotationRow[], type: string): string {
  const own = annotations.filter((annotation) => annotation.type === type)
  return (own.find((annotation) => annotation.stage === 'person') ?? own[0])?.text ?? ''
}

/** All texts of a type, in order. */
function textsOfType(annotations: readonly AnnotationRow[], type: string): string[] {
  return annotations.filter((annotation) => annotation.type === type).map((annotation) => annotation.text)
}

/** The named values of a reading, in order. */
function fieldsOf(annotations: readonly AnnotationRow[]): ReadingField[] {
  return annotations.flatMap(({ type, text, data }) =>
    type === 'field' ? [readStoredField(text, data)] : [],
  )
}

/** The tag names of images, by image. */
export function readTags(db: Database.Database, ids: readonly number[]): Map<number, string[]> {
  const rows = statementsOf(db).tags.all(JSON.stringify(ids))
  return new Map([...groupBy(rows)].map(([id, group]) => [id, group.map((row) => row.name)]))
}

/** The sources of those of `ids` that exist, ascending by id. */
export function readSources(db: Database.Database, ids: readonly number[]): DocumentSource[] {
  const list = JSON.stringify(ids)
  const annotations = readAnnotations(db, ids)
  const tags = readTags(db, ids)
  const statements = statementsOf(db)
  const collections = groupBy(statements.collections.all(list))
  return statements.images.all(list).map((image) => {
    const own = annotations.get(image.id) ?? []
    return {
      ...image,
      isEdited: image.isEdited !== 0,
      hasTwoReadings: image.hasTwoReadings !== 0,
      caption: textOfType(own, 'caption'),
      detailedCaption: [textOfType(own, 'detailed-caption'), ...textsOfType(own, 'description')]
        .filter(Boolean)
        .join('\n'),
      // What a model read of the picture, and of the video that it is the first keyframe of.
      reading: [textOfType(own, 'reading'), ...textsOfType(own, 'sequence')].filter(Boolean).join('\n'),
      fields: fieldsOf(own),
      // Many tables are as bounded as one.
      tableText: textsOfType(own, 'table').join('\n').slice(0, MAX_TABLE_TEXT),
      textLines: textsOfType(own, 'text-region'),
      labels: mergeLabels(
        textsOfType(own, 'detection'),
        textsOfType(own, 'kept-detection'),
        textsOfType(own, 'mask'),
      ),
      tags: tags.get(image.id) ?? [],
      collectionIds: (collections.get(image.id) ?? []).map((row) => row.collectionId),
    }
  })
}

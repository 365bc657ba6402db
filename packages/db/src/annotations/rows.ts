/** Annotations as rows and back. */
import {
  Annotation,
  type AnnotationBody,
  type Box,
  boundingBox,
  ImageKind,
  Polygon,
  Quad,
  type StageName,
} from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { z } from 'zod'
import { perConnection } from '../per-connection.ts'
import { SOURCE_COLUMNS, type SourceRow, toAnnotationSource } from './source.ts'
import { tableText } from './table-text.ts'

/**
 * The stage that made it; what a person wrote, or kept from a tool, belongs to none. `video`: said of the whole
 * sequence, and kept with its first keyframe.
 */
export type AnnotationStage = StageName | 'person' | 'kept' | 'video'

export interface NewAnnotation {
  imageId: number
  stage: AnnotationStage
  position: number
  body: AnnotationBody
  sourceId: number
  createdAt: number
}

interface BodyColumns {
  type: string
  text: string
  score: number | null
  x: number | null
  y: number | null
  width: number | null
  height: number | null
  data: string | null
}

export type AnnotationRow = BodyColumns &
  SourceRow & { id: number; imageId: number; stage: string; position: number; createdAt: number }

const NOWHERE = { x: null, y: null, width: null, height: null }

function columnsOf(body: AnnotationBody): BodyColumns {
  const { type } = body
  switch (type) {
    case 'caption':
    case 'detailed-caption':
      return {
        type,
        text: body.text,
        score: null,
        ...NOWHERE,
        data: body.template ? JSON.stringify({ template: true }) : null,
      }
    case 'detection':
      return {
        type,
        text: body.label,
        score: body.score,
        ...body.box,
        data: body.rival === null ? null : JSON.stringify({ rival: body.rival }),
      }
    case 'text-region':
      return {
        type,
        text: body.text,
        score: body.score,
        ...boundingBox(body.quad),
        data: JSON.stringify({ quad: body.quad }),
      }
    case 'kind': {
      const { kind, score, evidence } = body.decision
      return { type, text: kind, score, ...NOWHERE, data: JSON.stringify({ evidence }) }
    }
    case 'reading':
      return { type, text: body.text, score: null, ...NOWHERE, data: null }
    case 'field': {
      const { name, value, number, unit } = body
      return { type, text: value, score: null, ...NOWHERE, data: JSON.stringify({ name, number, unit }) }
    }
    case 'table': {
      const { title, columns, rows } = body
      return {
        type,
        text: tableText(body),
        score: null,
        ...NOWHERE,
        data: JSON.stringify({ title, columns, rows }),
      }
    }
    case 'mask':
      return {
        type,
        text: body.label,
        score: body.score,
        ...body.box,
        data: JSON.stringify({ polygons: body.polygons }),
      }
    case 'region':
      return { type, text: body.text, score: body.score, ...body.box, data: null }
  }
}

const insertStatement = perConnection((db) =>
  db.prepare(
    `INSERT INTO Annotation (imageId, stage, type, position, text, score, x, y, width, height, data, sourceId, createdAt)
     VALUES (@imageId, @stage, @type, @position, @text, @score, @x, @y, @width, @height, @data, @sourceId, @createdAt)`,
  ),
)
const removeStatement = perConnection((db) =>
  db.prepare('DELETE FROM Annotation WHERE imageId = ? AND stage = ?'),
)

export function insertAnnotations(db: Database.Database, annotations: readonly NewAnnotation[]): void {
  const insert = insertStatement(db)
  for (const { body, ...rest } of annotations) insert.run({ ...rest, ...columnsOf(body) })
}

/** Removes what a stage's models made of an image; what a person wrote or kept belongs to no stage and stays. */
export function removeStage(db: Database.Database, imageId: number, stage: StageName | 'video'): void {
  removeStatement(db).run(imageId, stage)
}

const Data = z.object({
  template: z.boolean().default(false),
  rival: z.string().nullable().default(null),
  quad: Quad.optional(),
  polygons: z.array(Polygon).optional(),
  evidence: z.array(z.string()).default([]),
  name: z.string().optional(),
  number: z.number().nullable().default(null),
  unit: z.string().nullable().default(null),
  title: z.string().default(''),
  columns: z.array(z.string()).optional(),
  rows: z.array(z.array(z.string())).optional(),
})

const boxOf = (row: BodyColumns): Box => ({
  x: row.x ?? 0,
  y: row.y ?? 0,
  width: row.width ?? 0,
  height: row.height ?? 0,
})

function bodyOf(row: BodyColumns): unknown {
  const data = Data.parse(row.data === null ? {} : JSON.parse(row.data))
  switch (row.type) {
    case 'detection':
      return { type: row.type, label: row.text, box: boxOf(row), score: row.score, rival: data.rival }
    case 'text-region':
      return { type: row.type, text: row.text, quad: data.quad, score: row.score }
    case 'kind':
      return {
        type: row.type,
        decision: { kind: ImageKind.parse(row.text), score: row.score, evidence: data.evidence },
      }
    case 'field':
      return { type: row.type, name: data.name, value: row.text, number: data.number, unit: data.unit }
    case 'table':
      return { type: row.type, title: data.title, columns: data.columns, rows: data.rows }
    case 'mask':
      return {
        type: row.type,
        label: row.text,
        polygons: data.polygons,
        box: boxOf(row),
        score: row.score,
      }
    case 'region':
      return { type: row.type, text: row.text, box: boxOf(row), score: row.score }
    default:
      return { type: row.type, text: row.text, template: data.template }
  }
}

export function toAnnotation(row: AnnotationRow): Annotation {
  return Annotation.parse({
    id: row.id,
    body: bodyOf(row),
    source: toAnnotationSource(row),
    position: row.position,
    createdAt: row.createdAt,
    ...(row.stage === 'kept' ? { isKept: true } : {}),
  })
}

/** Everything said of an image, or what one stage said: a person's words first, then by type and place. */
export function readAnnotations(
  db: Database.Database,
  imageId: number,
  stage?: AnnotationStage,
): Annotation[] {
  return db
    .prepare<{ imageId: number; stage: string | null }, AnnotationRow>(
      `SELECT a.id, a.imageId, a.stage, a.type, a.position, a.text, a.score, a.x, a.y, a.width, a.height, a.data, a.createdAt,
              ${SOURCE_COLUMNS}
       FROM Annotation a JOIN Source s ON s.id = a.sourceId
       WHERE a.imageId = @imageId AND iif(@stage IS NULL, a.stage <> 'video', a.stage = @stage)
       ORDER BY a.stage <> 'person', a.type, a.position, a.id`,
    )
    .all({ imageId, stage: stage ?? null })
    .map(toAnnotation)
}

/** A perception result as rows, and put together again from them. */
import {
  type AnnotationBody,
  PerceptionResult,
  type TaskName,
  type TaskProvenance,
  type TriageDecision,
} from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { readEmbedding, replaceEmbedding, type StoredEmbedding } from './embedding.ts'
import { insertAnnotations, type NewAnnotation, readAnnotations, removeStage } from './rows.ts'
import { modelSource, sourceId } from './source.ts'
import { readPerceptionFacts, writeStageResult } from './stage-result.ts'

/** The tasks that make each type of annotation, likeliest first. */
const TASKS: Record<
  Exclude<AnnotationBody['type'], 'reading' | 'field' | 'table' | 'mask' | 'region'>,
  readonly TaskName[]
> = {
  caption: ['caption'],
  'detailed-caption': ['detailed-caption', 'more-detailed-caption', 'caption'],
  detection: ['object-detection', 'open-vocabulary-detection', 'dense-region-caption'],
  'text-region': ['ocr-with-region', 'ocr'],
  kind: ['image-classification'],
}

/** What stage 1 makes; the rest comes from stage 2, or is kept from tools. */
type ReadBody = Extract<AnnotationBody, { type: keyof typeof TASKS }>

/** Which of the models that ran made this type; an engine that names none for it is its own source. */
function provenanceOf(
  type: keyof typeof TASKS,
  result: Pick<PerceptionResult, 'engine' | 'provenance'>,
): TaskProvenance {
  for (const task of TASKS[type]) {
    const provenance = result.provenance.find((candidate) => candidate.task === task)
    if (provenance) return provenance
  }
  const [first] = result.provenance
  const model = first?.model ?? { id: result.engine, revision: 'unknown', dtype: 'none', device: 'cpu' }
  return { task: TASKS[type][0] ?? 'caption', model }
}

function bodiesOf(result: StoredPerception['result']): { position: number; body: ReadBody }[] {
  const template = result.captionKind === 'template'
  const byScore = [...result.detections].sort((a, b) => (b.score ?? 0) - (a.score ?? 0))
  return [
    { position: 0, body: { type: 'caption', text: result.caption, template } },
    { position: 0, body: { type: 'detailed-caption', text: result.detailedCaption, template } },
    { position: 0, body: { type: 'kind', decision: result.kind } },
    ...byScore.map(({ label, box, score, rival }, position) => ({
      position,
      body: { type: 'detection' as const, label, box, score: score ?? null, rival: rival ?? null },
    })),
    ...result.textRegions.map(({ text, quad, score }, position) => ({
      position,
      body: { type: 'text-region' as const, text, quad, score: score ?? null },
    })),
  ]
}

/** All that stage 1 said of an image, as it is stored: what is read can be put back exactly. */
export interface StoredPerception {
  /** Its embedding stands beside it. */
  result: Omit<PerceptionResult, 'embedding'>
  triage: TriageDecision
  embedding: StoredEmbedding | null
  /** When it was made, in milliseconds since 1970. */
  at: number
}

/** Replaces all that stage 1 said of an image. Call inside a write. */
export function replacePerception(
  db: Database.Database,
  imageId: number,
  { result, triage, embedding, at }: StoredPerception,
): void {
  const { engine } = result
  const idOf = (provenance: TaskProvenance) => sourceId(db, modelSource({ engine, ...provenance }))
  const sources = new Map<string, number>()
  const annotations: NewAnnotation[] = bodiesOf(result).map(({ position, body }) => {
    const { type } = body
    const source = sources.get(type) ?? idOf(provenanceOf(type, result))
    sources.set(type, source)
    return { imageId, stage: 'perception', position, body, sourceId: source, createdAt: at }
  })
  removeStage(db, imageId, 'perception')
  insertAnnotations(db, annotations)
  replaceEmbedding(db, imageId, embedding)
  const { captionKind, size, colours, provenance, warnings, timings } = result
  writeStageResult(
    db,
    {
      imageId,
      name: 'perception',
      engine,
      sourceIds: provenance.length > 0 ? provenance.map(idOf) : [...sources.values()],
      at,
    },
    { captionKind, size, colours, provenance, warnings, timings, triage },
  )
}

/** Stage 1's result put together again; null before stage 1 is done. */
export function readPerception(db: Database.Database, imageId: number): StoredPerception | null {
  const facts = readPerceptionFacts(db, imageId)
  if (!facts) return null
  const { triage, at, ...rest } = facts
  const bodies = readAnnotations(db, imageId, 'perception').map((annotation) => annotation.body)
  const result = PerceptionResult.parse({ ...rest, ...partsOf(bodies) })
  return { result, triage, embedding: readEmbedding(db, imageId), at }
}

/** The halves of a PerceptionResult that annotations hold. */
function partsOf(bodies: readonly AnnotationBody[]) {
  const textOf = (type: 'caption' | 'detailed-caption') =>
    bodies.flatMap((body) => (body.type === type ? [body.text] : []))[0] ?? ''
  return {
    caption: textOf('caption'),
    detailedCaption: textOf('detailed-caption'),
    kind: bodies.flatMap((body) => (body.type === 'kind' ? [body.decision] : []))[0],
    detections: bodies.flatMap((body) =>
      body.type === 'detection'
        ? [
            {
              label: body.label,
              box: body.box,
              score: body.score ?? undefined,
              rival: body.rival ?? undefined,
            },
          ]
        : [],
    ),
    textRegions: bodies.flatMap((body) =>
      body.type === 'text-region'
        ? [{ text: body.text, quad: body.quad, score: body.score ?? undefined }]
        : [],
    ),
  }
}

/** Everything the image page shows, read as of one moment. */
import {
  type Annotation,
  type Colour,
  type FormerReading,
  ImageDetail,
  type TriageDecision,
} from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { readPerception } from '../annotations/perception.ts'
import { readAnnotations } from '../annotations/rows.ts'
import { readPerceptionFacts, readReadingWarnings } from '../annotations/stage-result.ts'
import { readFormer, toReading } from '../formers/rows.ts'
import { readVideoInfo } from '../videos/detail.ts'
import { CARD_COLUMNS, type CardRow, toCard } from './card.ts'

type DetailRow = CardRow & {
  sha256: string
  notes: string
  sourceSha256: string | null
  camera: string | null
}

interface NamedRow {
  id: number
  name: string
}

/** Trashed images included; null when there is none. */
export function readDetail(db: Database.Database, id: number): ImageDetail | null {
  const row = db
    .prepare<[number], DetailRow>(
      `SELECT ${CARD_COLUMNS}, i.sha256, i.notes, i.sourceSha256, i.camera FROM Image i WHERE i.id = ?`,
    )
    .get(id)
  if (!row) return null
  const { sha256, notes, sourceSha256, camera, ...card } = row
  const annotations = readAnnotations(db, id)
  const facts = readPerceptionFacts(db, id)
  const colours: Colour[] = facts?.colours ?? []
  const triage: TriageDecision | null = facts?.triage ?? null
  return ImageDetail.parse({
    ...toCard(card),
    sha256,
    notes,
    sourceSha256,
    camera,
    detailedCaption: textOf(annotations, 'detailed-caption') ?? '',
    reading: textOf(annotations, 'reading'),
    text: joinRegions(annotations),
    colours,
    triage,
    annotations,
    tags: readTags(db, id),
    collections: readCollections(db, id),
    warnings: facts?.warnings ?? [],
    readingWarnings: readReadingWarnings(db, id),
    readingProblem: readReadingProblem(db, id),
    former: card.hasTwoReadings === 1 ? readBoth(db, id) : null,
    video: card.atMs === null ? null : readVideoInfo(db, sha256),
  })
}

/** The reading that may be taken back, with the one that is in effect. */
function readBoth(db: Database.Database, id: number): FormerReading | null {
  const former = readFormer(db, id)
  const present = readPerception(db, id)
  return former && present ? { ...toReading(former), successor: toReading(present) } : null
}

/** A person's words come first in the list, so the first of its type is the one to show. */
function textOf(annotations: readonly Annotation[], type: 'detailed-caption' | 'reading'): string | null {
  for (const { body } of annotations) if (body.type === type) return body.text
  return null
}

function joinRegions(annotations: readonly Annotation[]): string {
  return annotations
    .flatMap(({ body, isKept }) => (body.type === 'text-region' && !isKept ? [body.text] : []))
    .join('\n')
}

function readTags(db: Database.Database, id: number) {
  return db
    .prepare<[number], { name: string; by: string }>(
      `SELECT t.name, it.author AS by FROM ImageTag it JOIN Tag t ON t.id = it.tagId
       WHERE it.imageId = ? ORDER BY t.key`,
    )
    .all(id)
}

function readCollections(db: Database.Database, id: number) {
  return db
    .prepare<[number], NamedRow>(
      `SELECT c.id, c.name FROM CollectionImage ci JOIN Collection c ON c.id = ci.collectionId
       WHERE ci.imageId = ? ORDER BY c.name`,
    )
    .all(id)
}

/** Why stage 2 failed, or failed so far. */
function readReadingProblem(db: Database.Database, id: number): string | null {
  const detail = db
    .prepare<[number], string | null>(
      `SELECT detail FROM Job WHERE imageId = ? AND stage = 'reasoning' AND errorCode IS NOT NULL
       AND state IN ('failed', 'queued')`,
    )
    .pluck()
    .get(id)
  return detail ?? null
}

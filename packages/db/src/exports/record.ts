/** Rows to what an export says of an image. Pure. */
import { EngineName, type ExportRecord, ImageKind, ImageStatus, MediaType } from '@vitrine/contracts'
import { type AnnotationRow, toAnnotation } from '../annotations/rows.ts'
import { mergeLabels } from '../search/kept.ts'
import { readStoredField } from '../search/stored-field.ts'
import { foldText } from '../search/words.ts'
import type { ImageRows } from './rows.ts'

const ofType = (rows: readonly AnnotationRow[], type: string) => rows.filter((row) => row.type === type)

const authorOf = (text: string, row: AnnotationRow | undefined) => {
  if (text === '') return null
  return row?.stage === 'person' ? 'person' : 'model'
}

function objectsOf(rows: readonly AnnotationRow[]): ExportRecord['objects'] {
  const labels = (type: string, isKept: boolean) =>
    ofType(rows, type).flatMap((row) => ((row.stage === 'kept') === isKept ? [row.text] : []))
  const counts = new Map<string, { label: string; count: number }>()
  for (const label of mergeLabels(
    labels('detection', false),
    labels('detection', true),
    labels('mask', true),
  )) {
    const key = foldText(label).trim()
    const known = counts.get(key)
    if (known) known.count += 1
    else counts.set(key, { label, count: 1 })
  }
  return [...counts.values()]
}

/** How much a field's word weighs: what a person says, what a person kept of a model, what a model says. */
const weightOf = (row: AnnotationRow) => (row.author === 'person' ? 2 : row.stage === 'kept' ? 1 : 0)

/** The rows of fields that count, one of each name, in the order in which their names come first. */
export function fieldRows(rows: readonly AnnotationRow[]): Map<string, AnnotationRow> {
  const best = new Map<string, AnnotationRow>()
  for (const row of ofType(rows, 'field')) {
    const { name } = readStoredField(row.text, row.data)
    const known = best.get(name)
    if (!known || weightOf(row) > weightOf(known)) best.set(name, row)
  }
  return best
}

function tablesOf(rows: readonly AnnotationRow[]): ExportRecord['tables'] {
  return ofType(rows, 'table').flatMap((row) => {
    const { body } = toAnnotation(row)
    if (body.type !== 'table') return []
    const { type: _, ...table } = body
    return [table]
  })
}

/** `withPlaces`: with every annotation, its place and source; leaving them out saves most of the work. */
export function toExportRecord(rows: ImageRows, withPlaces: boolean): ExportRecord {
  const { image, annotations, tags, collections } = rows
  const { page, ...facts } = image
  const [description] = ofType(annotations, 'detailed-caption')
  const lines = ofType(annotations, 'text-region').flatMap((row) => (row.stage === 'kept' ? [] : [row.text]))
  return {
    ...facts,
    page: page === 0 ? null : page,
    mediaType: MediaType.parse(image.mediaType),
    kind: ImageKind.nullable().parse(image.kind),
    status: ImageStatus.parse(image.status),
    engine: EngineName.nullable().parse(image.engine),
    captionBy: authorOf(image.caption, ofType(annotations, 'caption')[0]),
    description: description?.text ?? '',
    descriptionBy: authorOf(description?.text ?? '', description),
    reading: ofType(annotations, 'reading')[0]?.text ?? '',
    text: lines.join('\n'),
    objects: objectsOf(annotations),
    fields: [...fieldRows(annotations).values()].map((row) => readStoredField(row.text, row.data)),
    tables: tablesOf(annotations),
    tags: [...tags],
    collections: [...collections],
    annotations: withPlaces ? annotations.map(toAnnotation) : [],
  }
}

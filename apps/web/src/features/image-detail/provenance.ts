/** Where an image's annotations come from, brought together: one row for each source. */
import type { Annotation, AnnotationBody } from '@vitrine/contracts'

/** Annotations of one type that one source made. */
export interface ProvenanceRow {
  key: string
  what: AnnotationBody['type']
  /** Whether a person kept them from a tool. */
  isKept: boolean
  count: number
  source: Annotation['source']
  /** When the latest of them was made. */
  at: number
}

const sourceKey = (source: Annotation['source']) =>
  source.by === 'person'
    ? `person ${source.name}`
    : [source.engine, source.task, source.promptVersion, ...Object.values(source.model)].join(' ')

/** Rows in the order in which their first annotation comes. */
export function groupProvenance(annotations: readonly Annotation[]): ProvenanceRow[] {
  const rows = new Map<string, ProvenanceRow>()
  for (const { body, source, createdAt, isKept = false } of annotations) {
    const key = `${isKept ? 'kept ' : ''}${body.type} ${sourceKey(source)}`
    const row = rows.get(key)
    if (row) {
      row.count += 1
      row.at = Math.max(row.at, createdAt)
    } else rows.set(key, { key, what: body.type, isKept, count: 1, source, at: createdAt })
  }
  return [...rows.values()]
}

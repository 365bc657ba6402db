/** How the image page speaks: sizes, times, states and sources. */
import type {
  AnnotationSource,
  ImageKind,
  ImageStatus,
  ReasoningStatus,
  TriageReason,
} from '@vitrine/contracts'

const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']

/** "2.4 MB": thousands, as file managers count. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${numbers.format(bytes / 1000 ** power)} ${units[power] ?? 'B'}`
}

const dateTime = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

/** "Nov 23, 2026, 1:05 PM", in the browser's time zone. */
export function formatInstant(at: number): string {
  return dateTime.format(at)
}

/** "92 %"; nothing where the model gives no score. */
export function formatScore(score: number | null): string {
  return score === null ? '' : `${Math.round(score * 100)} %`
}

export const kindNames: Record<ImageKind, string> = {
  photo: 'Photo',
  document: 'Document',
  receipt: 'Receipt',
  form: 'Form',
  table: 'Table',
  chart: 'Chart',
  screenshot: 'Screenshot',
  label: 'Label',
  drawing: 'Drawing',
}

export const statusNames: Record<ImageStatus, string> = {
  queued: 'Waiting to be read',
  perceiving: 'Being read',
  reasoning: 'Being read in depth',
  ready: 'Ready',
  failed: 'Could not be read',
  cancelled: 'Reading cancelled',
}

export const reasoningNames: Record<ReasoningStatus, string> = {
  unknown: 'Not decided yet',
  'not-needed': 'Not needed',
  waiting: 'Waiting: no reasoning engine',
  queued: 'Queued',
  running: 'Running now',
  done: 'Done',
  failed: 'Failed',
  skipped: 'Skipped',
}

export const triageReasonNames: Record<TriageReason, string> = {
  'many-objects': 'many objects',
  'much-text': 'much text',
  'receipt-like': 'looks like a receipt',
  'form-like': 'looks like a form',
  'table-like': 'looks like a table',
  'chart-like': 'looks like a chart',
  'document-like': 'looks like a document',
  'by-hand': 'asked for by hand',
}

/** The short badge of a source: "builtin · template", "edited by Ada". */
export function formatSource(source: AnnotationSource, isTemplate = false): string {
  if (source.by === 'person') return `edited by ${source.name}`
  return isTemplate ? `${source.engine} · template` : source.engine
}

/** What a media type is called: `image/svg+xml` reads "SVG". */
export function formatMediaType(mediaType: string): string {
  return (mediaType.split('/')[1] ?? mediaType).replace('+xml', '').toUpperCase()
}

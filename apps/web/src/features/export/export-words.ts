/** Exports in a person's words. Pure. */
import {
  type ExportColumnName,
  type ExportedImages,
  type ExportFormat,
  type ExportProgress,
  expandName,
  isNamePattern,
  NAME_PLACEHOLDERS,
} from '@vitrine/contracts'
import { countOf } from '../live/pipeline-words.ts'

export const FORMAT_LABELS: Record<ExportFormat, string> = {
  csv: 'CSV, for spreadsheets',
  jsonl: 'JSON Lines, everything that is known',
  coco: 'COCO, boxes and masks',
  html: 'HTML, images with alt text',
  zip: 'Zip of the images',
}

export const IMAGES_LABELS: Record<ExportedImages, string> = {
  originals: 'The originals',
  previews: 'Smaller copies',
  none: 'No images, only sidecars',
}

export const COLUMN_LABELS: Record<ExportColumnName, string> = {
  file: 'File name',
  sha256: 'Hash (SHA-256)',
  page: 'Page',
  caption: 'Caption, as alt text',
  'caption-by': 'Who wrote the caption',
  description: 'Description',
  'description-by': 'Who wrote the description',
  text: 'Text in the image',
  objects: 'Objects',
  kind: 'Kind',
  tags: 'Tags',
  collections: 'Collections',
  notes: 'Notes',
  reading: 'Deep reading',
  fields: 'Values of the reading, in one cell',
  width: 'Width',
  height: 'Height',
  type: 'File type',
  size: 'Size in bytes',
  taken: 'When it was taken',
  added: 'When it was added',
  camera: 'Camera',
  status: 'Status',
  engine: 'Engine',
  id: 'Id',
}

/** What a file could be called. */
const SAMPLE = {
  id: 204,
  fileName: 'IMG_2041.jpg',
  sha256: '9f86d081884c7d65'.padEnd(64, '0'),
  kind: 'photo' as const,
  caption: 'A red mug on a table',
  width: 4000,
  height: 3000,
  takenAt: Date.UTC(2026, 4, 3, 14, 5),
  createdAt: Date.UTC(2026, 4, 3, 14, 5),
}

/** Whether names can be made by it, and how that looks, or what is wrong. */
export function describePattern(
  pattern: string,
  count: number,
): { isGood: true; example: string } | { isGood: false; problem: string } {
  if (pattern.trim() === '') return { isGood: false, problem: 'A name is made of something.' }
  if (!isNamePattern(pattern))
    return { isGood: false, problem: `It can hold ${NAME_PLACEHOLDERS.join(', ')}.` }
  return { isGood: true, example: `${expandName(pattern, SAMPLE, { n: 1, count })}.jpg` }
}

/** The chosen columns in their usual order, whichever way they were chosen; unknown ones at the end. */
export function inUsualOrder<T extends string>(chosen: readonly T[], order: readonly T[]): T[] {
  const known = order.filter((column) => chosen.includes(column))
  return [...known, ...chosen.filter((column) => !order.includes(column))]
}

/** How far an export is, as a line of text. */
export function progressWords({ state, done, count }: ExportProgress): string {
  switch (state) {
    case 'ready':
      return 'The download begins …'
    case 'running':
      return `${done.toLocaleString('en')} of ${countOf(count, 'image')}`
    case 'done':
      return `${countOf(count, 'image')} exported`
    case 'stopped':
      return 'The download was stopped.'
    case 'failed':
      return 'The export broke off. The file is not whole.'
  }
}

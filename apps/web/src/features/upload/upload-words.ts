/** Uploads in a person's words. Pure. */
import type { IngestItem } from '@vitrine/contracts'
import { countOf, formatCount } from '../live/pipeline-words.ts'
import { progressOf, type UploadItem, type UploadSummary } from './upload-state.ts'

/** "Uploading 3 of 12", "12 images added", "Paused". */
export function titleOf(summary: UploadSummary): string {
  if (summary.files === 0) return 'Nothing to upload'
  const place = `${formatCount(Math.min(summary.settled + 1, summary.files))} of ${formatCount(summary.files)}`
  if (summary.running > 0 || summary.waiting > 0) return `Uploading ${place}`
  if (summary.paused > 0) return `Paused at ${place}`
  if (summary.created > 0) return `${countOf(summary.created, 'image')} added`
  if (summary.failed > 0 || summary.rejected > 0)
    return `${countOf(summary.failed + summary.rejected, 'file')} could not be added`
  return summary.duplicates > 0 ? 'Already in the library' : 'Done'
}

/** What the title leaves out: "2 already here · 1 rejected · 1 failed"; empty when there is nothing. */
export function detailOf(summary: UploadSummary): string {
  const parts: string[] = []
  if (summary.created > 0 && summary.settled < summary.files)
    parts.push(`${formatCount(summary.created)} added`)
  if (summary.duplicates > 0) parts.push(`${formatCount(summary.duplicates)} already here`)
  if (summary.rejected > 0) parts.push(`${formatCount(summary.rejected)} rejected`)
  if (summary.failed > 0) parts.push(`${formatCount(summary.failed)} failed`)
  return parts.join(' · ')
}

/** What is going on with one file. */
export function describeUpload(item: UploadItem): string {
  switch (item.phase.name) {
    case 'waiting':
      return 'Waiting'
    case 'hashing':
      return 'Checking whether it is already here'
    case 'sending':
      return `${Math.round(progressOf(item) * 100)} % of ${formatBytes(item.sizeBytes)}`
    case 'paused':
      return `Paused at ${Math.round(progressOf(item) * 100)} %`
    case 'storing':
      return 'Storing'
    case 'failed':
      return item.phase.reason
    case 'cancelled':
      return 'Cancelled'
    case 'done':
      return describeOutcome(item.phase.items)
  }
}

function describeOutcome(items: readonly IngestItem[]): string {
  const [first] = items
  if (!first) return 'Nothing in it that can be read'
  if (items.length === 1) {
    if (first.outcome === 'created') return 'Added'
    if (first.outcome === 'rejected') return first.reason
    return first.restored ? 'Brought back from the trash' : 'Already in the library'
  }
  const count = (outcome: IngestItem['outcome']) => items.filter((item) => item.outcome === outcome).length
  const parts = [`${countOf(count('created'), 'image')} added`]
  if (count('duplicate') > 0) parts.push(`${formatCount(count('duplicate'))} already here`)
  if (count('rejected') > 0) parts.push(`${formatCount(count('rejected'))} rejected`)
  return parts.join(', ')
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB']

/** "812 bytes", "4.2 MB": powers of 1000, as file managers have it. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`
}

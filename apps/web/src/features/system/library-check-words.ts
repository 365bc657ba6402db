/** How the check of the library speaks. */
import { isSound, type LibraryCheckStatus, type LibraryCheckSummary } from '@vitrine/contracts'
import { formatBytes } from '../image-detail/image-words.ts'
import { countOf } from '../live/pipeline-words.ts'

const PHASES = {
  database: 'Looking through the database …',
  blobs: 'Looking at stored files …',
  orphans: 'Looking for files that nothing names …',
} as const

export function progressWords(progress: LibraryCheckStatus['progress']): string {
  return progress ? PHASES[progress.phase] : 'Beginning …'
}

/** "Sound: 1,204 stored files (3 GB), each read." */
export function verdictWords(check: LibraryCheckSummary): string {
  const how = check.isDeep ? 'each read and compared with its hash' : 'looked for'
  const what = `the database and ${countOf(check.blobs.count, 'stored file')} (${formatBytes(check.blobs.bytes)}), ${how}`
  return `${isSummarySound(check) ? 'Sound' : 'Not sound'}: ${what}.`
}

export function isSummarySound({ findings, missing, corrupt }: LibraryCheckSummary): boolean {
  return isSound({ findings, missing: missing.examples, corrupt: corrupt.examples })
}

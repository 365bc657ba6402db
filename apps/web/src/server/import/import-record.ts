/** What the watcher says of itself: where it stands, and what became of the files. */
import type { ImportStatus, IngestItem } from '@vitrine/contracts'

export interface ImportRecord {
  status(waiting: number): ImportStatus
  /** Returns whether that is news. */
  setFolder(state: ImportStatus['state'], problem?: string): boolean
  /** A fault that is no file's own, such as a full disk; over once something was dealt with. */
  noteStandstill(reason: string): void
  noteItems(items: readonly IngestItem[]): void
  /** A file whose bytes were dealt with under another name. */
  noteDuplicate(): void
  noteFailure(fileName: string, reason: string): void
}

const MAX_FAILURES = 20

export function createImportRecord(): ImportRecord {
  let folder: Pick<ImportStatus, 'state' | 'problem'> = { state: 'stopped', problem: null }
  let standstill: string | null = null
  const counts = { imported: 0, duplicates: 0, rejected: 0 }
  const failures: ImportStatus['failures'] = []
  const noteFailure = (fileName: string, reason: string) => {
    counts.rejected += 1
    failures.unshift({ fileName, reason })
    failures.splice(MAX_FAILURES)
  }
  return {
    status(waiting) {
      const isStuck = folder.state === 'watching' && standstill !== null
      const state = isStuck ? { state: 'problem' as const, problem: standstill } : folder
      return { ...state, ...counts, waiting, failures: [...failures] }
    },
    setFolder(state, problem) {
      const isNews = folder.state !== state || folder.problem !== (problem ?? null)
      folder = { state, problem: problem ?? null }
      return isNews
    },
    noteStandstill(reason) {
      standstill = reason
    },
    noteItems(items) {
      standstill = null
      for (const item of items) {
        if (item.outcome === 'created') counts.imported += 1
        else if (item.outcome === 'duplicate') counts.duplicates += 1
        else noteFailure(item.fileName, item.reason)
      }
    },
    noteDuplicate() {
      counts.duplicates += 1
    },
    noteFailure,
  }
}

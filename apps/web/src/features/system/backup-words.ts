/** How backups speak. */
import type { LibraryBackups } from '@vitrine/contracts'
import type { BadgeTone } from './badge-tone.ts'

export const BACKUP_PHASES = {
  blobs: 'Copying stored files …',
  database: 'Copying the database …',
  verifying: 'Verifying …',
} as const

export const backupTones: Record<LibraryBackups['state'], BadgeTone> = {
  idle: 'success',
  running: 'accent',
  failed: 'warning',
}

const moments = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

/** "Nov 25, 2026, 9:30 AM", in this browser's time zone. */
export function formatMoment(instant: number): string {
  return moments.format(instant)
}

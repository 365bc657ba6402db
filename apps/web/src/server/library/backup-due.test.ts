import { snapshotName } from '@vitrine/storage/backup-folder'
import { expect, it } from 'vitest'
import { isBackupDue } from './backup-due.ts'

const NOW = Date.UTC(2026, 10, 25, 9, 30)
const HOUR_MS = 60 * 60 * 1000

it.each([
  ['there is none', undefined, true],
  ['the newest was made just now', snapshotName(NOW), false],
  ['the newest is 23 hours old', snapshotName(NOW - 23 * HOUR_MS), false],
  ['the newest is a day old, less the minutes that making it took', snapshotName(NOW - 23.6 * HOUR_MS), true],
  ['the clock was set back', snapshotName(NOW + HOUR_MS), false],
])('when %s, a backup is due: %s → %s', (_, newest, isDue) => {
  expect(isBackupDue(newest, NOW)).toBe(isDue)
})

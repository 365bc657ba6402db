/** When the next backup is to be made. Pure. */
import { instantOfSnapshot } from '@vitrine/storage/backup-folder'

/** Half an hour less than a day: it is looked for every hour, and must not come an hour later every day. */
const EVERY_MS = 23.5 * 60 * 60 * 1000

/** Whether the newest snapshot, by its name, is old enough, or there is none. */
export function isBackupDue(newest: string | undefined, now: number): boolean {
  return newest === undefined || now - instantOfSnapshot(newest) >= EVERY_MS
}

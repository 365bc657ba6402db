/** Whether the disk has room for a download. */
import { mkdir, statfs } from 'node:fs/promises'
import { AppError } from '@vitrine/contracts'

export interface RoomQuestion {
  dir: string
  missingBytes: number
  /** What stays free beside it. */
  marginBytes: number
  freeBytes(dir: string): Promise<number>
}

/** Throws `storage-full`, and says how much is lacking. */
export async function requireRoom({
  dir,
  missingBytes,
  marginBytes,
  freeBytes,
}: RoomQuestion): Promise<void> {
  if (missingBytes <= 0) return
  await mkdir(dir, { recursive: true })
  const lacking = missingBytes + marginBytes - (await freeBytes(dir))
  if (lacking <= 0) return
  throw new AppError(
    'storage-full',
    `The disk lacks ${inWords(lacking)} for this download of ${inWords(missingBytes)}.`,
    { suggestion: 'Make room on the disk, or move VITRINE_DATA_DIR to a larger one.' },
  )
}

/** Of the file system that holds the folder, as far as this process may use it. */
export async function freeBytesOf(dir: string): Promise<number> {
  const { bavail, bsize } = await statfs(dir)
  return bavail * bsize
}

export const diskIsFull = (cause: unknown) =>
  new AppError('storage-full', 'The disk is full, so the download has stopped.', {
    cause,
    suggestion: 'Make room, then start it again: it goes on from where it stopped.',
  })

/** Bytes as people say them: never 0 MB of what is not nothing. */
export function inWords(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`
  return `${Math.max(1, Math.ceil(bytes / 1e6))} MB`
}

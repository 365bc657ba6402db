/** Out of the trash for good: rows first, then the files that nothing points to any more. */
import type { Db } from '@vitrine/db'
import type { Log } from '../log.ts'
import type { BlobStore } from '../storage/blob-store.ts'

export interface PurgeDeps {
  db: Pick<Db, 'images'>
  blobs: Pick<BlobStore, 'exclusive' | 'remove'>
}

/**
 * Deletes trashed images and their files; returns the ids that went.
 * No upload of the same bytes can come between rows and files. A crash between them leaves files without rows,
 * never rows without files.
 */
export function purgeImages(
  deps: PurgeDeps,
  selection: { ids: readonly number[] } | { deletedBefore: number },
): Promise<number[]> {
  return deps.blobs.exclusive(async () => {
    const { ids, orphanedBlobs } = await deps.db.images.purge(selection)
    for (const sha256 of orphanedBlobs) await deps.blobs.remove(sha256)
    return ids
  })
}

export interface PurgeExpiredDeps extends PurgeDeps {
  db: Pick<Db, 'images' | 'settings'>
  /** Milliseconds since 1970. */
  now: () => number
  log: Log
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Deletes what has been in the trash for longer than the settings say; to be called now and then. */
export async function purgeExpired(deps: PurgeExpiredDeps): Promise<number[]> {
  const { trashDays } = await deps.db.settings.get()
  const ids = await purgeImages(deps, { deletedBefore: deps.now() - trashDays * DAY_MS })
  if (ids.length > 0) deps.log.info({ images: ids.length, trashDays }, 'emptied what was long in the trash')
  return ids
}

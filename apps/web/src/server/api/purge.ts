import type { ApiServices } from './context.ts'

/**
 * Deletes images for good: rows first, then the files nothing points to any more.
 * A crash between the two leaves files without rows, never rows without files.
 */
export async function purgeImages(
  services: ApiServices,
  selection: { ids: readonly number[] } | { deletedBefore: number },
): Promise<number[]> {
  const { ids, orphanedBlobs } = await services.db.images.purge(selection)
  await services.blobs.remove(orphanedBlobs)
  services.changes.poke()
  return ids
}

/** One picture: drawn, stored and written down. */
import type { IngestItem, MediaType, VideoType } from '@vitrine/contracts'
import type { NewImage, NewVariant } from '@vitrine/db'
import type { StagedBlob } from '../storage/blob-store.ts'
import type { Arrival, IngestRooms } from './ingest.ts'
import { openPicture } from './picture.ts'
import { type RenderedVariant, renderVariants } from './render.ts'

/** Takes in a file that holds one picture. Bytes that are already known cost no drawing. */
export async function ingestPicture(
  rooms: IngestRooms,
  arrival: Arrival,
  mediaType: Exclude<MediaType, 'application/pdf' | VideoType>,
): Promise<IngestItem> {
  const { staged, fileName, signal } = arrival
  signal?.throwIfAborted()
  const known = await restoreKnown(rooms, arrival)
  if (known) return known
  const picture = await openPicture({ ...staged, mediaType }, rooms, signal)
  const { placeholder, variants } = await renderVariants(picture, staged.sizeBytes)
  signal?.throwIfAborted()
  return storeImage(rooms, staged, variants, {
    sha256: staged.sha256,
    sizeBytes: staged.sizeBytes,
    mediaType,
    fileName,
    ...picture.size,
    placeholder,
    ...picture.taken,
    sourceSha256: arrival.zipSha256,
    pageNumber: null,
  })
}

/** The item for bytes that are there already, out of the trash again if they were in it; null when they are new. */
async function restoreKnown(rooms: IngestRooms, arrival: Arrival): Promise<IngestItem | null> {
  const { sha256 } = arrival.staged
  // Not while images are purged: what was found must still be there when it is restored.
  return rooms.blobs.exclusive(async () => {
    const id = (await rooms.db.images.findBySha256([sha256])).get(sha256)
    if (id === undefined) return null
    const restored = (await rooms.db.images.restore({ ids: [id] })).includes(id)
    if (restored) rooms.onStored?.()
    return { outcome: 'duplicate', id, fileName: arrival.fileName, sha256, restored }
  })
}

/** Stores original and variants and writes the row, all of it or nothing. */
export async function storeImage(
  rooms: Pick<IngestRooms, 'blobs' | 'db' | 'onStored'>,
  original: StagedBlob,
  rendered: readonly RenderedVariant[],
  image: Omit<NewImage, 'variants'>,
): Promise<IngestItem> {
  const staged: StagedBlob[] = []
  try {
    const variants: NewVariant[] = []
    for (const { bytes, ...variant } of rendered) {
      const blob = await rooms.blobs.stage(bytes)
      staged.push(blob)
      variants.push({ ...variant, sha256: blob.sha256, sizeBytes: blob.sizeBytes })
    }
    const { id, outcome, restored } = await rooms.blobs.exclusive(async (placing) => {
      await placing.place([original, ...staged])
      const written = await rooms.db.images.create({ ...image, variants })
      // Someone sent the same bytes meanwhile: their variants are the ones the row points to.
      if (written.outcome === 'duplicate') await placing.takeBack()
      return written
    })
    rooms.onStored?.()
    const { fileName, sha256 } = image
    return outcome === 'created'
      ? { outcome, id, fileName, sha256 }
      : { outcome, id, fileName, sha256, restored }
  } finally {
    for (const blob of staged) await rooms.blobs.discard(blob)
  }
}

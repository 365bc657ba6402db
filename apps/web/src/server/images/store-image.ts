/** One picture: drawn, stored and written down. */
import { AppError, type IngestItem, type MediaType, type VideoType } from '@vitrine/contracts'
import type { NewImage, NewVariant } from '@vitrine/db'
import type { BlobStore, StagedBlob } from '../storage/blob-store.ts'
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

/** A picture that is drawn: what is to be written of it, and its variants, which lie staged. */
export interface DrawnImage {
  image: Omit<NewImage, 'variants'>
  variants: { variant: NewVariant; blob: StagedBlob }[]
}

/** Puts the variants of a picture on the disk, to be stored or discarded; none stays when one fails. */
export async function stageDrawn(
  blobs: BlobStore,
  rendered: readonly RenderedVariant[],
  image: DrawnImage['image'],
): Promise<DrawnImage> {
  const drawn: DrawnImage = { image, variants: [] }
  try {
    for (const { bytes, ...variant } of rendered) {
      const blob = await blobs.stage(bytes)
      const { sha256, sizeBytes } = blob
      drawn.variants.push({ variant: { ...variant, sha256, sizeBytes }, blob })
    }
    return drawn
  } catch (error) {
    await discardDrawn(blobs, [drawn])
    throw error
  }
}

/** Deletes what is staged of pictures; what was stored meanwhile is left alone. */
export async function discardDrawn(blobs: BlobStore, drawn: readonly DrawnImage[]): Promise<void> {
  for (const blob of blobsOf(drawn)) await blobs.discard(blob)
}

const blobsOf = (drawn: readonly DrawnImage[]) =>
  drawn.flatMap(({ variants }) => variants.map(({ blob }) => blob))

/** Stores an original with all pictures in it and writes their rows, everything or nothing. */
export async function storeDrawn(
  rooms: Pick<IngestRooms, 'blobs' | 'db' | 'onStored'>,
  original: StagedBlob,
  drawn: readonly DrawnImage[],
): Promise<IngestItem[]> {
  const written = await rooms.blobs.exclusive(async (placing) => {
    await placing.place([original, ...blobsOf(drawn)])
    const images = drawn.map(({ image, variants }) => ({
      ...image,
      variants: variants.map(({ variant }) => variant),
    }))
    const created = await rooms.db.images.createAll(images)
    // Someone sent the same bytes meanwhile: their variants are the ones their rows point to.
    const isNew = (_: unknown, index: number) => created[index]?.outcome === 'created'
    const used = new Set([original.sha256, ...blobsOf(drawn.filter(isNew)).map(({ sha256 }) => sha256)])
    await placing.takeBack((sha256) => !used.has(sha256))
    return created
  })
  rooms.onStored?.()
  return written.flatMap(({ id, outcome, restored }, index): IngestItem[] => {
    const image = drawn[index]?.image
    if (!image) return []
    const { fileName, sha256 } = image
    return [
      outcome === 'created' ? { outcome, id, fileName, sha256 } : { outcome, id, fileName, sha256, restored },
    ]
  })
}

/** Stores original and variants of one picture and writes the row, all of it or nothing. */
export async function storeImage(
  rooms: Pick<IngestRooms, 'blobs' | 'db' | 'onStored'>,
  original: StagedBlob,
  rendered: readonly RenderedVariant[],
  image: DrawnImage['image'],
): Promise<IngestItem> {
  const drawn = await stageDrawn(rooms.blobs, rendered, image)
  try {
    const [item] = await storeDrawn(rooms, original, [drawn])
    if (!item) throw new AppError('internal', 'A picture was stored without a row.')
    return item
  } finally {
    await discardDrawn(rooms.blobs, [drawn])
  }
}

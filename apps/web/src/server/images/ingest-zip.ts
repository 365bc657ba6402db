import { AppError, type IngestItem } from '@vitrine/contracts'
import type { StagedBlob } from '../storage/blob-store.ts'
import type { Arrival, IngestRooms } from './ingest.ts'
import { readZip } from './zip.ts'

/** Takes one file of the zip in: `stage` unpacks it when its turn comes. */
type IngestEntry = (fileName: string, stage: () => Promise<StagedBlob>) => Promise<IngestItem[]>

/** Takes in every file of a zip, a few at a time; the answers keep the order of the zip. */
export async function ingestZip(
  rooms: Pick<IngestRooms, 'blobs' | 'limits' | 'pictures'>,
  zip: Arrival,
  ingestEntry: IngestEntry,
): Promise<IngestItem[]> {
  const results: Promise<IngestItem[]>[] = []
  const options = { maxBytes: rooms.limits.maxUploadBytes, ...(zip.signal ? { signal: zip.signal } : {}) }
  const running = new Set<Promise<IngestItem[]>>()
  try {
    for await (const file of readZip(zip.staged.path, zip.staged.sizeBytes, rooms.limits)) {
      zip.signal?.throwIfAborted()
      const result = ingestEntry(file.fileName, async () => rooms.blobs.stage(await file.open(), options))
      results.push(result)
      running.add(result)
      const done = () => running.delete(result)
      result.then(done, done)
      // Unpacking ahead of the pictures would only fill the disk.
      if (running.size > rooms.pictures.concurrency) await Promise.race(running)
    }
  } finally {
    await Promise.allSettled(results)
  }
  if (results.length === 0)
    throw new AppError('unsupported-media', 'This zip holds no files that Vitrine could read.')
  return (await Promise.all(results)).flat()
}

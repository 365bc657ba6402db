/** A gallery in a temporary folder, with pictures in it, for tests of the pipeline. */
import path from 'node:path'
import type { Db } from '@vitrine/db'
import { createTestDb, makeNewImage } from '@vitrine/db/testing'
import sharp from 'sharp'
import { createInference } from '../inference/inference.ts'
import { createSidecar } from '../inference/sidecar.ts'
import { createLog } from '../log.ts'
import type { PipelineDeps, PipelineTiming } from '../pipeline/deps.ts'
import { createPipeline, type Pipeline } from '../pipeline/pipeline.ts'
import { createWaker } from '../pipeline/waker.ts'
import { type BlobStore, createBlobStore } from '../storage/blob-store.ts'
import { readBlobFile } from '../storage/read-blob.ts'
import { QUICK } from './timing.ts'

export interface TestGallery {
  db: Db
  /** Holds the database and the blobs, as in production. */
  dataDir: string
  blobs: BlobStore
  /** Stores bytes as an image and queues it. */
  add(bytes: Uint8Array, name: string): Promise<number>
  /** A pipeline over this gallery; stopped with it. */
  work(urls: readonly string[], timing?: Partial<PipelineTiming>): Pipeline
  /** Resolves once the condition holds, looking again after every change; rejects after a minute. */
  until(what: string, condition: () => Promise<boolean>): Promise<void>
  dispose(): Promise<void>
}

export async function createTestGallery(): Promise<TestGallery> {
  const { db, file, dispose } = createTestDb()
  const dataDir = path.dirname(file)
  const blobs = await createBlobStore({ dataDir })
  const waker = createWaker()
  const pipelines: Pipeline[] = []
  return {
    db,
    dataDir,
    blobs,
    async add(bytes, name) {
      const { sha256, sizeBytes } = await blobs.put(bytes)
      const image = makeNewImage(name, { sha256, sizeBytes, mediaType: 'image/png', fileName: `${name}.png` })
      return (await db.images.create(image)).id
    },
    work(urls, timing) {
      const deps: PipelineDeps = {
        jobs: db.jobs,
        settings: db.settings,
        readBlob: (sha256) => readBlobFile(blobs.path(sha256)),
        inference: createInference(urls.map((url) => createSidecar(url))),
        onChange: waker.poke,
        log: createLog({ level: 'silent', format: 'json' }),
        now: Date.now,
      }
      const pipeline = createPipeline(deps, { ...QUICK, ...timing })
      pipelines.push(pipeline)
      pipeline.start()
      return pipeline
    },
    async until(what, condition) {
      const end = Date.now() + 60_000
      for (;;) {
        const change = waker.wait(100)
        if (await condition()) return
        if (Date.now() > end) throw new Error(`Waited a minute in vain: ${what}`)
        await change
      }
    },
    async dispose() {
      for (const pipeline of pipelines) await pipeline.stop()
      await dispose()
    },
  }
}

/** A small PNG; each seed gives other bytes. The steady engine sees height % 8 objects and width % 4 lines. */
export function paint(seed: number, size: { width: number; height: number }): Promise<Buffer> {
  const background = { r: seed & 255, g: (seed >> 8) & 255, b: 40 }
  return sharp({ create: { ...size, channels: 3, background } })
    .png()
    .toBuffer()
}

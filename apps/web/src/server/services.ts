/** The composition root: everything with an effect is built here, once for each process. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { openDb } from '@vitrine/db'
import nextPackage from 'next/package.json' with { type: 'json' }
import sharp from 'sharp'
import webPackage from '../../package.json' with { type: 'json' }
import type { ApiServices } from './api/context.ts'
import { gatherReport } from './api/system-report.ts'
import { readWebEnv, type WebEnv } from './env.ts'
import { createDecoder } from './images/decode.ts'
import { createIngest, type Ingest } from './images/ingest.ts'
import { ingestLimits } from './images/limits.ts'
import { receiveUpload } from './images/multipart.ts'
import { purgeImages } from './images/purge.ts'
import { serveImage } from './images/serve-image.ts'
import { createTus, type Tus } from './images/tus.ts'
import { createImportWatcher } from './import/watcher.ts'
import { createInference } from './inference/inference.ts'
import { createSidecar } from './inference/sidecar.ts'
import { createLog, type Log } from './log.ts'
import { createChanges } from './pipeline/changes.ts'
import { createHousekeeping } from './pipeline/housekeeping.ts'
import { createPipeline } from './pipeline/pipeline.ts'
import { createRestApp } from './rest/app.ts'
import { receiveImage } from './rest/receive-image.ts'
import { type BlobStore, createBlobStore } from './storage/blob-store.ts'
import { isMissing } from './storage/file-error.ts'

export interface Services extends ApiServices {
  env: WebEnv
  log: Log
  version: string
  blobs: BlobStore
  ingest: Ingest
  tus: Tus
  /** The public face, as a fetch handler. */
  rest: { fetch(request: Request): Response | Promise<Response> }
  /** Starts the worker, the watcher and the chores. */
  start(): void
  /** Ends streams, hands unfinished images back, closes the database. */
  stop(): Promise<void>
}

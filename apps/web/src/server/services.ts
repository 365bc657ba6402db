/** The composition root: everything with an effect is built here, once for each process. */
import path from 'node:path'
import { AppError } from '@vitrine/contracts'
import { openDb } from '@vitrine/db'
import nextPackage from 'next/package.json' with { type: 'json' }
import sharp from 'sharp'
import webPackage from '../../package.json' with { type: 'json' }
import type { ApiServices } from './api/context.ts'
import { gatherReport } from './api/system-report.ts'
import { createAsk } from './ask/ask.ts'
import { createIndexEngine } from './ask/index-engine/index-engine.ts'
import type { Ask } from './ask/ports.ts'
import { createCsvImport } from './csv-import/csv-import.ts'
import { readWebEnv, type WebEnv } from './env.ts'
import { createEmbedder } from './exports/embed.ts'
import { createExports, type Exports } from './exports/exports.ts'
import { createDecoder } from './images/decode.ts'
import { createIngest, type Ingest } from './images/ingest.ts'
import { ingestLimits } from './images/limits.ts'
import { receiveUpload } from './images/multipart.ts'
import type { ImageServices } from './images/ports.ts'
import { purgeImages } from './images/purge.ts'
import { serveImage } from './images/serve-image.ts'
import { createTus } from './images/tus.ts'
import { createInference } from './inference/inference.ts'
import { createSidecar } from './inference/sidecar.ts'
import { askInThread } from './library/ask-in-thread.ts'
import { type Backups, createBackups } from './library/backups.ts'
import { createLibraryChecks } from './library/checks.ts'
import { createLife, type Life } from './life.ts'
import { createLog, type Log } from './log.ts'
import { createChanges } from './pipeline/changes.ts'
import { DEFAULT_TIMING, type PipelineTiming } from './pipeline/deps.ts'
import { createPipeline, type Pipeline } from './pipeline/pipeline.ts'
import { createRestApp } from './rest/app.ts'
import { receiveForm, receiveImage } from './rest/receive-image.ts'
import { createBlobStore } from './storage/blob-store.ts'
import { dataFolderProblem, requireDataFolder } from './storage/data-folder.ts'
import { readBlobFile } from './storage/read-blob.ts'
import { createTools, type Tools } from './tools/tools.ts'
import { createSequences, type Sequences } from './video/sequences.ts'

export interface Services extends ApiServices, ImageServices, Life {
  log: Log
  version: string
  /** What keeps new images from being stored, or null. */
  storageProblem(): Promise<string | null>
  /** The public face, as a fetch handler. */
  rest: { fetch(request: Request): Response | Promise<Response> }
}

const VERSIONS = {
  app: webPackage.version,
  node: process.version,
  next: nextPackage.version,
  sharp: sharp.versions.sharp,
}

/** What everything else stands on. */
async function buildBase(env: WebEnv) {
  const log = createLog(env.log)
  await requireDataFolder(env.dataDir)
  return {
    env,
    log,
    now: () => Date.now(),
    logError: (error: unknown, where: string) => log.error({ err: AppError.from(error) }, where),
    db: openDb({ file: path.join(/*turbopackIgnore: true*/ env.dataDir, 'vitrine.db') }),
    blobs: await createBlobStore({ dataDir: env.dataDir }),
    changes: createChanges(),
    inference: createInference(env.inferenceUrls.map((url) => createSidecar(url))),
    limits: ingestLimits(env),
    decoder: createDecoder(),
    embedder: createEmbedder({ directory: path.join(/*turbopackIgnore: true*/ env.dataDir, 'tmp') }),
  }
}
type Base = Awaited<ReturnType<typeof buildBase>>

function buildPipeline(base: Base, timing: PipelineTiming): Pipeline {
  const { db, blobs, changes, inference, log, now } = base
  const deps = {
    jobs: db.jobs,
    settings: db.settings,
    readBlob: (sha256: string) => readBlobFile(blobs.path(sha256)),
    inference,
    onChange: changes.poke,
    log: log.child({ room: 'pipeline' }),
    now,
  }
  return createPipeline(deps, timing)
}

function buildUploads(base: Base, pipeline: Pipeline) {
  const { env, db, blobs, changes, limits, decoder, now } = base
  const log = base.log.child({ room: 'images' })
  const onStored = () => {
    changes.poke()
    pipeline.poke()
  }
  const ingest = createIngest({ db, blobs, limits, decoder, now, log, onStored })
  const directory = path.join(/*turbopackIgnore: true*/ env.dataDir, 'uploads')
  const tus = createTus({ directory, ingest, blobs, maxUploadBytes: env.maxUploadBytes, now, log })
  return { ingest, tus }
}

function buildAsk({ db, blobs, inference, changes, log, now }: Base): Ask {
  return createAsk({
    db,
    readBlob: (sha256) => readBlobFile(blobs.path(sha256)),
    inference,
    index: createIndexEngine(),
    onChange: changes.poke,
    log: log.child({ room: 'ask' }),
    now,
  })
}

function buildSequences({ db, blobs, inference, changes, log, now }: Base): Sequences {
  return createSequences({
    db,
    readBlob: (sha256) => readBlobFile(blobs.path(sha256)),
    inference,
    changes,
    now,
    log: log.child({ room: 'video' }),
  })
}

function buildTools({ db, blobs, inference }: Base): Tools {
  const readBlob = (sha256: string) => readBlobFile(blobs.path(sha256))
  return createTools({ images: db.images, readBlob, inference })
}

interface RestRooms {
  ingest: Ingest
  pipeline: Pipeline
  tools: Tools
  ask: Ask
  exports: Exports
}

function buildRest(base: Base, rooms: RestRooms) {
  const { db, blobs, inference, changes, logError } = base
  const { ingest, pipeline, tools, ask, exports } = rooms
  return createRestApp({
    db,
    inference,
    pipeline,
    logError,
    version: VERSIONS.app,
    models: inference.management,
    tools,
    ask,
    exports,
    importCsv: createCsvImport({ imports: db.imports, onChange: changes.poke }),
    upload: (request) => receiveUpload(request, { ingest }),
    sendBytes: (request, params) => serveImage(request, params, { db, blobs }),
    receiveImage: (request) => receiveImage(base, request),
    receiveForm: (request) => receiveForm(base, request),
  })
}

function buildBackups({ env, ...base }: Base): Backups | null {
  if (!env.backups) return null
  const { dataDir, backups } = env
  return createBackups({ ...base, ...backups, dataDir, version: VERSIONS.app, openAsker: askInThread })
}

/** Builds everything over a migrated database in `env.dataDir`; nothing runs before `start()`. */
export async function createServices(env: WebEnv, timing = DEFAULT_TIMING): Promise<Services> {
  const base = await buildBase(env)
  const startedAt = base.now()
  const pipeline = buildPipeline(base, timing)
  const uploads = buildUploads(base, pipeline)
  const tools = buildTools(base)
  const ask = buildAsk(base)
  const sequences = buildSequences(base)
  const exports = createExports(base)
  const rest = buildRest(base, { ...uploads, pipeline, tools, ask, exports })
  const { db, blobs, changes, log, logError, now } = base
  const backups = buildBackups(base)
  const life = createLife({ ...base, ...uploads, pipeline, ask, sequences, backups })
  const library = createLibraryChecks({
    ...base,
    dataDir: env.dataDir,
    openAsker: askInThread,
    signal: life.stopping,
  })
  const report = {
    ...base,
    pipeline,
    versions: VERSIONS,
    startedAt,
    dataDir: env.dataDir,
    importDir: env.importDir,
    importStatus: life.importStatus,
  }
  return {
    db,
    blobs,
    ...uploads,
    pipeline,
    changes,
    log,
    logError,
    now,
    version: VERSIONS.app,
    storageProblem: () => dataFolderProblem(env.dataDir, blobs),
    models: base.inference.management,
    exports,
    tools,
    ask,
    sequences,
    library,
    backups,
    report: (signal) => gatherReport(report, signal),
    purge: (selection) => purgeImages({ db, blobs }, selection),
    rest: { fetch: (request) => rest.fetch(request) },
    ...life,
    stop: async () => {
      await life.stop()
      await base.embedder.close()
    },
  }
}

declare global {
  var vitrineServices: Promise<Services> | undefined
}

/**
 * The services of this process. Next compiles instrumentation and routes as separate bundles, so a module
 * variable would exist more than once; globalThis is what they share.
 */
export function getServices(): Promise<Services> {
  globalThis.vitrineServices ??= createServices(readWebEnv())
  return globalThis.vitrineServices
}

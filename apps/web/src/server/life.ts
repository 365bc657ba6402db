/** What runs by itself: how it is started, and how it ends without losing anything. */
import path from 'node:path'
import type { ImportStatus } from '@vitrine/contracts'
import type { Db } from '@vitrine/db'
import type { Ask } from './ask/ports.ts'
import type { WebEnv } from './env.ts'
import type { Ingest } from './images/ingest.ts'
import { purgeExpired } from './images/purge.ts'
import type { Tus } from './images/tus.ts'
import { createImportWatcher } from './import/watcher.ts'
import type { Backups } from './library/backups.ts'
import type { Log } from './log.ts'
import type { Changes } from './pipeline/changes.ts'
import { createHousekeeping } from './pipeline/housekeeping.ts'
import type { Pipeline } from './pipeline/pipeline.ts'
import type { BlobStore } from './storage/blob-store.ts'
import type { Sequences } from './video/sequences.ts'

export interface LifeDeps {
  env: WebEnv
  log: Log
  logError(error: unknown, where: string): void
  now: () => number
  db: Db
  blobs: BlobStore
  ingest: Ingest
  tus: Tus
  changes: Changes
  pipeline: Pipeline
  ask: Pick<Ask, 'start' | 'stop'>
  sequences: Pick<Sequences, 'run'>
  /** Null when none are made by themselves. */
  backups: Pick<Backups, 'runIfDue'> | null
}

export interface Life {
  /** Aborts when the process is to end: streams close, so that nothing keeps it alive. */
  stopping: AbortSignal
  /** How the watched folder is; null when there is none. */
  importStatus(): ImportStatus | null
  /** Clears up after a crash, then starts the worker, the watcher and the chores. */
  start(): Promise<void>
  /** Ends streams, hands unfinished images back to the queue, closes the database. */
  stop(): Promise<void>
}

/** Events older than this are forgotten; a browser that was away longer reads its lists anew. */
const EVENTS_KEPT_MS = 3 * 24 * 60 * 60 * 1000

/** For this long a decision between two readings can be undone. */
const DECISIONS_KEPT_MS = 60 * 60 * 1000

/** For this long a deleted conversation can be brought back. */
const CONVERSATIONS_KEPT_MS = 7 * 24 * 60 * 60 * 1000

export function createLife(deps: LifeDeps): Life {
  const { env, db, blobs, ingest, tus, pipeline, ask, sequences, backups, changes, log, logError, now } = deps
  const stopping = new AbortController()
  const isKnown = async (sha256: string) => (await db.images.findBySha256([sha256])).has(sha256)
  const housekeeping = createHousekeeping(
    [
      {
        name: 'emptied what was long in the trash',
        run: async () => {
          const ids = await purgeExpired({ db, blobs, now, log })
          if (ids.length > 0) changes.poke()
          return ids.length
        },
      },
      { name: 'forgot old events', run: () => db.events.prune(now() - EVENTS_KEPT_MS) },
      {
        name: 'forgot readings that were decided against',
        run: () => db.formers.forgetDecided(now() - DECISIONS_KEPT_MS),
      },
      {
        name: 'emptied what was long deleted of the conversations',
        run: () => db.conversations.purge(now() - CONVERSATIONS_KEPT_MS),
      },
      { name: 'removed uploads that were never finished', run: tus.removeExpired },
    ],
    log,
  )
  // By itself: what takes hours must not hold up the other chores.
  const backupChores = createHousekeeping(
    backups ? [{ name: 'made a backup', run: () => backups.runIfDue(stopping.signal) }] : [],
    log.child({ room: 'backup' }),
  )
  const importer = env.importDir
    ? createImportWatcher({
        dir: env.importDir,
        ledgerFile: path.join(/*turbopackIgnore: true*/ env.dataDir, 'imported.jsonl'),
        ingest,
        log: log.child({ room: 'import' }),
      })
    : null
  return {
    stopping: stopping.signal,
    importStatus: () => importer?.status() ?? null,
    async start() {
      const left = await blobs.recover(isKnown)
      if (left.files + left.blobs > 0) log.info(left, 'cleared up what an interrupted upload left')
      await ask.start()
      pipeline.start()
      void sequences.run(stopping.signal).catch((error: unknown) => logError(error, 'sequences'))
      housekeeping.start()
      backupChores.start()
      const finished = await tus.finishLeftOvers()
      if (finished > 0) log.info({ files: finished }, 'took in uploads that were complete')
      importer?.start()
    },
    async stop() {
      stopping.abort()
      housekeeping.stop()
      backupChores.stop()
      await importer?.stop()
      await ask.stop()
      await pipeline.stop()
      await db.close()
    },
  }
}

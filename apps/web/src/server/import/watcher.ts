/** The watched folder: what is put there, at any depth, is taken in once it has stopped growing. */
import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { ImportStatus } from '@vitrine/contracts'
import { hasCode, isMissing } from '@vitrine/storage/file-error'
import { watch } from 'chokidar'
import PQueue from 'p-queue'
import type { Ingest } from '../images/ingest.ts'
import type { Log } from '../log.ts'
import { createDelays, type Delays } from './delays.ts'
import { isIgnored } from './ignored.ts'
import { importFile } from './import-file.ts'
import { createImportRecord, type ImportRecord } from './import-record.ts'
import { type Ledger, openLedger } from './ledger.ts'

export interface ImportWatcherOptions {
  /** Absolute. */
  dir: string
  /** Absolute; where it is remembered what was taken in. */
  ledgerFile: string
  ingest: Ingest
  log: Log
  /** A file that has not changed for so long is complete. */
  stabilityMs?: number
  /** The wait before a missing folder or a failed file is tried again. */
  retryMs?: number
}

export interface ImportWatcher {
  /** Begins to watch; a folder that is missing is waited for. */
  start(): void
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>
  status(): ImportStatus
}

/** The wait before a failed file is tried again doubles up to this. */
const MAX_RETRY_MS = 10 * 60_000

/** Builds the watcher; nothing happens before `start`. */
export function createImportWatcher(options: ImportWatcherOptions): ImportWatcher {
  let running: Run | null = null
  const record = createImportRecord()
  return {
    start() {
      running ??= startRun(options, record)
    },
    async stop() {
      const run = running
      running = null
      await run?.stop()
      record.setFolder('stopped')
    },
    status: () => record.status(running?.waiting() ?? 0),
  }
}

interface Run {
  /** Files that were found and not dealt with yet. */
  waiting(): number
  stop(): Promise<void>
}

/** What the functions of one run share. */
interface RunRooms {
  options: ImportWatcherOptions
  record: ImportRecord
  stopping: AbortSignal
  delays: Delays
  /** Files take turns here. */
  files: PQueue
  ledger: Promise<Ledger>
  stabilityMs: number
  retryMs: number
}

/** One life of the watcher, from start to stop. */
function startRun(options: ImportWatcherOptions, record: ImportRecord): Run {
  const stopper = new AbortController()
  const rooms: RunRooms = {
    options,
    record,
    stopping: stopper.signal,
    delays: createDelays(),
    files: new PQueue({ concurrency: 2 }),
    ledger: openLedger(options.ledgerFile),
    stabilityMs: options.stabilityMs ?? 2000,
    retryMs: options.retryMs ?? 30_000,
  }
  let closing = Promise.resolve()
  const onClosed = (closed: Promise<void>) => {
    closing = closed
  }
  rooms.ledger.then(
    () => lookForFolder(rooms, onClosed),
    (error: unknown) => {
      record.setFolder('problem', 'The list of imported files can’t be read, so nothing is imported.')
      options.log.error({ err: error }, 'the list of imported files can’t be read: nothing is imported')
    },
  )
  return {
    waiting: () => rooms.files.size + rooms.files.pending,
    async stop() {
      stopper.abort()
      rooms.delays.stop()
      rooms.files.start()
      await rooms.files.onIdle()
      await closing
    },
  }
}

/** Starts watching once the folder is there; says once that it is missing, and looks again. */
async function lookForFolder(rooms: RunRooms, onClosed: (closed: Promise<void>) => void): Promise<void> {
  const { options, record, retryMs } = rooms
  const again = () => rooms.delays.later(options.dir, retryMs, () => void lookForFolder(rooms, onClosed))
  const problem = await folderProblem(options.dir)
  if (rooms.stopping.aborted) return
  if (problem === null) {
    record.setFolder('watching')
    options.log.info({ dir: options.dir }, 'watching the import folder')
    onClosed(watchUntilGone(rooms, again))
    return
  }
  const isNews = record.setFolder(
    problem.isMissing ? 'missing' : 'problem',
    `The import folder ${problem.what}.`,
  )
  if (isNews)
    options.log.warn(
      { dir: options.dir, retryMs },
      `the import folder ${problem.what}; looking again until it is there`,
    )
  again()
}

/** `what` completes "The import folder …". */
async function folderProblem(dir: string): Promise<{ what: string; isMissing: boolean } | null> {
  try {
    return (await stat(dir)).isDirectory() ? null : { what: 'is a file, not a folder', isMissing: false }
  } catch (error) {
    if (isMissing(error)) return { what: 'does not exist', isMissing: true }
    return { what: `can’t be read${error instanceof Error ? ` (${error.message})` : ''}`, isMissing: false }
  }
}

/** Resolves when watching has ended: the run was stopped, or the folder went away and `onGone` was told. */
function watchUntilGone(rooms: RunRooms, onGone: () => void): Promise<void> {
  const { dir, log } = rooms.options
  const watcher = watch(dir, {
    ignored: (candidate) => isIgnored(dir, candidate),
    alwaysStat: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
  })
  let isReady = false
  const arrive = (file: string, stats: Stats | undefined) => {
    // What lay there untouched since before the start is complete; what comes now may still grow.
    const isOld = !isReady && stats !== undefined && Date.now() - stats.mtimeMs > rooms.stabilityMs
    if (isOld) take(rooms, file)
    else settle(rooms, file, stats?.size ?? -1)
  }
  return new Promise((resolve) => {
    const looking = new AbortController()
    const end = () => {
      looking.abort()
      rooms.stopping.removeEventListener('abort', end)
      watcher.close().then(resolve, (error: unknown) => {
        log.error({ err: error }, 'closing the import folder failed')
        resolve()
      })
    }
    rooms.stopping.addEventListener('abort', end, { once: true })
    watcher
      .on('add', arrive)
      .on('change', arrive)
      .on('ready', () => {
        isReady = true
      })
      .on('error', (error) => {
        rooms.record.setFolder('problem', watchProblem(error))
        log.error({ err: error, dir }, 'watching the import folder failed')
      })
      .on('unlinkDir', (gone) => {
        if (gone === dir) leave()
      })
    const leave = () => {
      if (looking.signal.aborted) return
      end()
      onGone()
    }
    lookNowAndThen(rooms, looking.signal, leave)
  })
}

/** A folder that went before the watch had taken hold, or with its disk, sends no word. */
function lookNowAndThen(rooms: RunRooms, over: AbortSignal, onGone: () => void): void {
  rooms.delays.later('look', rooms.retryMs, async () => {
    const problem = await folderProblem(rooms.options.dir)
    if (over.aborted) return
    if (problem) onGone()
    else lookNowAndThen(rooms, over, onGone)
  })
}

/** Waits until a file has kept its size for the whole of the stability delay. */
function settle(rooms: RunRooms, file: string, size: number): void {
  rooms.delays.later(file, rooms.stabilityMs, () => {
    stat(file).then(
      (stats) => (stats.size === size ? take(rooms, file) : settle(rooms, file, stats.size)),
      (error: unknown) => {
        if (!isMissing(error)) rooms.options.log.error({ err: error, file }, 'import of a file failed')
      },
    )
  })
}

function watchProblem(error: unknown): string {
  if (hasCode(error, 'ENOSPC', 'EMFILE'))
    return 'The system watches no more folders: raise fs.inotify.max_user_watches, then restart Vitrine.'
  return 'The import folder can’t be watched; the log says why.'
}

/** Queues a file. @param tries How often it was tried before. */
function take(rooms: RunRooms, file: string, tries = 0): void {
  const { log, ingest } = rooms.options
  void rooms.files.add(async () => {
    if (rooms.stopping.aborted) return
    try {
      const outcome = await importFile({ ingest, ledger: await rooms.ledger }, file, rooms.stopping)
      if (outcome.type === 'done') rooms.record.noteItems(outcome.items)
      if (outcome.type === 'duplicate') rooms.record.noteDuplicate()
      if (outcome.type === 'retry') {
        const retryMs = Math.min(rooms.retryMs * 2 ** tries, MAX_RETRY_MS)
        log.warn({ file, reason: outcome.reason, retryMs }, 'import of a file is tried again later')
        if (!outcome.isOnesOwn) rest(rooms, outcome.reason, retryMs)
        rooms.delays.later(file, retryMs, () => take(rooms, file, tries + 1))
      }
    } catch (error) {
      if (!rooms.stopping.aborted) noteUnreadable(rooms, file, error)
    }
  })
}

/** A full disk fails every file: the others wait, too, instead of failing one by one. */
function rest({ record, files, delays }: RunRooms, reason: string, waitMs: number): void {
  record.noteStandstill(reason)
  files.pause()
  delays.later('rest', waitMs, () => files.start())
}

/** The file system would not give the file. */
function noteUnreadable({ record, options }: RunRooms, file: string, error: unknown): void {
  const isForbidden = hasCode(error, 'EACCES', 'EPERM')
  const reason = isForbidden ? 'Vitrine may not read this file.' : 'This file could not be read.'
  record.noteFailure(path.basename(file), reason)
  if (isForbidden) options.log.warn({ file }, `not imported: ${reason}`)
  else options.log.error({ err: error, file }, 'import of a file failed')
}

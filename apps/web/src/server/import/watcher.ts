/** The watched folder: what is put there, at any depth, is taken in once it has stopped growing. */
import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IngestItem } from '@vitrine/contracts'
import { watch } from 'chokidar'
import PQueue from 'p-queue'
import type { Ingest } from '../images/ingest.ts'
import type { Log } from '../log.ts'
import { isMissing } from '../storage/file-error.ts'
import { createDelays, type Delays } from './delays.ts'
import { isIgnored } from './ignored.ts'
import { importFile } from './import-file.ts'
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

export interface ImportStatus {
  dir: string
  state: 'stopped' | 'missing' | 'watching'
  /** Images taken in since the start. */
  imported: number
  /** Files that could not be read, newest last, at most 100. */
  failures: { fileName: string; reason: string }[]
}

export interface ImportWatcher {
  /** Begins to watch; a folder that is missing is waited for. */
  start(): void
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>
  status(): ImportStatus
}

const MAX_FAILURES = 100

/** Builds the watcher; nothing happens before `start`. */
export function createImportWatcher(options: ImportWatcherOptions): ImportWatcher {
  let running: Run | null = null
  const status: ImportStatus = { dir: options.dir, state: 'stopped', imported: 0, failures: [] }
  return {
    start() {
      running ??= startRun(options, status)
    },
    async stop() {
      const run = running
      running = null
      await run?.stop()
      status.state = 'stopped'
    },
    status: () => ({ ...status, failures: [...status.failures] }),
  }
}

interface Run {
  stop(): Promise<void>
}

/** What the functions of one run share. */
interface RunRooms {
  options: ImportWatcherOptions
  status: ImportStatus
  stopping: AbortSignal
  delays: Delays
  /** Files take turns here. */
  files: PQueue
  ledger: Promise<Ledger>
  stabilityMs: number
  retryMs: number
}

/** One life of the watcher, from start to stop. */
function startRun(options: ImportWatcherOptions, status: ImportStatus): Run {
  const stopper = new AbortController()
  const rooms: RunRooms = {
    options,
    status,
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
    (error: unknown) =>
      options.log.error({ err: error }, 'the list of imported files can’t be read: nothing is imported'),
  )
  return {
    async stop() {
      stopper.abort()
      rooms.delays.stop()
      await rooms.files.onIdle()
      await closing
    },
  }
}

/** Starts watching once the folder is there; says once that it is missing, and looks again. */
async function lookForFolder(rooms: RunRooms, onClosed: (closed: Promise<void>) => void): Promise<void> {
  const { options, status, retryMs } = rooms
  const again = () => rooms.delays.later(options.dir, retryMs, () => void lookForFolder(rooms, onClosed))
  const problem = await folderProblem(options.dir)
  if (rooms.stopping.aborted) return
  if (problem === null) {
    status.state = 'watching'
    options.log.info({ dir: options.dir }, 'watching the import folder')
    onClosed(watchUntilGone(rooms, again))
    return
  }
  if (status.state !== 'missing')
    options.log.warn(
      { dir: options.dir, retryMs },
      `the import folder ${problem}; looking again until it is there`,
    )
  status.state = 'missing'
  again()
}

async function folderProblem(dir: string): Promise<string | null> {
  try {
    return (await stat(dir)).isDirectory() ? null : 'is a file, not a folder'
  } catch (error) {
    if (isMissing(error)) return 'does not exist'
    return error instanceof Error ? `can't be read (${error.message})` : "can't be read"
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
    const end = () => {
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
      .on('error', (error) => log.error({ err: error, dir }, 'watching the import folder failed'))
      .on('unlinkDir', (gone) => {
        if (gone !== dir) return
        end()
        onGone()
      })
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

function take(rooms: RunRooms, file: string): void {
  const { log, ingest } = rooms.options
  void rooms.files.add(async () => {
    if (rooms.stopping.aborted) return
    try {
      const outcome = await importFile({ ingest, ledger: await rooms.ledger }, file, rooms.stopping)
      if (outcome.type === 'done') noteItems(rooms, outcome.items)
      if (outcome.type === 'retry') {
        log.warn(
          { file, reason: outcome.reason, retryMs: rooms.retryMs },
          'import of a file is tried again later',
        )
        rooms.delays.later(file, rooms.retryMs, () => take(rooms, file))
      }
    } catch (error) {
      if (!rooms.stopping.aborted) log.error({ err: error, file }, 'import of a file failed')
    }
  })
}

function noteItems({ status, options }: RunRooms, items: readonly IngestItem[]): void {
  for (const item of items) {
    if (item.outcome === 'created') status.imported += 1
    if (item.outcome !== 'rejected') continue
    options.log.warn({ fileName: item.fileName, code: item.code }, `not imported: ${item.reason}`)
    status.failures.push({ fileName: item.fileName, reason: item.reason })
    status.failures.splice(0, status.failures.length - MAX_FAILURES)
  }
}

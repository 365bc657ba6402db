/** The handle every store works with, and how it is opened. */
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '@vitrine/contracts'
import Database from 'better-sqlite3'
import { PrismaClient } from './generated/client.ts'
import { createPrismaAdapter } from './prisma-adapter.ts'
import { fromDatabase, isBusy } from './sqlite-error.ts'
import { Turns } from './turns.ts'

/** An open database: one connection that reads, one that writes, and Prisma taking turns with it. */
export interface DbHandle {
  /** Query-only; sees what is committed. Never waits for writers. */
  readonly reader: Database.Database
  /**
   * Waits for this process's turn to write, then runs `work` synchronously inside BEGIN IMMEDIATE and
   * commits; rolls back when it throws. Never await it within itself: that turn would never come.
   */
  write<T>(work: (db: Database.Database) => T): Promise<T>
  readonly prisma: PrismaClient
  /** Milliseconds since 1970. */
  now(): number
  /** 0..1, for jitter. */
  random(): number
}

export interface HandleOptions {
  file: string
  now?: () => number
  random?: () => number
  /** How long to wait for another process's transaction before `database-busy`. */
  busyTimeoutMs?: number
}

/** One step of waiting blocks the thread at most this long; between steps the process goes on. */
const BUSY_STEP_MS = 50
const DEFAULT_BUSY_TIMEOUT_MS = 15_000

// The most SQLite maps: without it, what it reads of a large file is copied, and forgotten at every write.
const COMMON = [`busy_timeout = ${BUSY_STEP_MS}`, 'mmap_size = 2147418112', 'temp_store = MEMORY']
const pragmas = {
  // NORMAL: a power cut may lose the last transactions, never the file; SQLite's advice for WAL.
  writer: [...COMMON, 'journal_mode = WAL', 'synchronous = NORMAL', 'foreign_keys = ON'],
  reader: [...COMMON, 'query_only = ON'],
}
const script = (names: readonly string[]) => names.map((name) => `PRAGMA ${name};`).join('\n')

/**
 * Takes the process's turn and SQLite's write lock by `begin`, retrying while another process holds it.
 * Returns the function that ends the turn.
 */
async function lockForWriting(options: {
  turns: Turns
  begin: () => unknown
  busyTimeoutMs: number
}): Promise<() => void> {
  const end = await options.turns.take()
  const deadline = performance.now() + options.busyTimeoutMs
  for (;;) {
    try {
      await options.begin()
      return end
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) {
        end()
        throw fromDatabase(error)
      }
      await sleep(1 + Math.random() * 20)
    }
  }
}

function openReader(file: string): Database.Database {
  const reader = new Database(file, { fileMustExist: true })
  reader.exec(script(pragmas.reader))
  reader.pragma('cache_size = -65536')
  return reader
}

function openWriter(file: string): Database.Database {
  const writer = new Database(file, { fileMustExist: true })
  writer.exec(script(pragmas.writer))
  writer.pragma('cache_size = -65536')
  return writer
}

/** Opens a migrated database file; `close` waits for the writer's turn. */
export function openHandle(options: HandleOptions): DbHandle & { close(): Promise<void> } {
  if (!existsSync(options.file))
    throw new AppError('internal', `There is no database at ${options.file}.`, {
      suggestion: 'Run the migrations first: node packages/db/scripts/migrate.mjs',
    })
  const turns = new Turns()
  const busyTimeoutMs = options.busyTimeoutMs ?? DEFAULT_BUSY_TIMEOUT_MS
  const writer = openWriter(options.file)
  const reader = openReader(options.file)
  const prisma = new PrismaClient({
    adapter: createPrismaAdapter({
      file: options.file,
      begin: (execute) => lockForWriting({ turns, busyTimeoutMs, begin: () => execute('BEGIN IMMEDIATE') }),
      writerPragmas: script(pragmas.writer),
      readerPragmas: script(pragmas.reader),
    }),
    // Waiting for a turn counts as starting: as patient as raw writes are.
    transactionOptions: { maxWait: busyTimeoutMs * 2, timeout: busyTimeoutMs * 2 },
  })

  const write = async <T>(work: (db: Database.Database) => T): Promise<T> => {
    const end = await lockForWriting({ turns, busyTimeoutMs, begin: () => writer.exec('BEGIN IMMEDIATE') })
    try {
      const result = work(writer)
      writer.exec('COMMIT')
      return result
    } catch (error) {
      if (writer.inTransaction) writer.exec('ROLLBACK')
      throw fromDatabase(error)
    } finally {
      end()
    }
  }

  return {
    reader,
    write,
    prisma,
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
    close: async () => {
      const end = await turns.take()
      end()
      await prisma.$disconnect()
      reader.close()
      writer.close()
    },
  }
}

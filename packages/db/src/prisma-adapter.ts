/**
 * Prisma's driver over SQLite in WAL mode: plain reads go to a connection of their own and never wait;
 * writes and transactions take turns with the process's other writer, so that no statement of another
 * request can slip into an open transaction. Prisma's stock adapter has one connection and no such lock.
 */
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import type {
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  Transaction,
} from '@prisma/driver-adapter-utils'
import { AppError } from '@vitrine/contracts'
import Database from 'better-sqlite3'

const adapterName = 'vitrine-sqlite'
const provider = 'sqlite' as const

const statement = (sql: string): SqlQuery => ({ sql, args: [], argTypes: [] })

/** Only what can't be anything but a read; the rest is right on the writer, if slower. */
const isRead = (query: SqlQuery) => /^\s*select\b/i.test(query.sql)

/** The better-sqlite3 connection inside Prisma's adapter, which alone knows whether a transaction is open. */
function connectionOf(adapter: object): Database.Database {
  if ('client' in adapter && adapter.client instanceof Database) return adapter.client
  throw new AppError('internal', "Prisma's SQLite adapter has changed: it no longer holds its connection.")
}

export interface AdapterOptions {
  file: string
  /** Begins with the process's turn and SQLite's lock held; see `lockForWriting`. */
  begin(execute: (sql: string) => Promise<unknown>): Promise<() => void>
  writerPragmas: string
  readerPragmas: string
}

export function createPrismaAdapter(options: AdapterOptions): SqlDriverAdapterFactory {
  const base = new PrismaBetterSqlite3({ url: `file:${options.file}` })
  const connect = async (): Promise<SqlDriverAdapter> => {
    const writer = await base.connect()
    const connection = connectionOf(writer)
    await writer.executeScript(options.writerPragmas)
    const reader = await base.connect()
    await reader.executeScript(options.readerPragmas)

    const execute = (sql: string) => writer.executeRaw(statement(sql))
    /** Runs `work` in a transaction of its own, which is how the lock is waited for without blocking. */
    const alone = async <T>(work: () => Promise<T>): Promise<T> => {
      const transaction = await startTransaction()
      try {
        const result = await work()
        await transaction.commit()
        return result
      } catch (error) {
        await transaction.rollback()
        throw error
      }
    }
    const startTransaction = async (): Promise<Transaction> => {
      const end = await options.begin(execute)
      let isOpen = true
      const finish = async (sql: 'COMMIT' | 'ROLLBACK') => {
        if (!isOpen) return
        isOpen = false
        try {
          // SQLite rolls back by itself on some errors (a full disk); a second ROLLBACK would only fail.
          if (connection.inTransaction) await execute(sql)
        } finally {
          if (connection.inTransaction) connection.exec('ROLLBACK')
          end()
        }
      }
      return {
        provider,
        adapterName,
        // Prisma then leaves COMMIT and ROLLBACK to the two functions below.
        options: { usePhantomQuery: true },
        queryRaw: (query) => writer.queryRaw(query),
        executeRaw: (query) => writer.executeRaw(query),
        commit: () => finish('COMMIT'),
        rollback: () => finish('ROLLBACK'),
      }
    }

    return {
      provider,
      adapterName,
      queryRaw: (query) => (isRead(query) ? reader.queryRaw(query) : alone(() => writer.queryRaw(query))),
      executeRaw: (query) => alone(() => writer.executeRaw(query)),
      executeScript: (script) => alone(() => writer.executeScript(script)),
      startTransaction,
      dispose: async () => {
        await reader.dispose()
        await writer.dispose()
      },
    }
  }
  return { provider, adapterName, connect }
}

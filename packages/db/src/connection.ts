/** The handle every store works with. */
import type Database from 'better-sqlite3'
import type { PrismaClient } from './generated/client.ts'

/** An open database: one connection that reads, one that writes, and Prisma over both. */
export interface DbHandle {
  /** Query-only; sees what is committed. Never waits for writers. */
  readonly reader: Database.Database
  /**
   * Waits for this process's turn on the writer connection, then runs `work` synchronously inside
   * BEGIN IMMEDIATE and commits; rolls back when it throws. Never call it within itself.
   */
  write<T>(work: (db: Database.Database) => T): Promise<T>
  readonly prisma: PrismaClient
  /** Milliseconds since 1970. */
  now(): number
}

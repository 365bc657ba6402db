/** What a procedure may reach: narrow ports, so that tests build them by hand and Next builds them once. */
import type { SystemReport } from '@vitrine/contracts'
import type { Db } from '@vitrine/db'
import type { Ask } from '../ask/ports.ts'
import type { Exports } from '../exports/exports.ts'
import type { ModelManagement } from '../inference/model-management.ts'
import type { Backups } from '../library/backups.ts'
import type { LibraryChecks } from '../library/checks.ts'
import type { Tools } from '../tools/tools.ts'
import type { Sequences } from '../video/sequences.ts'

export interface ApiServices {
  db: Db
  /** Deletes trashed images for good, rows and files; returns the ids that went. */
  purge(selection: { ids: readonly number[] } | { deletedBefore: number }): Promise<number[]>
  pipeline: {
    /** Wakes the worker: there may be work. */
    poke(): void
    /** What a person should know when the work stands still, or null. */
    problem(): string | null
  }
  changes: {
    /** Wakes every listener of the event table in this process. */
    poke(): void
    /** Resolves when the table may have grown, at the latest after a poll interval, or when the signal aborts. */
    next(signal: AbortSignal): Promise<void>
  }
  models: ModelManagement
  exports: Pick<Exports, 'count' | 'prepare' | 'progress'>
  ask: Ask
  tools: Pick<Tools, 'available' | 'runOnStored'>
  sequences: Pick<Sequences, 'read'>
  library: Pick<LibraryChecks, 'status' | 'start' | 'removeOrphans'>
  /** Null when Vitrine makes none by itself. */
  backups: Pick<Backups, 'status' | 'start'> | null
  /** Gathers the system page: engines, storage, versions. */
  report(signal?: AbortSignal): Promise<SystemReport>
  /** Notes an error that nobody expected. */
  logError(error: unknown, where: string): void
  /** Milliseconds since 1970. */
  now(): number
  /** Aborts when the process is to end: streams close, so that nothing keeps it alive. */
  stopping: AbortSignal
}

export interface ApiContext {
  services: ApiServices
  /** The name that a person's edits carry. */
  person: string
}

/** Until there are accounts, everyone who can reach the address is one person. */
export const ANYONE = 'Someone on this network'

/** A library for tests: a real database and real files, and everything in it as something that can be compared. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Db } from '@vitrine/db'
import { makeNewImage, makePerception, makeTriage, makeVariant, migrate, openDb } from '@vitrine/db/testing'
import Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { BLOBS, blobPath, DATABASE } from './layout.ts'
import type { WritableFile } from './writable-file.ts'

export const sha256Of = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex')

export function makeFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vitrine-storage-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface TestLibrary {
  dataDir: string
  db: Db
  /** An image with its bytes and its thumbnail's, read by stage 1. */
  add(seed: string): Promise<{ id: number; sha256: string; thumbnail: string }>
  /** Deletes an image for good, as the product does. */
  purge(id: number): Promise<void>
  path(sha256: string): string
}

/** 25 November 2026, the day it is in these tests. */
export const NOW = Date.UTC(2026, 10, 25, 9, 30)

/** A library whose images are stored at `now`. */
export function openLibrary(now: () => number = () => NOW - 1000): TestLibrary {
  const dataDir = path.join(makeFolder(), 'data')
  migrate({ file: path.join(dataDir, DATABASE) })
  const db = openDb({ file: path.join(dataDir, DATABASE), now })
  onTestFinished(() => db.close())
  const pathOf = (sha256: string) => blobPath(path.join(dataDir, BLOBS), sha256)
  return {
    dataDir,
    db,
    path: pathOf,
    async add(seed) {
      const bytes = `${seed} `.repeat(500)
      const sha256 = putBlob(dataDir, bytes)
      const thumbnail = putBlob(dataDir, `small ${seed}`)
      const variant = makeVariant(seed, { sha256: thumbnail, sizeBytes: Buffer.byteLength(`small ${seed}`) })
      const { id } = await db.images.create(
        makeNewImage(seed, { sha256, sizeBytes: Buffer.byteLength(bytes), variants: [variant] }),
      )
      const [job] = await db.jobs.claim({ stage: 'perception', limit: 1, leaseMs: 60_000 })
      if (job)
        await db.jobs.commitPerception(job, {
          result: makePerception({ caption: `A picture of ${seed}.` }),
          triage: makeTriage(),
          hasReasoningEngine: false,
        })
      return { id, sha256, thumbnail }
    },
    async purge(id) {
      await db.images.trash({ ids: [id] })
      const { orphanedBlobs } = await db.images.purge({ ids: [id] })
      for (const sha256 of orphanedBlobs) rmSync(pathOf(sha256), { force: true })
    },
  }
}

/** Bytes in their place, without a row. */
export function putBlob(dataDir: string, bytes: string): string {
  const sha256 = sha256Of(bytes)
  const file = blobPath(path.join(dataDir, BLOBS), sha256)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, bytes)
  return sha256
}

/** Every row of every table, search's inner ones included. */
export function allRows(file: string): Record<string, unknown[]> {
  const db = new Database(file)
  try {
    const tables = db
      .prepare<[], string>("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type <> 'virtual'")
      .pluck()
      .all()
    return Object.fromEntries(
      tables.map((table) => [table, db.prepare<[], unknown>(`SELECT * FROM "${table}"`).all()]),
    )
  } finally {
    db.close()
  }
}

/** Every file below a folder with the hash of its bytes, by its path in it. */
export function allFiles(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {}
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  return Object.fromEntries(
    files.map((file): [string, string] => [path.relative(folder, file), sha256Of(readFileSync(file))]).sort(),
  )
}

/** A disk with room for so many bytes in all. */
export function diskWith(capacity: number): (file: string) => Promise<WritableFile> {
  let written = 0
  return async (file) => {
    const handle = await open(file, 'wx')
    return {
      write(bytes, offset, length) {
        written += length
        if (written > capacity)
          throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
        return handle.write(bytes, offset, length)
      },
      sync: () => handle.sync(),
      close: () => handle.close(),
    }
  }
}

import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHandle } from './connection.ts'
import { Prisma } from './generated/client.ts'
import { MIGRATIONS_DIR, migrate } from './migrate.ts'
import { openDb } from './open.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vitrine-migrate-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = () => path.join(folder, 'data', 'vitrine.db')
const script = fileURLToPath(new URL('../scripts/migrate.mjs', import.meta.url))

function migrations(): string {
  const copy = path.join(folder, 'migrations')
  cpSync(MIGRATIONS_DIR, copy, { recursive: true })
  return copy
}

function runScript(): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script], {
      env: { ...process.env, VITRINE_DATA_DIR: path.dirname(file()) },
    })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += String(chunk)
    })
    child.stderr.on('data', (chunk) => {
      output += String(chunk)
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

describe('migrate', () => {
  it('makes the folder and the file, and applies everything once', () => {
    expect(migrate({ file: file() })[0]).toBe('0001_init')
    expect(migrate({ file: file() })).toEqual([])
  })
  it('may be started by several processes at once', async () => {
    const runs = await Promise.all([runScript(), runScript(), runScript()])
    expect(runs.map((run) => run.code)).toEqual([0, 0, 0])
    const applied = runs.flatMap((run) => run.output.match(/applied (\S+)/g) ?? [])
    expect(applied.filter((line) => line === 'applied 0001_init')).toHaveLength(1)
    expect(migrate({ file: file() })).toEqual([])
  })
  it('refuses a migration that was changed after it had been applied', () => {
    const migrationsDir = migrations()
    migrate({ file: file(), migrationsDir })
    writeFileSync(path.join(migrationsDir, '0001_init', 'migration.sql'), '-- changed')
    expect(() => migrate({ file: file(), migrationsDir })).toThrow('0001_init was changed')
  })
  it('refuses a database that a newer version wrote', () => {
    const migrationsDir = migrations()
    mkdirSync(path.join(migrationsDir, '9999_future'))
    writeFileSync(
      path.join(migrationsDir, '9999_future', 'migration.sql'),
      'CREATE TABLE "Future" ("id" INTEGER);',
    )
    migrate({ file: file(), migrationsDir })
    expect(() => migrate({ file: file() })).toThrow('written by a newer Vitrine (it knows 9999_future)')
  })
  it('changes nothing when a migration fails in the middle', () => {
    const migrationsDir = migrations()
    mkdirSync(path.join(migrationsDir, '9999_broken'))
    writeFileSync(
      path.join(migrationsDir, '9999_broken', 'migration.sql'),
      'CREATE TABLE "Half" ("id" INTEGER); CREATE TABLE "Half" ("id" INTEGER);',
    )
    expect(() => migrate({ file: file(), migrationsDir })).toThrow('could not be brought up to date')
    expect(migrate({ file: file() })).toEqual([])
    const db = new Database(file())
    expect(db.prepare("SELECT name FROM sqlite_master WHERE name = 'Half'").all()).toEqual([])
    db.close()
  })
  it('lets images of an older Vitrine have one reading, and work that asks for no engine', async () => {
    const migrationsDir = migrations()
    rmSync(path.join(migrationsDir, '0005_former_readings'), { recursive: true })
    migrate({ file: file(), migrationsDir })
    const old = new Database(file())
    const sha256 = 'b'.repeat(64)
    old.exec(`
      INSERT INTO Blob (sha256, sizeBytes, mediaType, createdAt) VALUES ('${sha256}', 1, 'image/png', 1);
      INSERT INTO Image (id, sha256, mediaType, fileName, width, height, sizeBytes, createdAt, updatedAt)
        VALUES (7, '${sha256}', 'image/png', 'a.png', 1, 1, 1, 1, 1);
      INSERT INTO Job (imageId, stage, state, runAt, createdAt) VALUES (7, 'perception', 'queued', 1, 1);
    `)
    old.close()
    expect(migrate({ file: file() })).toContain('0005_former_readings')
    const db = openDb({ file: file() })
    expect(await db.images.detail(7)).toMatchObject({ hasTwoReadings: false, former: null })
    expect(await db.jobs.claim({ stage: 'perception', limit: 1, leaseMs: 60_000 })).toMatchObject([
      { imageId: 7, engine: null },
    ])
    await db.close()
  })
  it('gives an older Vitrine conversations, and its events stay as they are', async () => {
    const migrationsDir = migrations()
    rmSync(path.join(migrationsDir, '0006_conversations'), { recursive: true })
    migrate({ file: file(), migrationsDir })
    const old = new Database(file())
    old.exec("INSERT INTO Event (type, count, at) VALUES ('images.changed', 3, 5)")
    old.close()
    expect(migrate({ file: file() })).toEqual(['0006_conversations'])
    const db = openDb({ file: file() })
    expect(await db.events.after(0, 10)).toEqual([
      { id: 1, body: { type: 'images.changed', count: 3 }, at: 5 },
    ])
    expect(await db.conversations.list({ limit: 10 })).toEqual({ conversations: [], nextCursor: null })
    await db.close()
  })
  it('says who is in the way when the database is locked', () => {
    migrate({ file: file() })
    const other = new Database(file())
    other.exec('BEGIN IMMEDIATE')
    expect(() => migrate({ file: file(), busyTimeoutMs: 50 })).toThrow('Another process holds the database')
    other.close()
  })
  it('says so when the file is no database', () => {
    mkdirSync(path.dirname(file()))
    writeFileSync(file(), 'x'.repeat(5000))
    expect(() => migrate({ file: file() })).toThrow('not a sound SQLite database')
  })
})

describe('the migrated tables', () => {
  it('have every column that the schema names', async () => {
    migrate({ file: file() })
    const { prisma, close } = openHandle({ file: file() })
    const finds = [
      prisma.image.findFirst(),
      prisma.blob.findFirst(),
      prisma.variant.findFirst(),
      prisma.source.findFirst(),
      prisma.annotation.findFirst(),
      prisma.stageResult.findFirst(),
      prisma.stageSource.findFirst(),
      prisma.formerReading.findFirst(),
      prisma.embedding.findFirst(),
      prisma.job.findFirst(),
      prisma.event.findFirst(),
      prisma.conversation.findFirst(),
      prisma.turn.findFirst(),
      prisma.turnPicture.findFirst(),
      prisma.collection.findFirst(),
      prisma.collectionImage.findFirst(),
      prisma.tag.findFirst(),
      prisma.imageTag.findFirst(),
      prisma.savedSearch.findFirst(),
      prisma.setting.findFirst(),
      prisma.video.findFirst(),
    ]
    expect(finds).toHaveLength(Object.keys(Prisma.ModelName).length)
    expect(await Promise.all(finds)).toEqual(finds.map(() => null))
    await close()
  })
})

describe('openDb', () => {
  it('asks for the migrations when there is no database', () => {
    expect(() => openDb({ file: file() })).toThrow('There is no database')
  })
})

import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHandle } from './connection.ts'
import { fromDatabase } from './sqlite-error.ts'
import { createTestFile } from './testing.ts'

let file = ''
let remove = () => {}
let handle: ReturnType<typeof openHandle>
beforeEach(() => {
  ;({ file, remove } = createTestFile())
  handle = openHandle({ file, busyTimeoutMs: 300 })
})
afterEach(async () => {
  await handle.close()
  remove()
})

const put = (key: string, value: string) =>
  handle.write((db) =>
    db.prepare('INSERT OR REPLACE INTO Setting (key, value) VALUES (?, ?)').run(key, value),
  )
const read = (key: string) =>
  handle.reader.prepare<[string], string>('SELECT value FROM Setting WHERE key = ?').pluck().get(key)

/** A promise and the function that fulfils it. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

describe('write', () => {
  it('undoes everything when the work throws, and goes on', async () => {
    const failing = handle.write((db) => {
      db.prepare("INSERT INTO Setting (key, value) VALUES ('a', '1')").run()
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    await put('b', '2')
    expect([read('a'), read('b')]).toEqual([undefined, '2'])
  })
  it("waits for an open transaction of Prisma's instead of locking up with it", async () => {
    const { opened, open } = gate()
    const { opened: begun, open: begin } = gate()
    const order: string[] = []
    const transaction = handle.prisma.$transaction(async (tx) => {
      await tx.setting.create({ data: { key: 'a', value: 'prisma' } })
      begin()
      await opened
      order.push('prisma')
    })
    await begun
    const raw = put('a', 'raw').then(() => order.push('raw'))
    const plain = handle.prisma.setting.create({ data: { key: 'b', value: 'plain' } })
    open()
    await Promise.all([transaction, raw, plain])
    expect(order).toEqual(['prisma', 'raw'])
    expect([read('a'), read('b')]).toEqual(['raw', 'plain'])
  })
  it('keeps foreign keys', async () => {
    const broken = handle.write((db) =>
      db
        .prepare("INSERT INTO Job (imageId, stage, state, runAt, createdAt) VALUES (1, 'x', 'x', 0, 0)")
        .run(),
    )
    await expect(broken).rejects.toThrow('FOREIGN KEY')
  })
})

describe("Prisma's transactions", () => {
  it('roll back, and take nothing of others with them', async () => {
    const failing = handle.prisma.$transaction(async (tx) => {
      await tx.setting.create({ data: { key: 'in', value: '' } })
      await new Promise((resolve) => setImmediate(resolve))
      throw new Error('back')
    })
    const outside = handle.prisma.setting.create({ data: { key: 'out', value: '' } })
    await expect(failing).rejects.toThrow('back')
    await outside
    expect([read('in'), read('out')]).toEqual([undefined, ''])
  })
  it('are not seen before they are committed', async () => {
    const { opened, open } = gate()
    const { opened: written, open: say } = gate()
    const transaction = handle.prisma.$transaction(async (tx) => {
      await tx.setting.create({ data: { key: 'a', value: '1' } })
      say()
      await opened
    })
    await written
    expect(read('a')).toBeUndefined()
    expect(await handle.prisma.setting.count()).toBe(0)
    open()
    await transaction
    expect(await handle.prisma.setting.count()).toBe(1)
  })
})

describe("Prisma's timeouts", () => {
  it('give the turn back when a transaction takes too long', async () => {
    const { opened, open } = gate()
    const { opened: begun, open: begin } = gate()
    const slow = handle.prisma.$transaction(
      async (tx) => {
        await tx.setting.create({ data: { key: 'slow', value: '' } })
        begin()
        await opened
      },
      { timeout: 50 },
    )
    await begun
    await put('next', '1')
    open()
    await expect(slow).rejects.toThrow('expired transaction')
    expect([read('slow'), read('next')]).toEqual([undefined, '1'])
  })
  it('give the turn back when a transaction waited too long to begin', async () => {
    const { opened, open } = gate()
    const { opened: begun, open: begin } = gate()
    const first = handle.prisma.$transaction(async () => {
      begin()
      await opened
    })
    await begun
    const impatient = handle.prisma.$transaction(async (tx) => tx.setting.count(), { maxWait: 20 })
    await expect(impatient).rejects.toThrow('Unable to start a transaction')
    open()
    await first
    await put('next', '1')
    expect(read('next')).toBe('1')
  })
})

describe('the reader', () => {
  it('cannot write', () => {
    expect(() => handle.reader.exec("INSERT INTO Setting (key, value) VALUES ('a', '1')")).toThrow('readonly')
  })
})

describe('a lock held by another process', () => {
  it('is reported as busy, and the next write goes through', async () => {
    const other = new Database(file)
    other.exec('BEGIN IMMEDIATE')
    await expect(put('a', '1')).rejects.toMatchObject({ code: 'database-busy', retryable: true })
    const create = handle.prisma.setting.create({ data: { key: 'b', value: '' } })
    const thrown = await create.then(
      () => null,
      (error) => fromDatabase(error),
    )
    expect(thrown).toMatchObject({ name: 'AppError', code: 'database-busy' })
    other.exec('COMMIT')
    other.close()
    await put('a', '1')
    expect(read('a')).toBe('1')
  })
  it('is waited for without holding up the process', async () => {
    const patient = openHandle({ file, busyTimeoutMs: 10_000 })
    const other = new Database(file)
    other.exec('BEGIN IMMEDIATE')
    const waiting = patient.write((db) => db.prepare("INSERT INTO Setting VALUES ('a', '1')").run())
    // The timer only fires because the wait lets go of the thread.
    setTimeout(() => other.exec('COMMIT'), 150)
    await waiting
    other.close()
    await patient.close()
    expect(read('a')).toBe('1')
  })
})

describe('a full disk', () => {
  it('is reported as such, and what was there stays', async () => {
    await put('a', '1')
    const filling = handle.write((db) => {
      // SQLite's own way to say that the file may not grow.
      db.pragma(`max_page_count = ${String(db.pragma('page_count', { simple: true }))}`)
      const insert = db.prepare('INSERT INTO Setting (key, value) VALUES (?, ?)')
      for (let index = 0; index < 1000; index++) insert.run(`k${index}`, 'x'.repeat(10_000))
    })
    await expect(filling).rejects.toMatchObject({ code: 'storage-full' })
    expect(read('a')).toBe('1')
    await handle.write((db) => db.pragma('max_page_count = 1000000'))
    await put('b', '2')
    expect(read('b')).toBe('2')
  })
})

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openHandle } from './connection.ts'
import { createDb } from './open.ts'
import { createTestFile, makeNewImage } from './testing.ts'

const worker = fileURLToPath(new URL('./concurrency.worker.ts', import.meta.url))
const Ids = z.array(z.int())

let file = ''
let remove = () => {}
let handle: ReturnType<typeof openHandle>
let db: ReturnType<typeof createDb>
let now: (() => number) | undefined
beforeEach(() => {
  ;({ file, remove } = createTestFile())
  now = undefined
  handle = openHandle({ file, now: () => now?.() ?? Date.now() })
  db = createDb(handle)
})
afterEach(async () => {
  await db.close()
  remove()
})

function start(mode: 'mix' | 'drain' | 'hold', name = '', rounds = 0): ChildProcess {
  // Resolved here: where the tests are run from, tsx may not be found.
  const tsx = import.meta.resolve('tsx')
  return fork(worker, [mode, file, name, String(rounds)], { execArgv: ['--import', tsx] })
}

/** The ids a worker reports; fails when it ends without a report. */
async function report(child: ChildProcess): Promise<number[]> {
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`The worker ended with ${String(code)} and no report.`)
  })
  const [message] = await Promise.race([once(child, 'message'), failed])
  return Ids.parse(message)
}

const setting = (key: string) =>
  Number(handle.reader.prepare<[string], string>('SELECT value FROM Setting WHERE key = ?').pluck().get(key))
const count = (sql: string) => handle.reader.prepare<[], number>(sql).pluck().get() ?? 0

describe('two processes that write all the time', () => {
  it('lose nothing, do nothing twice and never lock up', { timeout: 300_000 }, async () => {
    const ROUNDS = 250
    await handle.write((raw) => raw.exec("INSERT INTO Setting VALUES ('prisma', '0'), ('hand', '0')"))
    const startedAt = performance.now()
    const perceived = await Promise.all([
      report(start('mix', 'a', ROUNDS)),
      report(start('mix', 'b', ROUNDS)),
    ])
    const seconds = (performance.now() - startedAt) / 1000
    perceived.push(await report(start('drain')))

    expect(setting('prisma')).toBe(2 * ROUNDS)
    expect(setting('hand')).toBe(2 * ROUNDS)
    expect(await db.savedSearches.list()).toHaveLength(2 * ROUNDS)
    expect(await db.images.totals()).toMatchObject({ images: 2 * ROUNDS })
    const done = perceived.flat()
    expect(done).toHaveLength(2 * ROUNDS)
    expect(new Set(done).size).toBe(2 * ROUNDS)
    expect(await db.jobs.status()).toMatchObject({ ready: 2 * ROUNDS, queued: 0, perceiving: 0 })
    // created, perceiving, ready: an event each, in the transaction of the change.
    expect(count("SELECT count(*) FROM Event WHERE type IN ('image.created', 'image.changed')")).toBe(
      6 * ROUNDS,
    )
    expect(count('SELECT count(*) FROM SearchDocument')).toBe(2 * ROUNDS)
    expect(handle.reader.pragma('integrity_check', { simple: true })).toBe('ok')
    const transactions = 2 * ROUNDS * 6
    console.log(
      `two processes: ${transactions} write transactions, ${Math.round(transactions / seconds)} a second with start-up`,
    )
  })
})

describe('three processes that claim', () => {
  it('get each job once', { timeout: 120_000 }, async () => {
    const IMAGES = 300
    for (let index = 0; index < IMAGES; index++) await db.images.create(makeNewImage(`image ${index}`))
    const done = (await Promise.all([1, 2, 3].map(() => report(start('drain'))))).flat()
    expect(done).toHaveLength(IMAGES)
    expect(new Set(done).size).toBe(IMAGES)
    expect(await db.jobs.status()).toMatchObject({ ready: IMAGES, queued: 0 })
  })
})

describe('a process that is killed', () => {
  it('gives its jobs back when the lease runs out', async () => {
    for (let index = 0; index < 6; index++) await db.images.create(makeNewImage(`image ${index}`))
    const child = start('hold')
    const held = await report(child)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(held).toHaveLength(5)
    const claim = () => db.jobs.claim({ stage: 'perception', limit: 10, leaseMs: 60_000 })
    expect(await claim()).toHaveLength(1)
    now = () => Date.now() + 2_000
    expect((await claim()).map((job) => job.imageId).sort()).toEqual([...held].sort())
  })
})

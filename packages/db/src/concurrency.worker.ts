/** A process of the concurrency tests: it does what its first argument says on the file of its second. */
import { openHandle } from './connection.ts'
import type { Db } from './db.ts'
import { createDb } from './open.ts'
import { makeNewImage, makePerception, makeTriage } from './testing.ts'

const [mode = '', file = '', name = '', rounds = '0'] = process.argv.slice(2)
const handle = openHandle({ file })
const db = createDb(handle)

/** Adds one to a number in a setting, reading it first, by a transaction of Prisma's. */
async function incrementByPrisma(key: string): Promise<void> {
  await handle.prisma.$transaction(async (tx) => {
    const { value } = await tx.setting.findUniqueOrThrow({ where: { key } })
    // Lets go of the thread in the middle of the transaction, as real ones do.
    await new Promise((resolve) => setImmediate(resolve))
    await tx.setting.update({ where: { key }, data: { value: String(Number(value) + 1) } })
  })
}

async function incrementByHand(key: string): Promise<void> {
  await handle.write((raw) => {
    const value = raw.prepare<[string], string>('SELECT value FROM Setting WHERE key = ?').pluck().get(key)
    raw.prepare('UPDATE Setting SET value = ? WHERE key = ?').run(String(Number(value) + 1), key)
  })
}

/** Claims up to eight and finishes them; returns the images. */
async function workOnce(store: Db): Promise<number[]> {
  const jobs = await store.jobs.claim({ stage: 'perception', limit: 8, leaseMs: 60_000 })
  const done: number[] = []
  for (const job of jobs) {
    const outcome = { result: makePerception(), triage: makeTriage(), hasReasoningEngine: false }
    if ((await store.jobs.commitPerception(job, outcome)) === 'committed') done.push(job.imageId)
  }
  return done
}

/** Several kinds of writes at once, `rounds` of each. */
async function mix(): Promise<number[]> {
  const perceived: number[] = []
  for (let round = 0; round < Number(rounds); round++) {
    const [, , , , done] = await Promise.all([
      db.images.create(makeNewImage(`${name} ${round}`)),
      incrementByPrisma('prisma'),
      incrementByHand('hand'),
      db.savedSearches.create({ name: `${name} ${round}`, query: '', sort: 'newest' }),
      workOnce(db),
    ])
    perceived.push(...done)
  }
  return perceived
}

async function drain(): Promise<number[]> {
  const perceived: number[] = []
  for (;;) {
    const done = await workOnce(db)
    if (done.length === 0) return perceived
    perceived.push(...done)
  }
}

/** Claims and then does nothing until it is killed. */
async function hold(): Promise<number[]> {
  const jobs = await db.jobs.claim({ stage: 'perception', limit: 5, leaseMs: 1_000 })
  process.send?.(jobs.map((job) => job.imageId))
  return new Promise(() => setInterval(() => {}, 1_000))
}

const modes: Record<string, () => Promise<number[]>> = { mix, drain, hold }
const run = modes[mode]
if (!run) throw new Error(`Unknown mode "${mode}".`)
const startedAt = performance.now()
const images = await run()
const seconds = (performance.now() - startedAt) / 1000
console.log(`${mode}: ${images.length} claims with commits, ${Math.round(images.length / seconds)} a second`)
await db.close()
process.send?.(images)
process.disconnect?.()

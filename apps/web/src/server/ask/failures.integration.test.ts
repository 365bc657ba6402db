/** Answers that go wrong: what was written stays, what went wrong is told, and the question can be asked again. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { isUnderWay, type Turn } from '@vitrine/contracts'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { endProgram, runProgram, startChatSidecar } from '../testing/sidecar-process.ts'
import { makeRequest, openAskRoom, watchUntil, whole } from './testing.ts'

const WORKER = path.join(import.meta.dirname, '../testing/worker-program.ts')

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function openSidecar() {
  const sidecar = await startChatSidecar(['gguf'])
  cleanUps.push(sidecar.kill)
  return sidecar
}

async function openRoom(...urls: string[]) {
  const room = await openAskRoom(urls)
  cleanUps.push(room.close)
  return room
}

describe('an engine that fails', () => {
  it.each([
    ['crashes', 'die', 'engine-crashed', /ask again/i],
    ['fails in an unforeseen way', 'throw', 'internal', /log/],
    ['finds no memory', 'fill', 'out-of-memory', /fewer|smaller|index/i],
  ])(
    'in mid-answer, since it %s, leaves the text so far and says what to do',
    async (_name, step, code, advice) => {
      const sidecar = await openSidecar()
      const room = await openRoom(sidecar.url)
      const turn = await room.send(`So far;gate;${step}`)
      await room.said(turn, 'So far')
      sidecar.openGate()
      const end = await room.ended(turn)
      expect(end).toMatchObject({ state: 'failed', answer: 'So far', engine: 'gguf', error: { code } })
      expect(end.error?.suggestion).toMatch(advice)
      expect((await room.db.conversations.turn(turn.id))?.turn).toEqual(end)
      // The next one finds an engine again.
      expect((await room.ended(await room.follow(end, 'echo'))).state).toBe('done')
    },
  )

  it('before it has begun, keeps the question and what the engine said of it', async () => {
    const room = await openRoom((await openSidecar()).url)
    expect(await room.answered('refuse')).toMatchObject({
      state: 'failed',
      answer: '',
      error: { code: 'bad-request', message: 'Refused on purpose.' },
    })
  })
})

describe('a sidecar that goes away', () => {
  it('in mid-answer leaves the text so far, and the index answers what comes next', async () => {
    const sidecar = await openSidecar()
    const room = await openRoom(sidecar.url)
    const id = await room.addPicture('dog')
    const turn = await room.send('So far;gate', { pictures: [whole(id)] })
    await room.said(turn, 'So far')
    await sidecar.kill()
    const end = await room.ended(turn)
    expect(end).toMatchObject({
      state: 'failed',
      answer: 'So far',
      error: { code: 'sidecar-unreachable', retryable: true },
    })
    expect(end.error?.suggestion).toMatch(/ask again/i)
    const next = await room.ended(await room.follow(end, 'How many dogs are there?'))
    expect(next).toMatchObject({ state: 'done', engine: 'index', model: null, usage: null })
    expect(next.answer).toMatch(/one|1/i)
  })

  it('before the first word is replaced by another one', async () => {
    const [one, other] = [await openSidecar(), await openSidecar()]
    const room = await openRoom(one.url, other.url)
    other.openGate()
    const turn = await room.send('gate;Said.')
    // The model is known once the engine has begun.
    await watchUntil(room.ask, turn, ({ model }) => model !== null)
    await one.kill()
    expect(await room.ended(turn)).toMatchObject({ state: 'done', answer: 'Said.' })
  })

  it('is passed over for another one', async () => {
    const room = await openRoom('http://127.0.0.1:9', (await openSidecar()).url)
    expect(await room.answered('Hello.')).toMatchObject({ state: 'done', answer: 'Hello.' })
  })
})

describe('no model', () => {
  it('leaves the index to answer, which says what it stands on', async () => {
    const room = await openRoom()
    const id = await room.addPicture('dog')
    const end = await room.answered('What does it say?', { pictures: [whole(id)] })
    expect(end).toMatchObject({ state: 'done', engine: 'index' })
    expect(end.answer).toContain('No swimming')
    expect(end.citations).toEqual([expect.objectContaining({ imageId: id, text: 'No swimming' })])
    expect((await room.ask.engines()).chosen).toBe('index')
  })

  it('is said, with the ways to one, when it was asked for by name', async () => {
    const room = await openRoom((await openSidecar()).url)
    const end = await room.answered('Hello.', { engine: 'qwen2-vl' })
    expect(end).toMatchObject({ state: 'failed', answer: '', error: { code: 'no-engine' } })
    expect(end.error?.suggestion).toMatch(/Models page.*index/)
    const asIndex = await room.ended(await room.ask.regenerate(end.id, { engine: 'index' }))
    expect(asIndex).toMatchObject({ state: 'done', engine: 'index', question: 'Hello.' })
  })

  it('is stopped when a person stops it, the index as well', async () => {
    const room = await openRoom()
    const turn = await room.send('How many dogs are there?')
    await room.ask.stopTurn(turn.id)
    expect(await room.ended(turn)).toMatchObject({ state: 'stopped', answer: '' })
  })
})

describe('a process that ends', () => {
  it('by a kill leaves an interrupted answer with the text so far, which can be asked again', async () => {
    const sidecar = await openSidecar()
    const room = await openRoom(sidecar.url)
    const id = await room.addPicture('dog')
    const worker = await startWorker(room.gallery.dataDir, sidecar.url)
    worker.send(makeRequest('So far;gate', { pictures: [whole(id)] }))
    await nextWord(worker)
    const turnId = 1
    const kept = async (): Promise<Turn | undefined> => (await room.db.conversations.turn(turnId))?.turn
    await vi.waitFor(async () => expect((await kept())?.answer).toBe('So far'), { timeout: 25_000 })
    await endProgram(worker, 'SIGKILL')
    expect(isUnderWay((await kept())?.state ?? 'done')).toBe(true)
    await room.ask.start()
    expect(await kept()).toMatchObject({
      state: 'interrupted',
      answer: 'So far',
      engine: 'gguf',
      error: null,
    })
    sidecar.openGate()
    const again = await room.ended(await room.ask.regenerate(turnId, {}))
    expect(again).toMatchObject({ state: 'done', answer: 'So far', pictures: [whole(id)] })
  })

  it('in order writes what there is, and says that it was interrupted to those who watch', async () => {
    const room = await openRoom((await openSidecar()).url)
    const turn = await room.send('So far;gate')
    await room.said(turn, 'So far')
    const watching = watchUntil(room.ask, turn, ({ state }) => !isUnderWay(state))
    await room.ask.stop()
    expect(await watching).toMatchObject({ state: 'interrupted', answer: 'So far', error: null })
    const after = room.reopen()
    await after.start()
    expect(await watchUntil(after, turn, () => true)).toMatchObject({
      state: 'interrupted',
      answer: 'So far',
    })
  })
})

async function startWorker(dataDir: string, url: string): Promise<ChildProcess> {
  const env = { VITRINE_DATA_DIR: dataDir, VITRINE_INFERENCE_URLS: url, VITRINE_LOG_LEVEL: 'silent' }
  const worker = runProgram(WORKER, { env })
  cleanUps.push(() => endProgram(worker, 'SIGKILL'))
  await nextWord(worker)
  return worker
}

/** Rejects when it ends before it says something. */
async function nextWord(worker: ChildProcess): Promise<void> {
  const [what] = await Promise.race([once(worker, 'message'), once(worker, 'exit')])
  if (typeof what !== 'string') throw new Error(`The process ended with ${what}.`)
}

import { AppError, type ChatRequest } from '@vitrine/contracts'
import { TEST_MODEL } from '@vitrine/db/testing'
import { describe, expect, it } from 'vitest'
import { readVideo } from '../images/testing/files.ts'
import { idOf, openTestRooms } from '../images/testing/rooms.ts'
import type { ChatStep } from '../inference/inference.ts'
import { readBlobFile } from '../storage/read-blob.ts'
import { createSequences, type SequencesDeps } from './sequences.ts'

const MODEL = { engine: 'openai', model: TEST_MODEL } as const
const USAGE = {
  promptTokens: 9,
  cachedTokens: 0,
  imageTokens: 3,
  completionTokens: 4,
  queueMs: 0,
  firstTokenMs: 1,
  totalMs: 2,
  tokensPerSecond: 2,
}

/** A video that was taken in, and an engine that says this of it, one after the other; the last again and again. */
async function openTheatre(...answers: (string | AppError)[]) {
  const rooms = await openTestRooms()
  const { db, blobs, log, logged } = rooms
  const items = await rooms.ingest.ingestFile({ bytes: await readVideo('mp4'), fileName: 'walk.mp4' })
  const asked: { request: ChatRequest; pictures: string[] }[] = []
  const stop = new AbortController()
  let turns = 0
  const deps: SequencesDeps = {
    db,
    log,
    // A minute from one look to the next.
    now: () => turns * 60_000,
    readBlob: (sha256) => readBlobFile(blobs.path(sha256)),
    changes: {
      poke: () => {},
      // A few rounds, then the process is to end.
      next: async () => {
        turns += 1
        if (turns > 8) stop.abort()
      },
    },
    inference: {
      hasReasoningEngine: () => true,
      async *chat(request, pictures): AsyncGenerator<ChatStep> {
        const answer = answers[Math.min(asked.length, answers.length - 1)] ?? ''
        asked.push({ request, pictures: [...pictures.keys()] })
        if (answer instanceof AppError) throw answer
        yield { type: 'started', ...MODEL }
        for (const piece of answer.split(/(?<= )/)) yield { type: 'text', text: piece }
        yield { type: 'done', ...MODEL, finish: 'stop', usage: USAGE, warnings: [] }
      },
    },
  }
  const ids = items.map(idOf)
  const lookAtAll = () => db.jobs.cancel({ ids })
  return {
    ...rooms,
    deps,
    ids,
    asked,
    logged,
    lookAtAll,
    sequences: createSequences(deps),
    signal: stop.signal,
  }
}

describe('a video', () => {
  it('is read as one sequence when a person asks, and the reading is shown at every keyframe', async () => {
    const { db, ids, asked, sequences } = await openTheatre('Red, then green, then blue.')
    await sequences.read(ids[1] ?? 0, new AbortController().signal)
    expect(asked[0]?.pictures).toHaveLength(3)
    const detail = await db.images.detail(ids[2] ?? 0)
    expect(detail?.video?.reading).toEqual({
      text: 'Red, then green, then blue.',
      source: { by: 'model', ...MODEL, task: 'reading', promptVersion: 'video-1' },
    })
  })

  it('is read by itself once every keyframe was looked at, and only once', async () => {
    const { db, ids, asked, lookAtAll, sequences, signal } = await openTheatre('Three colours.')
    await lookAtAll()
    await sequences.run(signal)
    expect(asked).toHaveLength(1)
    expect((await db.images.detail(ids[0] ?? 0))?.video?.reading?.text).toBe('Three colours.')
  })

  it('is tried three times, then left alone', async () => {
    const { asked, lookAtAll, sequences, signal, logged } = await openTheatre(
      new AppError('engine-crashed', 'It fell over.'),
    )
    await lookAtAll()
    await sequences.run(signal)
    expect(asked).toHaveLength(3)
    expect(logged.join('')).toContain('could not be read as a whole')
  })

  it('is not given up because the engine was away, however often', async () => {
    const away = new AppError('sidecar-unreachable', 'It is off.')
    const stopped = new AppError('cancelled', 'The process ends.')
    const { db, ids, asked, lookAtAll, sequences, signal } = await openTheatre(
      away,
      away,
      stopped,
      away,
      'Three colours.',
    )
    await lookAtAll()
    await sequences.run(signal)
    expect(asked).toHaveLength(5)
    expect((await db.images.detail(ids[0] ?? 0))?.video?.reading?.text).toBe('Three colours.')
  })

  it('leaves an engine alone for as long as it asks to be', async () => {
    const busy = new AppError('engine-busy', 'Later.', { retryAfterSeconds: 200 })
    const { asked, lookAtAll, sequences, signal } = await openTheatre(busy)
    await lookAtAll()
    await sequences.run(signal)
    expect(asked).toHaveLength(2)
  })

  it('whose reading cannot be looked up stops nothing', async () => {
    const theatre = await openTheatre('Three colours.')
    const { db, ids, lookAtAll, signal } = theatre
    await lookAtAll()
    let looks = 0
    const nextUnread = () => {
      looks += 1
      if (looks === 1) throw new AppError('database-busy', 'Somebody else writes.')
      return db.videos.nextUnread()
    }
    const sequences = createSequences({
      ...theatre.deps,
      db: { ...db, videos: { ...db.videos, nextUnread } },
    })
    await sequences.run(signal)
    expect((await db.images.detail(ids[0] ?? 0))?.video?.reading?.text).toBe('Three colours.')
  })

  it('in the trash while it is read keeps its reading, and shows it when it comes back', async () => {
    const theatre = await openTheatre('Three colours.')
    const { db, ids } = theatre
    const inference: SequencesDeps['inference'] = {
      ...theatre.deps.inference,
      async *chat(...asked) {
        await db.images.trash({ ids })
        yield* theatre.deps.inference.chat(...asked)
      },
    }
    await createSequences({ ...theatre.deps, inference }).read(ids[0] ?? 0, new AbortController().signal)
    await db.images.restore({ ids })
    expect((await db.images.detail(ids[1] ?? 0))?.video?.reading?.text).toBe('Three colours.')
  })

  it('that is purged while it is read is an error, and nothing is kept', async () => {
    const theatre = await openTheatre('Three colours.')
    const { db, ids } = theatre
    const inference: SequencesDeps['inference'] = {
      ...theatre.deps.inference,
      async *chat(...asked) {
        await db.images.trash({ ids })
        await db.images.purge({ ids })
        yield* theatre.deps.inference.chat(...asked)
      },
    }
    const { read } = createSequences({ ...theatre.deps, inference })
    await expect(read(ids[0] ?? 0, new AbortController().signal)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('that a model has nothing to say about keeps no reading', async () => {
    const { db, ids, sequences } = await openTheatre('  ')
    await expect(sequences.read(ids[0] ?? 0, new AbortController().signal)).rejects.toMatchObject({
      code: 'engine-crashed',
    })
    expect((await db.images.detail(ids[0] ?? 0))?.video?.reading).toBeNull()
  })

  it('cannot be read where there is none', async () => {
    const { sequences } = await openTheatre('')
    await expect(sequences.read(999, new AbortController().signal)).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

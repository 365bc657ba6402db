import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addImage, idsOf } from '../search/testing.ts'
import {
  createTestDb,
  fakeSha256,
  makeNewImage,
  makePerception,
  makeReading,
  makeTriage,
  TEST_MODEL,
  type TestDb,
} from '../testing.ts'

let test: TestDb
beforeEach(() => {
  test = createTestDb()
})
afterEach(() => test.dispose())

const SHA = fakeSha256('holiday.mp4')
const READING = {
  text: 'A boat leaves the harbour.',
  source: {
    by: 'model' as const,
    engine: 'openai' as const,
    model: TEST_MODEL,
    task: 'reading' as const,
    promptVersion: 'video-1',
  },
}

const addFrame = async (number: number, atMs: number) => {
  const { id } = await test.db.images.create(
    makeNewImage(`holiday ${number}`, {
      sha256: SHA,
      sourceSha256: SHA,
      mediaType: 'video/mp4',
      pageNumber: number,
      atMs,
      video: { durationMs: 61_500 },
    }),
  )
  return id
}
/** Ends the frames' first stage: a failed one is done with, too. */
async function lookAtAll(): Promise<void> {
  await test.db.jobs.cancel({ query: '' })
}

/** What a model reads of the picture itself, which it was sent on for. */
async function readDeeply(id: number, reading: string): Promise<void> {
  await test.db.jobs.setReasoningAvailable(true)
  const [look] = await test.db.jobs.claim({ stage: 'perception', limit: 1, leaseMs: 60_000 })
  if (look?.imageId !== id) throw new Error('Another image was claimed.')
  await test.db.jobs.commitPerception(look, {
    result: makePerception({}),
    triage: makeTriage(['much-text']),
    hasReasoningEngine: true,
  })
  const [read] = await test.db.jobs.claim({ stage: 'reasoning', limit: 1, leaseMs: 60_000 })
  if (!read) throw new Error('There is no reading to claim.')
  await test.db.jobs.commitReasoning(read, makeReading({ reading }))
}

describe('videos', () => {
  it('show their keyframes in the order of time, each knowing when it is seen', async () => {
    const first = await addFrame(1, 0)
    const second = await addFrame(2, 4_200)
    const detail = await test.db.images.detail(second)
    expect(detail).toMatchObject({ atSeconds: 4.2, pageNumber: 2, mediaType: 'video/mp4' })
    expect(detail?.video).toMatchObject({ durationSeconds: 61.5, reading: null })
    expect(detail?.video?.frames.map(({ id, atSeconds }) => [id, atSeconds])).toEqual([
      [first, 0],
      [second, 4.2],
    ])
  })

  it('leave out trashed keyframes, and go when the last one is purged', async () => {
    const [first, second] = [await addFrame(1, 0), await addFrame(2, 4_200)]
    await test.db.images.trash({ ids: [first] })
    expect((await test.db.videos.info(SHA))?.frames.map(({ id }) => id)).toEqual([second])
    await test.db.images.trash({ ids: [second] })
    const { orphanedBlobs } = await test.db.images.purge({ ids: [first, second] })
    expect(orphanedBlobs).toContain(SHA)
    expect(await test.db.videos.info(SHA)).toBeNull()
  })

  it('wait to be read as a sequence until every keyframe was looked at', async () => {
    await addFrame(1, 0)
    expect(await test.db.videos.nextUnread()).toBeNull()
    await lookAtAll()
    expect(await test.db.videos.nextUnread()).toBe(SHA)
  })

  it('are left alone after a few tries', async () => {
    await addFrame(1, 0)
    await lookAtAll()
    for (let i = 0; i < 3; i++) await test.db.videos.noteAttempt(SHA)
    expect(await test.db.videos.nextUnread()).toBeNull()
  })

  it('are found by what was read of the sequence, which is no reading of the keyframe', async () => {
    const first = await addFrame(1, 0)
    await addFrame(2, 4_200)
    await test.db.videos.setReading(SHA, READING)
    expect(await idsOf(test.db, 'harbour')).toEqual([first])
    expect(await test.db.images.detail(first)).toMatchObject({ reading: null, annotations: [] })
    expect((await test.db.videos.info(SHA))?.reading).toEqual(READING)
    expect(await test.db.videos.nextUnread()).toBeNull()
  })

  it('keep one reading: another replaces it', async () => {
    const first = await addFrame(1, 0)
    await test.db.videos.setReading(SHA, READING)
    await test.db.videos.setReading(SHA, { ...READING, text: 'A train arrives.' })
    expect((await test.db.videos.info(SHA))?.reading?.text).toBe('A train arrives.')
    expect(await idsOf(test.db, 'harbour')).toEqual([])
    expect(await idsOf(test.db, 'train')).toEqual([first])
  })

  it('are found by what was read of the sequence beside what was read of the keyframe itself', async () => {
    const first = await addFrame(1, 0)
    await test.db.videos.setReading(SHA, READING)
    await readDeeply(first, 'A lighthouse with a red roof.')
    expect(await idsOf(test.db, 'lighthouse')).toEqual([first])
    expect(await idsOf(test.db, 'harbour')).toEqual([first])
    expect((await test.db.images.detail(first))?.reading).toBe('A lighthouse with a red roof.')
    expect((await test.db.videos.info(SHA))?.reading?.text).toBe('A boat leaves the harbour.')
  })

  it('keep what was read of the sequence when the first keyframe goes, and are found under the next', async () => {
    const [first, second] = [await addFrame(1, 0), await addFrame(2, 4_200)]
    await test.db.videos.setReading(SHA, READING)
    await test.db.images.trash({ ids: [first] })
    expect(await idsOf(test.db, 'harbour')).toEqual([second])
    await test.db.images.restore({ ids: [first] })
    expect(await idsOf(test.db, 'harbour')).toEqual([first])
    await test.db.images.trash({ ids: [first] })
    await test.db.images.purge({ ids: [first] })
    expect(await idsOf(test.db, 'harbour')).toEqual([second])
    expect((await test.db.videos.info(SHA))?.reading).toEqual(READING)
  })

  it('keep what was read of them in the trash, for when they come back', async () => {
    const [first, second] = [await addFrame(1, 0), await addFrame(2, 4_200)]
    await test.db.images.trash({ ids: [first, second] })
    await test.db.videos.setReading(SHA, READING)
    expect(await idsOf(test.db, 'harbour')).toEqual([])
    await test.db.images.purge({ ids: [first] })
    await test.db.images.restore({ ids: [second] })
    expect(await idsOf(test.db, 'harbour')).toEqual([second])
  })

  it('tell of their reading at every keyframe', async () => {
    const [first, second] = [await addFrame(1, 0), await addFrame(2, 4_200)]
    const before = await test.db.events.lastId()
    await test.db.videos.setReading(SHA, READING)
    const events = await test.db.events.after(before, 10)
    expect(events.map(({ body }) => body)).toEqual(
      [first, second].map((imageId) => ({ type: 'image.changed', imageId })),
    )
  })

  it('are found by their type among other images', async () => {
    await addImage(test.db, 'garden', { caption: 'A garden' })
    const frame = await addFrame(1, 0)
    expect(await idsOf(test.db, 'type:video')).toEqual([frame])
    expect(await idsOf(test.db, 'type:mp4')).toEqual([frame])
    expect(await idsOf(test.db, 'type:mov')).toEqual([])
  })

  it('cannot be given a reading once they are gone', async () => {
    await expect(test.db.videos.setReading(SHA, READING)).rejects.toMatchObject({ code: 'not-found' })
  })
})

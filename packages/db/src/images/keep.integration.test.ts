import type { KeepRequest, TaskName, TaskResult } from '@vitrine/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addImage, idsOf } from '../search/testing.ts'
import { createTestDb, makePerception, makeTriage, TEST_MODEL, type TestDb } from '../testing.ts'

let test: TestDb
let id: number
beforeEach(async () => {
  test = createTestDb()
  id = await addImage(test.db, 'kitchen', { caption: 'A kitchen', labels: ['clock'], text: ['TEA'] })
  await addImage(test.db, 'garden', { caption: 'A garden' })
})
afterEach(() => test.dispose())

const BOX = { x: 0.1, y: 0.2, width: 0.3, height: 0.4 }
const OUTLINE: [number, number][] = [
  [0.1, 0.2],
  [0.4, 0.2],
  [0.4, 0.6],
]

function answer(task: TaskName, result: TaskResult, input: KeepRequest['input'] = {}): KeepRequest {
  const timings = { decodeMs: 1, queueMs: 1, engineMs: 1, totalMs: 3 }
  const size = { width: 4000, height: 3000 }
  const response = {
    engine: 'florence2' as const,
    task,
    model: TEST_MODEL,
    size,
    result,
    warnings: [],
    timings,
  }
  return { id, response, input }
}
const find = (...labels: string[]) =>
  answer('open-vocabulary-detection', {
    type: 'detections',
    detections: labels.map((label) => ({ label, box: BOX, score: 0.8 })),
  })
const segment = (phrase: string) =>
  answer(
    'referring-expression-segmentation',
    { type: 'polygons', instances: [{ label: '', polygons: [OUTLINE] }] },
    { phrase },
  )
const ask = (task: TaskName, text: string) => answer(task, { type: 'text', text }, { region: BOX })
const keptOf = async () => (await test.db.images.detail(id))?.annotations.filter(({ isKept }) => isKept) ?? []

async function readAgain(): Promise<void> {
  await test.db.jobs.rerun({ ids: [id] }, 'perception')
  const [job] = await test.db.jobs.claim({ stage: 'perception', limit: 1, leaseMs: 60_000 })
  if (!job) throw new Error('There is no job to claim.')
  await test.db.jobs.commitPerception(job, {
    result: makePerception(),
    triage: makeTriage(),
    hasReasoningEngine: false,
  })
}

describe('keeping', () => {
  it('stores what a tool found with its model and task, and announces the change', async () => {
    const before = await test.db.events.lastId()
    const kept = await test.db.images.keep(segment('the red mug'))
    expect(kept).toMatchObject([
      {
        isKept: true,
        body: { type: 'mask', label: 'the red mug', polygons: [OUTLINE], score: null },
        source: {
          by: 'model',
          engine: 'florence2',
          model: TEST_MODEL,
          task: 'referring-expression-segmentation',
        },
      },
    ])
    expect(await keptOf()).toEqual(kept)
    expect((await test.db.events.after(before, 5)).map(({ body }) => body.type)).toEqual(['image.changed'])
  })

  it('keeps the parts that were chosen, each once', async () => {
    await test.db.images.keep({ ...find('mug', 'kettle', 'spoon'), which: [2] })
    await test.db.images.keep({ ...find('mug', 'kettle', 'spoon'), which: [0, 2] })
    const labels = (await keptOf()).map(({ body }) => (body.type === 'detection' ? body.label : ''))
    expect(labels).toEqual(['spoon', 'mug'])
  })

  it.each<[string, () => KeepRequest]>([
    ['an empty answer', () => ask('region-to-ocr', '')],
    ['a part that is not there', () => ({ ...find('mug'), which: [7] })],
  ])('refuses %s', async (_name, request) => {
    await expect(test.db.images.keep(request())).rejects.toMatchObject({ code: 'bad-request' })
  })

  it('refuses an image that is gone', async () => {
    await expect(test.db.images.keep({ ...find('mug'), id: 999 })).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('survives that the image is read again', async () => {
    await test.db.images.keep(segment('the red mug'))
    await test.db.images.keep(answer('more-detailed-caption', { type: 'text', text: 'Steam rises.' }))
    const kept = await keptOf()
    await readAgain()
    expect(await keptOf()).toEqual(kept)
    expect(await idsOf(test.db, 'mug')).toEqual([id])
    // The reading's own words stay in front of what was kept.
    expect((await test.db.images.detail(id))?.detailedCaption).toBe(makePerception().detailedCaption)
  })

  it('leaves the text of the picture as it was read', async () => {
    await test.db.images.keep(ask('region-to-ocr', 'BEST BEFORE 2027'))
    expect((await test.db.images.detail(id))?.text).toBe('TEA')
  })
})

describe('search', () => {
  it.each<[string, () => KeepRequest, string[]]>([
    ['a thing found by its name', () => find('red mug'), ['mug', 'object:"red mug"', 'has:objects mug']],
    ['a mask', () => segment('red mug'), ['mug', 'object:"red mug"']],
    ['the name of a region', () => ask('region-to-category', 'mug'), ['object:mug']],
    [
      'a described region',
      () => ask('region-to-description', 'a chipped mug'),
      ['chipped', 'caption:chipped'],
    ],
    [
      'what was read in a region',
      () => ask('region-to-ocr', 'BEST BEFORE'),
      ['"best before"', 'text:before'],
    ],
    [
      'a dense caption',
      () =>
        answer('dense-region-caption', {
          type: 'detections',
          detections: [{ label: 'steam over a mug', box: BOX }],
        }),
      ['steam'],
    ],
  ])('finds %s and lights it up', async (_name, request, queries) => {
    const [kept] = await test.db.images.keep(request())
    for (const query of queries) {
      const { hits } = await test.db.search.search({ query, sort: 'relevance', limit: 5, everything: false })
      expect([
        query,
        hits.map(({ image, matchedAnnotationIds }) => [image.id, matchedAnnotationIds]),
      ]).toEqual([query, [[id, [kept?.id]]]])
    }
  })

  it('shows the words in the snippet', async () => {
    await test.db.images.keep(ask('region-to-description', 'a chipped mug'))
    const { hits } = await test.db.search.search({
      query: 'chipped',
      sort: 'relevance',
      limit: 5,
      everything: false,
    })
    expect(hits[0]?.snippet?.column).toBe('detailedCaption')
    expect(hits[0]?.snippet?.parts).toContainEqual({ text: 'chipped', hit: true })
  })

  it('takes a thing that was seen in several ways for one', async () => {
    await test.db.images.keep(find('clock'))
    await test.db.images.keep(segment('clock'))
    expect(await idsOf(test.db, 'object:clock=1')).toEqual([id])
    await test.db.images.keep(
      answer('open-vocabulary-detection', {
        type: 'detections',
        detections: [{ label: 'clock', box: { ...BOX, x: 0.5 } }],
      }),
    )
    expect(await idsOf(test.db, 'object:clock=2')).toEqual([id])
  })

  it('is the same after the index was built anew', async () => {
    await test.db.images.keep(segment('red mug'))
    await test.db.search.rebuildIndex()
    expect(await idsOf(test.db, 'object:"red mug"')).toEqual([id])
  })
})

describe('dropping', () => {
  it('takes it out of the image and of the search, and an undo puts it back', async () => {
    const [kept] = await test.db.images.keep(segment('red mug'))
    const dropped = await test.db.images.dropKept(id, [kept?.id ?? 0])
    expect(dropped).toEqual([kept])
    expect([await keptOf(), await idsOf(test.db, 'mug')]).toEqual([[], []])
    await test.db.images.putBack({ id, annotations: dropped })
    expect(await keptOf()).toMatchObject([
      { body: kept?.body, source: kept?.source, createdAt: kept?.createdAt },
    ])
    expect(await idsOf(test.db, 'mug')).toEqual([id])
  })

  it('touches nothing but what was kept of that image', async () => {
    const detail = await test.db.images.detail(id)
    const ids = detail?.annotations.map((annotation) => annotation.id) ?? []
    expect(await test.db.images.dropKept(id, ids)).toEqual([])
    expect((await test.db.images.detail(id))?.annotations).toEqual(detail?.annotations)
  })
})

/** What becomes of an image when an answer is saved to it. */
import type { ImageDetail, SaveAnswerRequest, Turn } from '@vitrine/contracts'
import { TEST_MODEL } from '@vitrine/db/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type AskRoom, makeRequest, openAskRoom, readPicture } from './testing.ts'

let room: AskRoom
let imageId: number
/** Answered by a model, and by the index. */
let turn: Turn
let byIndex: Turn
beforeEach(async () => {
  room = await openAskRoom()
  imageId = await room.addPicture('mug')
  turn = await answeredTurn('gguf', TEST_MODEL)
  byIndex = await answeredTurn('index', null)
})
afterEach(() => room.close())

async function answeredTurn(engine: 'gguf' | 'index', model: Turn['model']): Promise<Turn> {
  const { conversations } = room.db
  const { id } = await conversations.ask({ ...makeRequest('What is it?'), title: 'What is it?' })
  await conversations.begin(id, engine)
  return conversations.finish(id, { state: 'done', answer: 'A mug.', model })
}

const save = (as: SaveAnswerRequest['as'], { id } = turn) =>
  room.ask.saveAnswer({ turnId: id, imageId, as }, 'Ada')
async function image(): Promise<ImageDetail> {
  const detail = await room.db.images.detail(imageId)
  if (!detail) throw new Error('The image is gone.')
  return detail
}
const find = async (query: string) => {
  const { hits } = await room.db.search.search({ query, sort: 'relevance', limit: 10, everything: false })
  return hits.map((hit) => hit.image.id)
}

it('a caption stands in front, with the person and whose answer it is from', async () => {
  await save({ type: 'caption', text: 'A blue mug.' })
  const { caption, annotations } = await image()
  expect(caption).toBe('A blue mug.')
  expect(annotations).toContainEqual(
    expect.objectContaining({
      body: { type: 'caption', text: 'A blue mug.', template: false },
      source: { by: 'person', name: 'Ada, from an answer by test-model' },
    }),
  )
  expect(await find('"blue mug"')).toEqual([imageId])
})

it.each(['caption', 'detailed-caption'] as const)(
  'a %s never takes the place of one that a person wrote',
  async (type) => {
    await room.db.images.setCaption(imageId, type, 'My own words.', 'Ben')
    await expect(save({ type, text: 'A mug.' })).rejects.toMatchObject({
      code: 'conflict',
      suggestion: expect.stringContaining('as a note'),
    })
    const { annotations } = await image()
    expect(
      annotations.filter(({ body, source }) => body.type === type && source.by === 'person'),
    ).toMatchObject([{ body: { text: 'My own words.' }, source: { name: 'Ben' } }])
  },
)

it('a caption takes the place of one that was saved from an answer before', async () => {
  await save({ type: 'caption', text: 'A mug.' })
  await save({ type: 'caption', text: 'A cup.' }, byIndex)
  expect((await image()).caption).toBe('A cup.')
})

it('a tag is put on, and putting it on again changes nothing', async () => {
  await save({ type: 'tag', name: 'Kitchen' })
  await save({ type: 'tag', name: 'kitchen' })
  expect((await image()).tags).toEqual([{ name: 'Kitchen', by: 'person' }])
})

it('a field has the model as its source, is found by its amount, and is one by its name', async () => {
  await save({ type: 'field', name: 'total', value: '20.00 €' })
  await save({ type: 'field', name: 'total', value: '€ 54.20' })
  const fields = (await image()).annotations.filter(({ body }) => body.type === 'field')
  expect(fields).toMatchObject([
    {
      body: { name: 'total', value: '€ 54.20', number: 54.2, unit: 'EUR' },
      source: { by: 'model', engine: 'gguf', model: TEST_MODEL, promptVersion: 'ask-1' },
      isKept: true,
    },
  ])
  expect(await find('field:total>50')).toEqual([imageId])
})

it('a field from an answer of the index is the word of the person who saved it', async () => {
  await save({ type: 'field', name: 'total', value: '7' }, byIndex)
  const fields = (await image()).annotations.filter(({ body }) => body.type === 'field')
  expect(fields).toMatchObject([{ source: { by: 'person', name: 'Ada, from an answer by the index' } }])
})

it('notes are added beneath what stands there, also by two at once, and say where they are from', async () => {
  await room.db.images.setNotes(imageId, 'Bought in May.')
  await Promise.all([save({ type: 'note', text: 'One.' }), save({ type: 'note', text: 'Two.' }, byIndex)])
  expect((await image()).notes.split('\n\n').sort()).toEqual([
    'Bought in May.',
    'One.\n— Ada, from an answer by test-model',
    'Two.\n— Ada, from an answer by the index',
  ])
})

it('what is saved stays when the image is read anew', async () => {
  await save({ type: 'field', name: 'total', value: '7' })
  await save({ type: 'caption', text: 'A blue mug.' })
  await room.db.jobs.rerun({ ids: [imageId] }, 'perception')
  await readPicture(room.db, { caption: 'A cup.' })
  expect((await image()).caption).toBe('A blue mug.')
  expect((await image()).annotations.map(({ body }) => body.type)).toContain('field')
})

it('fails for a turn or an image that is not there', async () => {
  await room.ask.remove(turn.conversationId)
  await expect(save({ type: 'tag', name: 'mug' })).rejects.toMatchObject({ code: 'not-found' })
  const request = { turnId: byIndex.id, imageId: imageId + 1, as: { type: 'tag', name: 'mug' } } as const
  await expect(room.ask.saveAnswer(request, 'Ada')).rejects.toMatchObject({ code: 'not-found' })
  await room.db.images.trash({ ids: [imageId] })
  await expect(save({ type: 'tag', name: 'mug' }, byIndex)).rejects.toThrow(/in the trash/)
})

/** Conversations through the API, answered by the index. */
import { AskRequest, MAX_QUESTION_CHARS, MAX_TURN_PICTURES } from '@vitrine/contracts'
import { makeNewImage } from '@vitrine/db/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi, PERSON, type TestApi } from './testing.ts'

let test: TestApi
beforeEach(() => {
  test = createTestApi()
})
afterEach(async () => {
  await test.services.ask.stop()
  await test.dispose()
})

const request = (question: string, over: Partial<AskRequest> = {}) =>
  AskRequest.parse({ conversationId: null, parentId: null, question, ...over })
async function ask(question: string, over: Partial<AskRequest> = {}) {
  const turn = await test.api.ask.send(request(question, over))
  const [last] = await watch(turn.id)
  if (!last) throw new Error('Nothing was heard of the turn.')
  return last
}
/** The states of the turn that a watcher hears of, last first. */
async function watch(turnId: number) {
  const turns = []
  for await (const event of await test.api.ask.watch({ turnId }))
    if (event.type === 'turn') turns.unshift(event.turn)
  return turns
}
const addImage = async (name: string) => (await test.db.images.create(makeNewImage(name))).id
const titles = async (search?: string) =>
  (await test.api.ask.list(search === undefined ? {} : { search })).conversations.map(({ title }) => title)
const events = async () => (await test.db.events.after(0, 1000)).map(({ body }) => body.type)

describe('a conversation', () => {
  it('begins with a question, goes on, and is there as it was said', async () => {
    const imageId = await addImage('a')
    const first = await ask('How many dogs are there?', { pictures: [{ imageId, region: null }] })
    expect(first).toMatchObject({ state: 'done', engine: 'index', answer: expect.stringMatching(/\w/) })
    const { conversationId } = first
    const next = await ask('And cats?', { conversationId, parentId: first.id })
    expect(await test.api.ask.get({ id: conversationId })).toMatchObject({
      title: 'How many dogs are there?',
      imageIds: [imageId],
      activeTurnId: next.id,
      turns: [first, next],
    })
    expect(new Set(await events())).toContain('conversation.changed')
  })

  it('is told anew, edited, and shows the branch that is chosen', async () => {
    const first = await ask('One?')
    const again = await test.api.ask.regenerate({ turnId: first.id })
    const edited = await test.api.ask.edit({ turnId: first.id, question: ' Two? ' })
    await Promise.all([watch(again.id), watch(edited.id)])
    const read = () => test.api.ask.get({ id: first.conversationId })
    expect((await read()).turns.map(({ question }) => question)).toEqual(['One?', 'One?', 'Two?'])
    await test.api.ask.selectBranch({ conversationId: first.conversationId, turnId: first.id })
    expect((await read()).activeTurnId).toBe(first.id)
    const other = await ask('Other?')
    await expect(
      test.api.ask.selectBranch({ conversationId: first.conversationId, turnId: other.id }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('is named, pinned, found, deleted and brought back', async () => {
    const first = await ask('What is in the café?')
    await ask('How many dogs?')
    const id = first.conversationId
    await test.api.ask.rename({ id, title: 'Holiday' })
    await test.api.ask.pin({ id, isPinned: true })
    expect(await titles()).toEqual(['Holiday', 'How many dogs?'])
    expect(await titles('cafe')).toEqual(['Holiday'])
    expect(await titles('nothing of it')).toEqual([])
    await test.api.ask.delete({ id })
    expect(await titles()).toEqual(['How many dogs?'])
    await expect(test.api.ask.get({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(test.api.ask.regenerate({ turnId: first.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await test.api.ask.restore({ id })
    expect(await test.api.ask.get({ id })).toMatchObject({ title: 'Holiday', isPinned: true, turns: [first] })
  })

  it('keeps the engine that was chosen, and says what can be', async () => {
    const { conversationId: id } = await ask('One?')
    await test.api.ask.chooseEngine({ id, engine: 'index' })
    expect(await test.api.ask.get({ id })).toMatchObject({ engine: 'index', model: null })
    const { engines, chosen } = await test.api.ask.engines()
    expect([engines.at(-1)?.engine, chosen]).toEqual(['index', 'index'])
  })

  it('is saved as a file', async () => {
    const { conversationId: id } = await ask('One?')
    expect(await test.api.ask.export({ id })).toMatchObject({
      fileName: 'one.md',
      mediaType: 'text/markdown',
    })
    expect(JSON.parse((await test.api.ask.export({ id, format: 'json' })).text)).toMatchObject({ id })
    await expect(test.api.ask.export({ id: id + 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('gives its answers to images, in the name of the person', async () => {
    const imageId = await addImage('a')
    const { id: turnId } = await ask('How many dogs are there?', { pictures: [{ imageId, region: null }] })
    await test.api.ask.saveAnswer({ turnId, imageId, as: { type: 'caption', text: 'No dogs.' } })
    expect((await test.db.images.detail(imageId))?.annotations).toMatchObject([
      {
        body: { text: 'No dogs.' },
        source: { by: 'person', name: `${PERSON}, from an answer by the index` },
      },
    ])
  })
})

describe('limits', () => {
  it.each([
    ['nothing', { question: '  ' }],
    ['too long a question', { question: 'x'.repeat(MAX_QUESTION_CHARS + 1) }],
    [
      'too many pictures',
      {
        question: 'One?',
        pictures: Array.from({ length: MAX_TURN_PICTURES + 1 }, (_none, index) => ({
          imageId: index + 1,
          region: null,
        })),
      },
    ],
    [
      'a part outside the picture',
      { pictures: [{ imageId: 1, region: { x: 1.5, y: 0, width: 0.5, height: 1 } }] },
    ],
    ['too long a search', { query: 'x'.repeat(2001) }],
  ])('%s is refused, and begins nothing', async (_name, over) => {
    const wrong = { conversationId: null, parentId: null, question: 'One?', ...over }
    await expect(test.api.ask.send(wrong)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect(await titles()).toEqual([])
  })

  it.each([
    ['a conversation', { conversationId: 99 }],
    ['a picture', { pictures: [{ imageId: 99, region: null }] }],
  ])('%s that is not there is refused', async (_name, over) => {
    await expect(test.api.ask.send(request('One?', over))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await titles()).toEqual([])
  })

  it('a turn that is not there cannot be watched, stopping it does nothing', async () => {
    await expect(watch(99)).rejects.toMatchObject({ message: expect.stringMatching(/not there/) })
    await test.api.ask.stop({ turnId: 99 })
  })
})

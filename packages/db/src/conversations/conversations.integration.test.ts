import { AppError, type TurnSearch } from '@vitrine/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NewTurn } from '../db.ts'
import { createTestDb, makeNewImage, TEST_MODEL, type TestDb } from '../testing.ts'

let test: TestDb
let clock = 1_000
beforeEach(() => {
  clock = 1_000
  test = createTestDb({ now: () => clock })
})
afterEach(() => test.dispose())

const ask = (overrides: Partial<NewTurn> = {}) => {
  clock += 1
  return test.db.conversations.ask({
    conversationId: null,
    parentId: null,
    question: 'What is this?',
    pictures: [],
    scope: 'pictures',
    query: null,
    title: 'What is this?',
    engine: null,
    model: null,
    ...overrides,
  })
}
const addImage = async (name: string) => (await test.db.images.create(makeNewImage(name))).id
const titles = async (search?: string) =>
  (await test.db.conversations.list({ limit: 50, ...(search ? { search } : {}) })).conversations.map(
    ({ title }) => title,
  )
const lastEvent = async () => (await test.db.events.after(0, 1000)).at(-1)?.body
const SEARCH: TurnSearch = {
  query: 'dog',
  by: 'rules',
  total: 1,
  isTotalExact: true,
  hits: [1],
  seen: 1,
}

describe('asking', () => {
  it('begins a conversation whose branch ends with the question, and says so', async () => {
    const imageId = await addImage('a')
    const region = { x: 0.1, y: 0.1, width: 0.2, height: 0.2 }
    const turn = await ask({ pictures: [{ imageId, region }] })
    expect(turn).toMatchObject({ state: 'queued', answer: '', pictures: [{ imageId, region }] })
    const conversation = await test.db.conversations.get(turn.conversationId)
    expect(conversation).toMatchObject({
      title: 'What is this?',
      activeTurnId: turn.id,
      isUnderWay: true,
      turnCount: 1,
      imageIds: [imageId],
      turns: [turn],
    })
    expect(await lastEvent()).toEqual({
      type: 'conversation.changed',
      conversationId: turn.conversationId,
    })
  })
  it('puts branches beside each other, and shows the newest', async () => {
    const first = await ask()
    const { conversationId } = first
    const second = await ask({ conversationId, parentId: first.id })
    const other = await ask({ conversationId, parentId: first.id })
    const read = () => test.db.conversations.get(conversationId)
    expect((await read())?.turns.map(({ parentId }) => parentId)).toEqual([null, first.id, first.id])
    expect((await read())?.activeTurnId).toBe(other.id)
    await test.db.conversations.setActive(conversationId, second.id)
    expect((await read())?.activeTurnId).toBe(second.id)
  })
  it('refuses a parent of another conversation, and keeps nothing', async () => {
    const first = await ask()
    const other = await ask()
    await expect(ask({ conversationId: first.conversationId, parentId: other.id })).rejects.toThrow(
      'not in this conversation',
    )
    expect((await test.db.conversations.get(first.conversationId))?.turns).toHaveLength(1)
  })
  it('refuses a picture that is in the trash, and begins no conversation', async () => {
    const imageId = await addImage('a')
    await test.db.images.trash({ ids: [imageId] })
    await expect(ask({ pictures: [{ imageId, region: null }] })).rejects.toBeInstanceOf(AppError)
    expect(await titles()).toEqual([])
  })
  it('keeps the search that a person wrote', async () => {
    const { id } = await ask({ scope: 'library', query: 'dog beach' })
    expect((await test.db.conversations.turn(id))?.query).toBe('dog beach')
  })
})

describe('answering', () => {
  it('goes from the beginning over the text to the end', async () => {
    const { id, conversationId } = await ask()
    expect(await test.db.conversations.begin(id, 'qwen2-vl')).toMatchObject({
      state: 'running',
      engine: 'qwen2-vl',
    })
    await test.db.conversations.setSearch(id, SEARCH)
    await test.db.conversations.write(id, 'A do')
    expect((await test.db.conversations.turn(id))?.turn.answer).toBe('A do')
    clock = 9_000
    const end = { state: 'done' as const, answer: 'A dog.', model: TEST_MODEL, warnings: ['Slowly.'] }
    const turn = await test.db.conversations.finish(id, end)
    expect(turn).toMatchObject({ ...end, search: SEARCH, finishedAt: 9_000, error: null })
    expect(await test.db.conversations.get(conversationId)).toMatchObject({
      isUnderWay: false,
      updatedAt: 9_000,
    })
  })
  it('leaves what is over as it is', async () => {
    const { id } = await ask()
    await test.db.conversations.finish(id, { state: 'stopped', answer: 'A' })
    await test.db.conversations.write(id, 'A dog')
    await test.db.conversations.begin(id, 'index')
    expect(await test.db.conversations.finish(id, { state: 'done', answer: 'A dog.' })).toMatchObject({
      state: 'stopped',
      answer: 'A',
      engine: null,
    })
  })
  it('is interrupted by the end of a process, with what was written', async () => {
    const { id, conversationId } = await ask()
    const done = await ask()
    await test.db.conversations.finish(done.id, { state: 'done', answer: 'Yes.' })
    await test.db.conversations.begin(id, 'gguf')
    await test.db.conversations.write(id, 'Half an ans')
    expect(await test.db.conversations.markInterrupted()).toBe(1)
    expect((await test.db.conversations.turn(id))?.turn).toMatchObject({
      state: 'interrupted',
      answer: 'Half an ans',
    })
    expect(await lastEvent()).toEqual({ type: 'conversation.changed', conversationId })
    expect(await test.db.conversations.markInterrupted()).toBe(0)
  })
  it('ends also when its conversation was deleted meanwhile', async () => {
    const { id, conversationId } = await ask()
    await test.db.conversations.remove(conversationId)
    await test.db.conversations.finish(id, { state: 'stopped', answer: 'A' })
    await test.db.conversations.restore(conversationId)
    expect((await test.db.conversations.turn(id))?.turn.state).toBe('stopped')
  })
})

describe('the history', () => {
  it('has pinned ones first, then those that were spoken in last, a page at a time', async () => {
    const asked = []
    for (const title of ['one', 'two', 'three', 'four']) asked.push(await ask({ title }))
    await test.db.conversations.setPinned(asked[1]?.conversationId ?? 0, true)
    const first = await test.db.conversations.list({ limit: 3 })
    expect(first.conversations.map(({ title }) => title)).toEqual(['two', 'four', 'three'])
    const rest = await test.db.conversations.list({ limit: 3, cursor: first.nextCursor ?? '' })
    expect(rest).toMatchObject({ conversations: [{ title: 'one' }], nextCursor: null })
  })
  it('finds words in titles, questions and answers, whatever the case and accents', async () => {
    const { id } = await ask({ title: 'Rechnung', question: 'Was kostet das Café?' })
    await test.db.conversations.finish(id, { state: 'done', answer: 'Genau 100% von ZÜRICH.' })
    await ask({ title: 'Dogs', question: 'How many?' })
    expect(await titles('zürich rechnung')).toEqual(['Rechnung'])
    expect(await titles('CAFE')).toEqual(['Rechnung'])
    expect(await titles('100%')).toEqual(['Rechnung'])
    expect(await titles('%')).toEqual(['Rechnung'])
    expect(await titles('_')).toEqual([])
    expect(await titles('dogs zürich')).toEqual([])
  })
  it('forgets what was deleted, until it is brought back', async () => {
    const { conversationId, id } = await ask()
    await test.db.conversations.remove(conversationId)
    expect(await titles()).toEqual([])
    expect(await test.db.conversations.get(conversationId)).toBeNull()
    expect(await test.db.conversations.turn(id)).toBeNull()
    await expect(test.db.conversations.rename(conversationId, 'x')).rejects.toThrow('not there any more')
    await test.db.conversations.restore(conversationId)
    expect(await titles()).toEqual(['What is this?'])
  })
  it('is purged of what was deleted long ago', async () => {
    const { conversationId } = await ask()
    const kept = await ask({ title: 'Kept' })
    await ask({ conversationId, parentId: null })
    await test.db.conversations.remove(conversationId)
    expect(await test.db.conversations.purge(clock)).toBe(0)
    expect(await test.db.conversations.purge(clock + 1)).toBe(1)
    await expect(test.db.conversations.restore(conversationId)).rejects.toThrow('gone for good')
    expect((await test.db.conversations.get(kept.conversationId))?.turns).toHaveLength(1)
  })
  it('loses a picture that is purged, but not its turn', async () => {
    const imageId = await addImage('a')
    const { conversationId } = await ask({ pictures: [{ imageId, region: null }] })
    await test.db.images.trash({ ids: [imageId] })
    expect(await test.db.conversations.get(conversationId)).toMatchObject({
      imageIds: [],
      turns: [{ pictures: [{ imageId }] }],
    })
    await test.db.images.purge({ ids: [imageId] })
    expect(await test.db.conversations.get(conversationId)).toMatchObject({ turns: [{ pictures: [] }] })
  })
  it('keeps a name that a person gave, and a choice of engine', async () => {
    const { conversationId: id } = await ask()
    await test.db.conversations.rename(id, '  Holiday ')
    await test.db.conversations.chooseEngine(id, { engine: 'gguf', model: 'a.gguf' })
    expect(await test.db.conversations.get(id)).toMatchObject({
      title: 'Holiday',
      engine: 'gguf',
      model: 'a.gguf',
    })
    await expect(test.db.conversations.rename(id, ' ')).rejects.toThrow('1 to 200 characters')
  })
})

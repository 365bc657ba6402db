/** Questions about the whole library: a search is made of them, and its hits are what is looked at. */
import type { TurnEvent } from '@vitrine/contracts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ChatSidecar, startChatSidecar } from '../testing/sidecar-process.ts'
import { SEEN_HITS } from './search-library.ts'
import { type AskRoom, openAskRoom, whole } from './testing.ts'

const CAT = {
  caption: 'A cat.',
  detailedCaption: 'A cat.',
  detections: [{ label: 'cat', box: { x: 0, y: 0, width: 0.5, height: 0.5 }, score: 0.9 }],
  textRegions: [],
}

let sidecar: ChatSidecar
let room: AskRoom
beforeAll(async () => {
  sidecar = await startChatSidecar(['gguf'])
})
afterAll(() => sidecar.kill())
beforeEach(async () => {
  room = await openAskRoom([sidecar.url])
})
afterEach(() => room.close())

const LIBRARY = { scope: 'library' } as const
const sizesIn = (answer: string) => [...answer.matchAll(/(\d+)×10/g)].map(([, width]) => Number(width))

describe('a question about the library', () => {
  it('is put to the search by the model, and the hits are the pictures that it then looks at', async () => {
    const dog = await room.addPicture('dog')
    await room.addPicture('cat', CAT)
    const turn = await room.answered('object:dog', LIBRARY)
    expect(turn).toMatchObject({ state: 'done', answer: 'object:dog', engine: 'gguf', pictures: [] })
    expect(turn.search).toMatchObject({
      query: 'object:dog',
      by: 'model',
      total: 1,
      isTotalExact: true,
      hits: [dog],
      seen: 1,
    })
    expect(turn.usage?.imageTokens).toBe(1)
  })

  it('is searched by rules where the model makes nothing of it', async () => {
    await room.addPicture('dog')
    const cat = await room.addPicture('cat', CAT)
    // The engine says the question back: as a search it finds nothing.
    const turn = await room.answered('Which cats are there?', LIBRARY)
    expect(turn.search).toMatchObject({ by: 'rules', hits: [cat] })
  })

  it('keeps its hits when the engine then fails', async () => {
    const cat = await room.addPicture('cat', CAT)
    const turn = await room.answered('fill;cat', LIBRARY)
    expect(turn).toMatchObject({ state: 'failed', error: { code: 'out-of-memory' }, search: { by: 'rules' } })
    const again = await room.ended(await room.ask.edit(turn.id, { question: 'cat' }))
    expect(again).toMatchObject({ state: 'done', search: { hits: [cat] } })
  })

  it('is searched with the words that a person wrote, in the language of the search box', async () => {
    const dog = await room.addPicture('dog')
    await room.addPicture('cat', CAT)
    const turn = await room.answered('echo', { ...LIBRARY, query: 'object:dog' })
    expect(turn.search).toMatchObject({ query: 'object:dog', hits: [dog] })
    expect(sizesIn(turn.answer)).toEqual([21])
    const again = await room.ended(await room.ask.regenerate(turn.id, {}))
    expect(again.search).toEqual(turn.search)
    const edited = await room.ended(await room.ask.edit(turn.id, { question: 'cat' }))
    expect(edited).toMatchObject({ scope: 'library', search: { total: 1 } })
    expect(edited.search?.query).not.toContain('dog')
  })

  it('looks at the first few hits, and knows the others by what was read of them', async () => {
    for (let index = 0; index < SEEN_HITS + 3; index += 1) await room.addPicture(`dog ${index}`)
    const turn = await room.answered('echo', { ...LIBRARY, query: 'object:dog' })
    expect(turn.search).toMatchObject({ total: SEEN_HITS + 3, seen: SEEN_HITS })
    expect(turn.search?.hits).toHaveLength(SEEN_HITS + 3)
    expect(turn.usage?.imageTokens).toBe(SEEN_HITS)
  })

  it('is answered also when nothing is found', async () => {
    await room.addPicture('dog')
    const turn = await room.answered('echo', { ...LIBRARY, query: 'object:zebra' })
    expect(turn).toMatchObject({ state: 'done', search: { total: 0, hits: [], seen: 0 } })
    expect(turn.usage?.imageTokens).toBe(0)
  })

  it('shows its hits before the answer, and says that it searches', async () => {
    const dog = await room.addPicture('dog')
    const turn = await room.send('Found.', { ...LIBRARY, query: 'object:dog' })
    const events: TurnEvent[] = []
    for await (const event of room.ask.watch(turn.id, AbortSignal.timeout(60_000))) events.push(event)
    const shown = events.findIndex((event) => event.type === 'turn' && event.turn.search?.hits[0] === dog)
    const spoken = events.findIndex(
      (event) => event.type === 'text' || (event.type === 'turn' && event.turn.answer !== ''),
    )
    expect(shown).toBeGreaterThan(-1)
    expect(shown).toBeLessThan(spoken)
  })

  it('leaves its hits in the conversation: a follow-up looks at them, too', async () => {
    await room.addPicture('dog')
    const turn = await room.answered('Found.', { ...LIBRARY, query: 'object:dog' })
    const next = await room.ended(await room.follow(turn, 'echo'))
    expect(sizesIn(next.answer)).toEqual([21])
  })

  it('may bring pictures of its own to compare with', async () => {
    await room.addPicture('dog')
    const cat = await room.addPicture('cat', CAT)
    const turn = await room.answered('echo', {
      ...LIBRARY,
      query: 'object:dog',
      pictures: [whole(cat)],
    })
    expect(sizesIn(turn.answer).sort()).toEqual([21, 22])
  })
})

describe('without a model', () => {
  it('the index searches and answers, with the hits it counts', async () => {
    const alone = await openAskRoom()
    try {
      const dog = await alone.addPicture('dog')
      await alone.addPicture('cat', CAT)
      const turn = await alone.answered('How many pictures of dogs are there?', LIBRARY)
      expect(turn).toMatchObject({
        state: 'done',
        engine: 'index',
        search: { by: 'rules', hits: [dog], total: 1 },
      })
      expect(turn.answer).toMatch(/one|1/i)
    } finally {
      await alone.close()
    }
  })
})

/** Conversations from the question to the end, over a real sidecar whose engines do what the question says. */
import type { Turn, TurnEvent } from '@vitrine/contracts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ChatSidecar, startChatSidecar } from '../testing/sidecar-process.ts'
import { type AskRoom, apply, openAskRoom, whole } from './testing.ts'

let sidecar: ChatSidecar
let room: AskRoom
beforeAll(async () => {
  sidecar = await startChatSidecar(['gguf', 'qwen2-vl'])
})
afterAll(() => sidecar.kill())
beforeEach(async () => {
  sidecar.closeGate()
  room = await openAskRoom([sidecar.url])
})
afterEach(() => room.close())

const conversationOf = async ({ conversationId }: Turn) => {
  const conversation = await room.db.conversations.get(conversationId)
  if (!conversation) throw new Error('The conversation is gone.')
  return conversation
}
/** File names are what pictures are asked by here; the engine echoes their sizes. */
const sizesIn = (answer: string) => [...answer.matchAll(/(\d+)×10/g)].map(([, width]) => Number(width))

describe('a question', () => {
  it('begins a conversation, is answered by the best engine, and is kept with model and usage', async () => {
    const turn = await room.send('Hello;, you;.')
    expect(turn).toMatchObject({ state: 'queued', answer: '', parentId: null })
    const end = await room.ended(turn)
    expect(end).toMatchObject({
      state: 'done',
      answer: 'Hello, you.',
      engine: 'gguf',
      model: { id: 'scripted' },
      usage: { promptTokens: 3, completionTokens: 3 },
      error: null,
    })
    expect(await conversationOf(turn)).toMatchObject({
      title: 'Hello;, you;.',
      activeTurnId: turn.id,
      isUnderWay: false,
      turns: [end],
    })
  })

  it('brings its pictures to the engine, in their order, each once', async () => {
    const [first, second] = [await room.addPicture('first'), await room.addPicture('second')]
    const region = { x: 0.1, y: 0.1, width: 0.5, height: 0.5 }
    const pictures = [whole(second), whole(first), { imageId: second, region }]
    const { answer, usage } = await room.answered('echo', { pictures })
    expect(answer).toMatch(/^2 messages, /)
    expect(sizesIn(answer)).toEqual([22, 21])
    expect(usage?.imageTokens).toBe(2)
  })

  it('cites the pictures that its answer calls by number, and no others', async () => {
    const [first, second] = [await room.addPicture('first'), await room.addPicture('second')]
    const { citations } = await room.answered('As [2] shows, not [3].', {
      pictures: [whole(first), whole(second)],
    })
    expect(citations).toEqual([
      { number: 2, imageId: second, annotationId: null, box: null, text: 'A dog on a beach.' },
    ])
  })
})

describe('a follow-up', () => {
  it('has the earlier turns and their pictures with it, and those that it adds', async () => {
    const [first, second] = [await room.addPicture('first'), await room.addPicture('second')]
    const turn = await room.answered('One.', { pictures: [whole(first)] })
    const next = await room.ended(await room.follow(turn, 'echo', { pictures: [whole(second)] }))
    expect(next.answer).toMatch(/^4 messages, /)
    expect(sizesIn(next.answer)).toEqual([21, 22])
    expect(next.pictures).toEqual([whole(second)])
    const last = await room.ended(await room.follow(next, 'echo'))
    expect(last.answer).toMatch(/^6 messages, /)
    expect(sizesIn(last.answer)).toEqual([21, 22])
  })

  it('that comes while the turn before it is being answered waits for it, and can be stopped meanwhile', async () => {
    const turn = await room.send('Half, ;gate;and whole.')
    await room.said(turn, 'Half, ')
    const next = await room.follow(turn, 'echo')
    const other = await room.follow(turn, 'Other.')
    const first = await room.ask.watch(next.id, AbortSignal.timeout(60_000))[Symbol.asyncIterator]().next()
    expect(first.value).toMatchObject({ type: 'turn', turn: { state: 'queued' } })
    await room.ask.stopTurn(other.id)
    expect(await room.ended(other)).toMatchObject({ state: 'stopped', answer: '', engine: null })
    sidecar.openGate()
    expect(await room.ended(next)).toMatchObject({ state: 'done', answer: '4 messages, ' })
    const { turn: before } = (await room.db.conversations.turn(turn.id)) ?? {}
    expect(before?.answer).toBe('Half, and whole.')
    expect(before?.finishedAt ?? Infinity).toBeLessThanOrEqual((await room.ended(next)).finishedAt ?? 0)
  })

  it('knows its own branch only', async () => {
    const turn = await room.answered('One.')
    const left = await room.ended(await room.follow(turn, 'Left.'))
    await room.ended(await room.follow(turn, 'Right.'))
    const next = await room.ended(await room.follow(left, 'echo'))
    expect(next.answer).toMatch(/^6 messages, /)
  })

  it('goes on when a picture of an earlier turn is in the bin, and when it is gone for good', async () => {
    const [first, second] = [await room.addPicture('first'), await room.addPicture('second')]
    const turn = await room.answered('One.', { pictures: [whole(first), whole(second)] })
    await room.db.images.trash({ ids: [first] })
    const next = await room.ended(await room.follow(turn, 'echo'))
    expect(next.state).toBe('done')
    expect(sizesIn(next.answer)).toEqual([22])
    await room.db.images.purge({ ids: [first] })
    const last = await room.ended(await room.follow(next, 'echo'))
    expect(sizesIn(last.answer)).toEqual([22])
  })

  it('does without the file of an earlier picture that is gone, and says so', async () => {
    const [first, second] = [await room.addPicture('first'), await room.addPicture('second')]
    const turn = await room.answered('One.', { pictures: [whole(first), whole(second)] })
    const stored = await room.db.images.bytes(first, 'original')
    await room.gallery.blobs.remove(stored?.sha256 ?? '')
    const next = await room.ended(await room.follow(turn, 'echo'))
    expect(next).toMatchObject({ state: 'done', warnings: [expect.stringContaining('is gone')] })
    expect(sizesIn(next.answer)).toEqual([22])
  })

  it('says what to do when the file of a picture is gone', async () => {
    const id = await room.addPicture('lost')
    const stored = await room.db.images.bytes(id, 'original')
    await room.gallery.blobs.remove(stored?.sha256 ?? '')
    const end = await room.answered('echo', { pictures: [whole(id)] })
    expect(end).toMatchObject({ state: 'failed', error: { code: 'not-found' } })
    expect(end.error?.suggestion).toMatch(/upload it/i)
  })
})

describe('an answer under way', () => {
  it('is stopped with what is written, and stays so', async () => {
    const turn = await room.send('write')
    await room.said(turn, 'xx')
    await room.ask.stopTurn(turn.id)
    const end = await room.ended(turn)
    expect(end).toMatchObject({ state: 'stopped', error: null, model: { id: 'scripted' } })
    expect(end.answer).toMatch(/^x+$/)
    await room.ask.stopTurn(turn.id)
    expect(await room.ended(turn)).toEqual(end)
    const next = await room.ended(await room.follow(end, 'echo'))
    expect(next.answer).toMatch(/^4 messages/)
  })

  it('is stopped before it has begun, without a word', async () => {
    const [one, two] = [await room.send('gate'), await room.send('gate')]
    const third = await room.send('Said.')
    await room.ask.stopTurn(third.id)
    expect(await room.ended(third)).toMatchObject({ state: 'stopped', answer: '' })
    await Promise.all([one, two].map(({ id }) => room.ask.stopTurn(id)))
  })

  it('tells who comes later the text so far, and then the rest, each piece once', async () => {
    const turn = await room.send('Half, ;gate;and whole.')
    await room.said(turn, 'Half, ')
    const late: TurnEvent[] = []
    for await (const event of room.ask.watch(turn.id, AbortSignal.timeout(60_000))) {
      late.push(event)
      sidecar.openGate()
    }
    expect(late[0]).toMatchObject({ type: 'turn', turn: { answer: 'Half, ', state: 'running' } })
    expect(late.filter(({ type }) => type === 'text')).toEqual([
      { type: 'text', offset: 6, text: 'and whole.' },
    ])
    expect(late.at(-1)).toMatchObject({ type: 'turn', turn: { state: 'done', answer: 'Half, and whole.' } })
  })

  it('is written whoever watches: nobody, one who leaves, twenty at once', async () => {
    const turn = await room.send('Half, ;gate;and whole.')
    await room.said(turn, 'Half, ')
    const watchers = Array.from({ length: 20 }, async () => {
      let seen: Turn | null = null
      for await (const event of room.ask.watch(turn.id, AbortSignal.timeout(60_000)))
        seen = apply(seen, event)
      return seen
    })
    sidecar.openGate()
    for (const seen of await Promise.all(watchers))
      expect(seen).toMatchObject({ state: 'done', answer: 'Half, and whole.' })
    const alone = await room.send('Alone.')
    await room.ended(alone)
    expect((await room.db.conversations.turn(alone.id))?.turn.answer).toBe('Alone.')
  })

  it('waits its turn, and says so', async () => {
    const held = [await room.send('gate'), await room.send('gate')]
    const turn = await room.send('Third.')
    const steps: string[] = []
    for await (const event of room.ask.watch(turn.id, AbortSignal.timeout(60_000))) {
      if (event.type === 'progress') steps.push(event.progress.step)
      if (steps.includes('waiting')) sidecar.openGate()
    }
    expect(steps[0]).toBe('waiting')
    expect(await Promise.all(held.map(room.ended))).toMatchObject([{ state: 'done' }, { state: 'done' }])
  })

  it('ends when its conversation is deleted', async () => {
    const turn = await room.send('write')
    await room.said(turn, 'xx')
    await room.ask.remove(turn.conversationId)
    await room.db.conversations.restore(turn.conversationId)
    expect((await room.db.conversations.turn(turn.id))?.turn.state).toBe('stopped')
  })
})

describe('branches', () => {
  it('regenerate tells the same anew beside it, by another engine where one is named', async () => {
    const id = await room.addPicture('first')
    const turn = await room.answered('echo', { pictures: [whole(id)] })
    const again = await room.ended(await room.ask.regenerate(turn.id, { engine: 'qwen2-vl' }))
    expect(again).toMatchObject({
      parentId: turn.parentId,
      question: turn.question,
      pictures: turn.pictures,
      answer: turn.answer,
      engine: 'qwen2-vl',
    })
    const { turns, activeTurnId, engine } = await conversationOf(turn)
    expect(turns.map((one) => one.id)).toEqual([turn.id, again.id])
    expect({ activeTurnId, engine }).toEqual({ activeTurnId: again.id, engine: null })
  })

  it('regenerate leaves out a picture that went to the bin meanwhile', async () => {
    const [first, second] = [await room.addPicture('first'), await room.addPicture('second')]
    const turn = await room.answered('echo', { pictures: [whole(first), whole(second)] })
    await room.db.images.trash({ ids: [first] })
    const again = await room.ended(await room.ask.regenerate(turn.id, {}))
    expect(again).toMatchObject({ state: 'done', pictures: [whole(second)] })
  })

  it('edit asks another question in its place, with its pictures or with others', async () => {
    const [first, second] = [await room.addPicture('first'), await room.addPicture('second')]
    const root = await room.answered('Root.')
    const turn = await room.ended(await room.follow(root, 'Old.', { pictures: [whole(first)] }))
    const edited = await room.ended(await room.ask.edit(turn.id, { question: 'echo' }))
    expect(edited).toMatchObject({ parentId: root.id, pictures: [whole(first)] })
    expect(edited.answer).toMatch(/^4 messages/)
    const other = await room.ended(
      await room.ask.edit(turn.id, { question: 'echo', pictures: [whole(second)] }),
    )
    expect(sizesIn(other.answer)).toEqual([22])
    expect((await conversationOf(turn)).turns).toHaveLength(4)
  })

  it('a branch that is shown again goes on from its own last turn', async () => {
    const turn = await room.answered('Left.')
    await room.ended(await room.ask.edit(turn.id, { question: 'Right.' }))
    await room.db.conversations.setActive(turn.conversationId, turn.id)
    expect((await conversationOf(turn)).activeTurnId).toBe(turn.id)
    const { text } = await room.ask.export(turn.conversationId, 'md')
    expect(text).toContain('Left.')
    expect(text).not.toContain('Right.')
  })

  it('two people who ask after the same turn at once are both answered, beside each other', async () => {
    const turn = await room.answered('Root.')
    const asked = await Promise.all([room.follow(turn, 'Ada.'), room.follow(turn, 'Ben.')])
    const ends = await Promise.all(asked.map(room.ended))
    expect(ends.map(({ answer, parentId }) => [answer, parentId])).toEqual([
      ['Ada.', turn.id],
      ['Ben.', turn.id],
    ])
    expect((await conversationOf(turn)).turns).toHaveLength(3)
  })
})

describe('the engine of a conversation', () => {
  it('is chosen for the turns to come, and for this conversation only', async () => {
    const turn = await room.answered('One.')
    const { conversationId } = turn
    await room.db.conversations.chooseEngine(conversationId, { engine: 'qwen2-vl', model: null })
    const next = await room.ended(await room.follow(turn, 'echo'))
    expect(next).toMatchObject({ engine: 'qwen2-vl', answer: '4 messages, ' })
    await room.db.conversations.chooseEngine(conversationId, { engine: 'index', model: null })
    expect(await room.ended(await room.follow(next, 'How many dogs?'))).toMatchObject({
      engine: 'index',
      state: 'done',
      model: null,
    })
    expect(await room.answered('Another.')).toMatchObject({ engine: 'gguf' })
  })

  it('may be chosen with the first question', async () => {
    const turn = await room.answered('One.', { engine: 'qwen2-vl' })
    expect(turn.engine).toBe('qwen2-vl')
    expect((await room.ended(await room.follow(turn, 'Two.'))).engine).toBe('qwen2-vl')
  })

  it('is offered with what is present, the best chosen', async () => {
    const { engines, chosen } = await room.ask.engines()
    expect(chosen).toBe('gguf')
    expect(engines.map(({ engine, state }) => [engine, state])).toEqual([
      ['openai', 'absent'],
      ['gguf', 'ready'],
      ['qwen2-vl', 'ready'],
      ['index', 'ready'],
    ])
  })
})

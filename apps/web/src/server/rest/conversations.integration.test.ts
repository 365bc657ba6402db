/** Conversations over the public face, answered by a real sidecar whose engine does what the question says. */
import {
  Conversation,
  ConversationListResponse,
  MAX_QUESTION_CHARS,
  Turn,
  TurnEvent,
  WireError,
} from '@vitrine/contracts'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type AskRoom, openAskRoom, watchUntil, whole } from '../ask/testing.ts'
import { createTestRestApp } from '../testing/rest.ts'
import { type ChatSidecar, startChatSidecar } from '../testing/sidecar-process.ts'

let sidecar: ChatSidecar
let room: AskRoom
let app: ReturnType<typeof createTestRestApp>
beforeAll(async () => {
  sidecar = await startChatSidecar(['gguf'])
})
afterAll(() => sidecar.kill())
beforeEach(async () => {
  sidecar.closeGate()
  room = await openAskRoom([sidecar.url])
  app = createTestRestApp(room.db, { ask: room.ask })
})
afterEach(() => room.close())

const call = (method: string, path: string, body?: unknown) =>
  app.request(`/api/v1/conversations${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })

/** The events of an answer, as they come; leaving early hangs up. */
async function* eventsOf(response: Response): AsyncGenerator<TurnEvent> {
  if (!response.body) throw new Error('The answer has no body.')
  const messages = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
  const reader = messages.getReader()
  try {
    for (;;) {
      const next = await reader.read()
      if (next.done) return
      yield TurnEvent.parse(JSON.parse(next.value.data))
    }
  } finally {
    await reader.cancel()
  }
}
async function lastTurn(response: Response): Promise<Turn> {
  let last: Turn | null = null
  for await (const event of eventsOf(response)) if (event.type === 'turn') last = event.turn
  return Turn.parse(last)
}
const ask = async (body: object, path = '') => {
  const response = await call('POST', path, { stream: false, ...body })
  expect(response.status).toBe(200)
  return Turn.parse(await response.json())
}
const read = async (id: number) => Conversation.parse(await (await call('GET', `/${id}`)).json())
const codeOf = async (response: Response) => WireError.parse(await response.json()).error.code

describe('asking', () => {
  it('streams the answer as events, the last of which has it as it is kept', async () => {
    const imageId = await room.addPicture('dog')
    const response = await call('POST', '', { question: 'One ;two.', pictures: [{ imageId }] })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const events: TurnEvent[] = []
    for await (const event of eventsOf(response)) events.push(event)
    expect(events[0]).toMatchObject({
      type: 'turn',
      turn: { question: 'One ;two.', pictures: [whole(imageId)] },
    })
    const last = events.at(-1)
    expect(last).toMatchObject({ type: 'turn', turn: { state: 'done', answer: 'One two.', engine: 'gguf' } })
    const id = last?.type === 'turn' ? last.turn.conversationId : 0
    expect(await read(id)).toMatchObject({ title: 'One ;two.', turns: [{ answer: 'One two.' }] })
  })

  it('answers with the turn once it is over, where no stream is wanted', async () => {
    const turn = await ask({ question: 'One.', engine: 'index' })
    expect(turn).toMatchObject({ state: 'done', engine: 'index' })
  })

  it('goes on after the last turn that is shown, after any other, or beside the first', async () => {
    const first = await ask({ question: 'One.' })
    const turns = `/${first.conversationId}/turns`
    const second = await ask({ question: 'Two.' }, turns)
    const branch = await ask({ question: 'Three.', parentId: first.id }, turns)
    const beside = await ask({ question: 'Four.', parentId: null }, turns)
    expect([second, branch, beside].map(({ parentId }) => parentId)).toEqual([first.id, first.id, null])
    const streamed = await lastTurn(await call('POST', turns, { question: 'echo' }))
    expect(streamed).toMatchObject({ parentId: beside.id, answer: '4 messages, ' })
  })

  it('asks the library, and the turn has its hits', async () => {
    const dog = await room.addPicture('dog')
    const turn = await ask({ question: 'One.', scope: 'library', query: 'object:dog' })
    expect(turn.search).toMatchObject({ hits: [dog], total: 1 })
  })

  it.each([
    ['no question', {}, 'bad-request'],
    ['too long a question', { question: 'x'.repeat(MAX_QUESTION_CHARS + 1) }, 'bad-request'],
    ['an engine nobody knows', { question: 'One.', engine: 'oracle' }, 'bad-request'],
    ['a picture that is not there', { question: 'One.', pictures: [{ imageId: 99 }] }, 'not-found'],
  ])('refuses %s', async (_name, body, code) => {
    expect(await codeOf(await call('POST', '', body))).toBe(code)
    expect(await codeOf(await call('POST', '/99/turns', { question: 'One.' }))).toBe('not-found')
  })

  it('is not for pages of other sites', async () => {
    const response = await app.request('/api/v1/conversations', {
      method: 'POST',
      body: JSON.stringify({ question: 'One.' }),
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
    })
    expect(await codeOf(response)).toBe('unauthorized')
  })
})

describe('an answer under way', () => {
  it('is written though its reader hangs up, and can be listened to again', async () => {
    const events = eventsOf(await call('POST', '', { question: 'Half, ;gate;and whole.' }))
    const first = (await events.next()).value
    const turn = first?.type === 'turn' ? first.turn : null
    if (!turn) throw new Error('The first event is not the turn.')
    await room.said(turn, 'Half, ')
    await events.return(undefined)
    const again = eventsOf(await call('GET', `/${turn.conversationId}/turns/${turn.id}/events`))
    expect((await again.next()).value).toMatchObject({ type: 'turn', turn: { answer: 'Half, ' } })
    await again.return(undefined)
    sidecar.openGate()
    expect((await room.ended(turn)).answer).toBe('Half, and whole.')
  })

  it('is stopped with what is written', async () => {
    const turn = await room.send('write')
    await room.said(turn, 'xx')
    const stop = `/${turn.conversationId}/turns/${turn.id}/stop`
    const stopped = Turn.parse(await (await call('POST', stop)).json())
    expect(stopped).toMatchObject({ id: turn.id, state: 'stopped', answer: expect.stringMatching(/^xx+$/) })
    expect(Turn.parse(await (await call('POST', stop)).json())).toEqual(stopped)
  })

  it('belongs to its conversation', async () => {
    const turn = await room.answered('One.')
    for (const [method, what] of [
      ['GET', 'events'],
      ['POST', 'stop'],
    ] as const)
      expect(await codeOf(await call(method, `/99/turns/${turn.id}/${what}`))).toBe('not-found')
  })
})

describe('the history', () => {
  it('is a list, by words and page by page', async () => {
    for (const question of ['Dogs?', 'Cats?', 'Cows?']) await ask({ question, engine: 'index' })
    const list = async (query: string) =>
      ConversationListResponse.parse(await (await call('GET', query)).json())
    const first = await list('?limit=2')
    expect(first.conversations.map(({ title }) => title)).toEqual(['Cows?', 'Cats?'])
    const rest = await list(`?limit=2&cursor=${first.nextCursor}`)
    expect(rest.conversations.map(({ title }) => title)).toEqual(['Dogs?'])
    expect((await list('?q=cat')).conversations.map(({ title }) => title)).toEqual(['Cats?'])
  })

  it('loses what is deleted, with what is under way in it, and brings it back', async () => {
    const turn = await room.send('write')
    await room.said(turn, 'xx')
    const { conversationId: id } = turn
    expect((await call('DELETE', `/${id}`)).status).toBe(204)
    expect(await codeOf(await call('GET', `/${id}`))).toBe('not-found')
    expect(await codeOf(await call('DELETE', `/${id}`))).toBe('not-found')
    const restored = Conversation.parse(await (await call('POST', `/${id}/restore`)).json())
    expect(restored).toMatchObject({ id, isUnderWay: false, turns: [{ state: 'stopped' }] })
    await watchUntil(room.ask, turn, ({ state }) => state === 'stopped')
  })

  it('is saved as Markdown or JSON, under the title', async () => {
    const { conversationId: id } = await ask({ question: 'Größe?', engine: 'index' })
    const markdown = await call('GET', `/${id}/export.md`)
    expect(markdown.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
    expect(markdown.headers.get('content-disposition')).toBe(
      "attachment; filename*=UTF-8''gr%C3%B6%C3%9Fe.md",
    )
    expect(await markdown.text()).toMatch(/^# Größe\?/)
    const json = await call('GET', `/${id}/export.json`)
    expect(Conversation.parse(await json.json())).toEqual(await read(id))
    expect(await codeOf(await call('GET', '/99/export.md'))).toBe('not-found')
  })
})

it('all of it is described', async () => {
  const document = await (await app.request('/api/v1/openapi.json')).json()
  expect(Object.keys(document.paths).filter((path) => path.includes('conversations'))).toHaveLength(8)
  expect(document.components.schemas).toHaveProperty('TurnEvent')
})

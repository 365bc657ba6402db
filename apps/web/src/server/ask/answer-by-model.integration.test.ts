/** How an answer by a model comes about, over an engine that does as it is told. */
import { AppError, type ChatRequest, type Turn } from '@vitrine/contracts'
import { createTestDb, makeNewImage, TEST_MODEL } from '@vitrine/db/testing'
import { afterEach, describe, expect, it } from 'vitest'
import type { ChatStep } from '../inference/inference.ts'
import { createIndexAsk } from '../testing/ask.ts'
import { createModelsDouble } from '../testing/models.ts'
import { makeHealth } from '../testing/sidecar-health.ts'
import { REQUEST_LIMITS } from './request-limits.ts'
import { makeRequest, watchUntil, whole } from './testing.ts'

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
const STARTED: ChatStep = { type: 'started', engine: 'gguf', model: TEST_MODEL }
const DONE: ChatStep = {
  type: 'done',
  engine: 'gguf',
  model: TEST_MODEL,
  finish: 'stop',
  usage: USAGE,
  warnings: [],
}
const TOO_LARGE = new AppError('too-large', 'This conversation is too long.')

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

/** Asks an engine that answers each request by `play`. */
function open(play: (request: ChatRequest) => Iterable<ChatStep | AppError>) {
  const { db, dispose } = createTestDb()
  const requests: ChatRequest[] = []
  const { engines } = makeHealth([{ engine: 'gguf', stages: ['reasoning'] }])
  const ask = createIndexAsk(db, {
    readBlob: async () => new Uint8Array([1]),
    inference: {
      management: createModelsDouble(),
      refresh: async () => {},
      chatEngines: () => engines,
      async *chat(request): AsyncGenerator<ChatStep> {
        requests.push(request)
        for (const step of play(request)) {
          if (step instanceof AppError) throw step
          yield step
        }
      },
    },
  })
  cleanUps.push(dispose, ask.stop)
  const answered = async (over: Parameters<typeof makeRequest>[1] = {}): Promise<Turn> => {
    const turn = await ask.send(makeRequest('What is it?', over))
    return watchUntil(ask, turn, ({ state }) => state !== 'queued' && state !== 'running')
  }
  return { db, requests, answered }
}

describe('a question that is too much for the model', () => {
  it('is asked with less and less, until it is taken, and the turn says so', async () => {
    const { db, requests, answered } = open(({ maxPixels = 0 }) =>
      maxPixels > (REQUEST_LIMITS.at(2)?.maxPixels ?? 0)
        ? [TOO_LARGE]
        : [STARTED, { type: 'text', text: 'A mug.' }, DONE],
    )
    const { id } = await db.images.create(makeNewImage('mug'))
    const turn = await answered({ pictures: [whole(id)] })
    expect(turn).toMatchObject({
      state: 'done',
      answer: 'A mug.',
      warnings: [expect.stringContaining('smaller')],
    })
    expect(requests.map(({ maxPixels }) => maxPixels)).toEqual(
      REQUEST_LIMITS.slice(0, 3).map(({ maxPixels }) => maxPixels),
    )
  })

  it('fails when it never is', async () => {
    const { requests, answered } = open(() => [TOO_LARGE])
    expect(await answered()).toMatchObject({ state: 'failed', error: { code: 'too-large' } })
    expect(requests).toHaveLength(REQUEST_LIMITS.length)
  })

  it('is not asked again once something was said', async () => {
    const { requests, answered } = open(() => [STARTED, { type: 'text', text: 'A' }, TOO_LARGE])
    expect(await answered()).toMatchObject({ state: 'failed', answer: 'A', error: { code: 'too-large' } })
    expect(requests).toHaveLength(1)
  })
})

describe('an answer', () => {
  it('that was cut off at its greatest length says so', async () => {
    const { requests, answered } = open(() => [
      STARTED,
      { type: 'text', text: 'A long' },
      { ...DONE, finish: 'length', warnings: ['Slowly.'] },
    ])
    const { warnings, state } = await answered()
    expect(state).toBe('done')
    expect(warnings).toEqual(['Slowly.', expect.stringContaining('cut off')])
    expect(requests[0]?.maxTokens).toBeGreaterThan(1024)
  })

  it('that ends without an end has failed', async () => {
    const { answered } = open(() => [STARTED, { type: 'text', text: 'A' }])
    expect(await answered()).toMatchObject({
      state: 'failed',
      answer: 'A',
      model: TEST_MODEL,
      error: { code: 'sidecar-unreachable' },
    })
  })

  it('names the engine and the model that were chosen, and the conversation for its cache', async () => {
    const { requests, answered } = open(() => [STARTED, DONE])
    const { conversationId } = await answered({ engine: 'gguf', model: 'a.gguf' })
    expect(requests[0]).toMatchObject({
      engine: 'gguf',
      model: 'a.gguf',
      conversation: String(conversationId),
    })
  })

  it('is by the model that is in use where no engine was chosen', async () => {
    const { requests, answered } = open(() => [STARTED, DONE])
    await answered({ model: 'a.gguf' })
    expect(requests[0]).not.toHaveProperty('model')
  })
})

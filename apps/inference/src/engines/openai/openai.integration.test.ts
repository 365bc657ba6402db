/** The engine against real HTTP servers that behave, and misbehave, as model servers do. */
import type { AppError, TriageReason } from '@vitrine/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import type { DecodedImage } from '../../image/image.ts'
import { eventually } from '../../testing/eventually.ts'
import { type FakeModelServer, PLAIN_ANSWER, startFakeModelServer } from '../../testing/fake-model-server.ts'
import { startFakeProxy } from '../../testing/fake-proxy.ts'
import type { Engine } from '../engine.ts'
import { perceived } from '../reasoning/testing.ts'
import { createOpenaiEngine, type OpenaiEngineOptions } from './index.ts'

const never = new AbortController().signal
const servers: FakeModelServer[] = []
const engines: Engine[] = []

afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.dispose()
  for (const server of servers.splice(0)) {
    await server.close()
    expect(server.problems).toEqual([])
  }
})

async function serve(given: Partial<FakeModelServer> = {}): Promise<FakeModelServer> {
  const server = await startFakeModelServer(given)
  servers.push(server)
  return server
}

async function open(
  urls: string | string[],
  more: Partial<OpenaiEngineOptions['servers']> & Pick<OpenaiEngineOptions, 'waits'> = {},
): Promise<Engine> {
  const { waits, ...settings } = more
  const engine = await createOpenaiEngine({
    servers: { urls: [urls].flat(), ...settings },
    ...(waits ? { waits } : {}),
  })
  engines.push(engine)
  return engine
}

const grey = (width: number, height: number): DecodedImage => ({
  size: { width, height },
  pixels: Buffer.alloc(width * height * 3, 120),
  warnings: [],
})

function read(
  engine: Engine,
  { signal = never, image = grey(64, 48), reasons = ['many-objects'] }: Reading = {},
) {
  if (!engine.reason) throw new Error('The engine does not read.')
  return engine.reason(image, { reasons, perception: perceived() }, signal)
}
interface Reading {
  signal?: AbortSignal
  image?: DecodedImage
  reasons?: TriageReason[]
}

async function failureOf(engine: Engine, reading: Reading = {}): Promise<AppError> {
  return read(engine, reading).then(
    () => expect.unreachable('It should have failed.'),
    (error: AppError) => error,
  )
}

const RECEIPT = {
  reading: 'A receipt of a kiosk, zwei Äpfel for 1.234,50 €.',
  fields: [
    { name: 'total', value: '1.234,50 €', unit: 'EUR' },
    { name: 'merchant', value: 'Kiosk', unit: null },
  ],
  tables: [{ title: '', columns: ['item', 'amount'], rows: [['Äpfel', '1.234,50']] }],
}

describe('a deep reading', () => {
  it('sends the picture with what was seen, and brings back what the model wrote', async () => {
    const server = await serve()
    const engine = await open(server.url)
    expect(engine).toMatchObject({
      device: 'remote',
      models: [{ model: { id: 'Qwen/Qwen2.5-VL-7B-Instruct', revision: 'vllm 0.11.0', dtype: 'none' } }],
    })
    expect(await read(engine)).toEqual({
      model: { id: 'Qwen/Qwen2.5-VL-7B-Instruct', revision: 'vllm 0.11.0', dtype: 'none', device: 'remote' },
      promptVersion: 'reading-2/scene',
      reading: PLAIN_ANSWER,
      fields: [],
      tables: [],
      warnings: [],
    })
    expect(server.prompt()).toContain('A desk with two cups')
    expect(server.requests[0]?.response_format).toBeUndefined()
    expect(server.pictures).toEqual([{ format: 'jpeg', width: 64, height: 48, chromaSubsampling: '4:4:4' }])
  })

  it('shrinks the picture to its bound of pixels, in proportion, and a page less than a scene', async () => {
    const server = await serve({ takesSchema: false })
    const engine = await open(server.url)
    const image = grey(3000, 1000)
    await read(engine, { image })
    server.replies.push({ text: `Text.\n\`\`\`json\n${JSON.stringify(RECEIPT)}\n\`\`\`` })
    await read(engine, { image, reasons: ['document-like'] })
    const [scene, , page] = server.pictures
    expect(scene).toMatchObject({ width: 1897, height: 632 })
    expect(page).toMatchObject({ width: 2449, height: 816 })
  })

  it('gives fields and tables of a receipt, held to the schema where the server can', async () => {
    const server = await serve({ replies: [{ text: JSON.stringify(RECEIPT) }] })
    const result = await read(await open(server.url), { reasons: ['receipt-like'] })
    expect(result).toMatchObject({
      promptVersion: 'reading-2/receipt',
      reading: RECEIPT.reading,
      fields: [
        { name: 'total', value: '1.234,50 €', number: 1234.5, unit: 'EUR' },
        { name: 'merchant', value: 'Kiosk', number: null, unit: null },
      ],
      tables: RECEIPT.tables,
      warnings: [],
    })
    expect(server.requests[0]?.response_format?.json_schema.schema).toMatchObject({
      required: expect.any(Array),
    })
  })

  it('asks without a schema where the server refuses one, and from then on at once', async () => {
    const fenced = { text: `A receipt.\n\`\`\`json\n${JSON.stringify(RECEIPT)}\n\`\`\`` }
    const server = await serve({ takesSchema: false, replies: [fenced, fenced] })
    const engine = await open(server.url)
    for (const _turn of [1, 2]) {
      const { reading, fields } = await read(engine, { reasons: ['receipt-like'] })
      expect([reading, fields.length]).toEqual(['A receipt.', 2])
    }
    expect(server.requests.map(({ response_format }) => response_format !== undefined)).toEqual([
      true,
      false,
      false,
    ])
  })

  it('has unsound JSON mended in the same conversation', async () => {
    const server = await serve({
      replies: [{ text: '{"reading": "A bill.", "fields": 5}' }, { text: JSON.stringify(RECEIPT) }],
    })
    const result = await read(await open(server.url), { reasons: ['receipt-like'] })
    expect(result).toMatchObject({ reading: 'A bill.', fields: [{ name: 'total' }, {}], warnings: [] })
    expect(server.requests[1]?.messages.slice(2)).toMatchObject([
      { role: 'assistant', content: '{"reading": "A bill.", "fields": 5}' },
      { role: 'user', content: expect.stringContaining('Here is what is wrong: fields must be') },
    ])
  })

  it('says when the answer was cut off', async () => {
    const server = await serve({ replies: [{ text: 'A desk', finish: 'length' }] })
    expect((await read(await open(server.url))).warnings).toEqual([expect.stringContaining('cut off')])
  })
})

describe('a stream', () => {
  const text = 'Größe: 5 €, 汉字, 🙂 and more.'

  it('is read through cut letters, CRLF, comments, broken events and a usage after the end', async () => {
    const server = await serve({ replies: [{ text, isRough: true }] })
    const { reading, warnings } = await read(await open(server.url))
    expect(reading).toBe(text)
    expect(warnings).toEqual([expect.stringContaining('words may be missing')])
  })

  it.each<[string, FakeModelServer['replies'][number]]>([
    ['without [DONE]', { text, hasDone: false }],
    ['without a reason to stop', { text, finish: null }],
    ['in one piece', { whole: text }],
  ])('may come %s', async (_name, reply) => {
    const server = await serve({ replies: [reply] })
    expect((await read(await open(server.url))).reading).toBe(text)
  })

  it.each<[string, FakeModelServer['replies'][number], RegExp]>([
    ['breaks off', { drop: 'A de' }, /broke off in the middle/],
    ['falls silent', { stall: 'A de' }, /fell silent/],
    ['ends without an end', { text: 'A de', finish: null, hasDone: false }, /without having finished/],
    ['holds an error', { stream: 'data: {"error": {"message": "worker died"}}\n\n' }, /failed: worker died/],
  ])('that %s is an error worth another try', async (_name, reply, message) => {
    const server = await serve({ replies: [reply] })
    const engine = await open(server.url, { waits: { stallMs: 50 } })
    const error = await failureOf(engine)
    expect(error).toMatchObject({ code: 'engine-crashed', retryable: true })
    expect(error.message).toMatch(message)
  })

  it('that never begins runs into its deadline', async () => {
    const server = await serve({ replies: [{ stall: null }] })
    const engine = await open(server.url, { waits: { firstMs: 50 } })
    expect(await failureOf(engine)).toMatchObject({ code: 'deadline-exceeded' })
  })

  it('is broken off when the reading is cancelled', async () => {
    const server = await serve({ replies: [{ stall: 'A de' }] })
    const engine = await open(server.url)
    const abort = new AbortController()
    const failure = failureOf(engine, { signal: abort.signal })
    await eventually(() => expect(server.requests).toHaveLength(1))
    abort.abort()
    expect(await failure).toMatchObject({ code: 'cancelled' })
    await eventually(() => expect(server.abandoned).toBe(1))
  })
})

describe('a server that refuses', () => {
  it.each<[string, number, unknown, Partial<AppError> & { said: RegExp }]>([
    [
      'is out of memory',
      500,
      { error: 'model requires more system memory (9 GiB) than is available' },
      { code: 'out-of-memory', said: /ran out of memory: model requires/ },
    ],
    [
      'is out of memory on its card',
      500,
      { error: { message: 'CUDA error: out of memory' } },
      { code: 'out-of-memory', said: /CUDA/ },
    ],
    [
      'takes no images',
      400,
      { error: { message: 'This model does not support image input' } },
      { code: 'no-engine', said: /Qwen2.5-VL-7B-Instruct .* does not take images/ },
    ],
    [
      'has too short a context',
      400,
      { message: 'exceeds the available context size' },
      { code: 'too-large', said: /too long for the model/ },
    ],
    [
      'finds fault',
      400,
      { detail: 'bad request' },
      { code: 'bad-request', said: /refused the request: bad request\./ },
    ],
    ['fails', 500, 'oops', { code: 'engine-crashed', said: /failed: oops\./ }],
    ['has moved', 307, '', { code: 'no-engine', said: /sends for another address/ }],
    [
      'has let go of the model',
      404,
      { error: { message: "model 'x' not found, try pulling it first" } },
      { code: 'no-engine', said: /not found/ },
    ],
  ])('since it %s says so', async (_name, status, body, { said, ...expected }) => {
    const server = await serve({ replies: [{ status, body }] })
    const error = await failureOf(await open(server.url))
    expect(error).toMatchObject(expected)
    expect(error.message).toMatch(said)
  })

  it.each([429, 503])('with %i is busy for as long as it says', async (status) => {
    const server = await serve({ replies: [{ status, body: { error: 'too many' }, retryAfter: '7' }] })
    expect(await failureOf(await open(server.url))).toMatchObject({
      code: 'engine-busy',
      retryAfterSeconds: 7,
    })
  })
})

describe('opening', () => {
  it('takes the model that is named, with or without a tag', async () => {
    const server = await serve({
      kind: 'ollama',
      models: ['llama3.2:3b', 'qwen2.5vl:7b', 'minicpm-v:latest'],
    })
    const named = await open(`${server.url}/v1/`, { model: 'minicpm-v' })
    expect(named.models[0]).toMatchObject({ model: { id: 'minicpm-v:latest', revision: '2b90415cde1e' } })
    expect((await open(server.url)).models[0]).toMatchObject({ model: { id: 'qwen2.5vl:7b' } })
  })

  it('lists what else takes pictures, after the model in use', async () => {
    const server = await serve({
      kind: 'ollama',
      models: ['llama3.2:3b', 'minicpm-v:latest', 'qwen2.5vl:7b'],
    })
    const { models } = await open(server.url)
    expect(models.map(({ model }) => model.id)).toEqual(['qwen2.5vl:7b', 'minicpm-v:latest'])
  })

  it.each<[string, Partial<FakeModelServer>, string | undefined, RegExp]>([
    ['the model is not there', { models: ['a-vl', 'b'] }, 'c', /no model called c\. It has: a-vl, b\./],
    [
      'none is known to see',
      { models: ['a', 'b'] },
      undefined,
      /no model that is known to take images\. It has: a, b\./,
    ],
    ['there is none', { models: [] }, undefined, /no model yet/],
    ['the key is missing', { apiKey: 'secret' }, undefined, /wants a key/],
  ])('says when %s', async (_name, given, model, message) => {
    const server = await serve(given)
    const opening = open(server.url, model === undefined ? {} : { model })
    await expect(opening).rejects.toMatchObject({
      code: 'no-engine',
      message: expect.stringMatching(message),
    })
  })

  it('tells the key to the server that wants it', async () => {
    const server = await serve({ apiKey: 'secret' })
    expect((await read(await open(server.url, { apiKey: 'secret' }))).reading).toBe(PLAIN_ANSWER)
  })

  it('says when nothing listens', async () => {
    const gone = await startFakeModelServer()
    await gone.close()
    await expect(open(gone.url)).rejects.toMatchObject({
      code: 'engine-starting',
      message: expect.stringContaining('does not answer: nothing listens there'),
    })
  })

  it('does without the proxy for servers nearby', async () => {
    const server = await serve()
    const engine = await open(server.url, {
      httpProxy: 'http://127.0.0.1:9',
      httpsProxy: 'http://127.0.0.1:9',
    })
    expect((await read(engine)).reading).toBe(PLAIN_ANSWER)
  })

  it('goes through the proxy to servers elsewhere', async () => {
    const server = await serve()
    const proxy = await startFakeProxy(new URL(server.url).host)
    const engine = await open('http://models.invalid', { httpProxy: proxy.url })
    expect((await read(engine)).reading).toBe(PLAIN_ANSWER)
    expect(new Set(proxy.seen)).toEqual(new Set(['CONNECT models.invalid:80']))
    await proxy.close()
  })
})

describe('Ollama', () => {
  it.each([
    ['30m', '30m'],
    ['-1', -1],
  ])('is told to keep the model for %s after a reading', async (keepAlive, keep_alive) => {
    const server = await serve({ kind: 'ollama', models: ['qwen2.5vl:7b'] })
    const { model } = await read(await open(server.url, { keepAlive }))
    expect(model).toMatchObject({ id: 'qwen2.5vl:7b', revision: 'fb90415cde1e' })
    expect(server.kept).toEqual([{ model: 'qwen2.5vl:7b', keep_alive }])
  })

  it('is left to its own setting otherwise', async () => {
    const server = await serve({ kind: 'ollama', models: ['qwen2.5vl:7b'] })
    await read(await open(server.url))
    expect(server.kept).toEqual([])
  })
})

describe('several servers', () => {
  it('share the readings, and the idle one goes before the busy one', async () => {
    const [one, two] = [await serve(), await serve()]
    const engine = await open([one.url, two.url])
    await Promise.all([read(engine), read(engine), read(engine), read(engine)])
    expect([one.requests.length, two.requests.length]).toEqual([2, 2])
  })

  it.each<[string, FakeModelServer['replies'][number]]>([
    ['is busy', { status: 503, body: 'full', retryAfter: '30' }],
    ['is asked too often', { status: 429, body: 'slow down' }],
    ['breaks off', { drop: 'A de' }],
    ['fails', { status: 500, body: 'oops' }],
    ['is out of memory', { status: 500, body: 'out of memory' }],
  ])('stand in for one that %s, which is left alone for a while', async (_name, reply) => {
    const [one, two] = [await serve({ replies: [reply] }), await serve()]
    const engine = await open([one.url, two.url])
    expect((await read(engine)).reading).toBe(PLAIN_ANSWER)
    expect((await read(engine)).reading).toBe(PLAIN_ANSWER)
    expect([one.requests.length, two.requests.length]).toEqual([1, 2])
  })

  it('serve while one of them is off, from the start or later, and take it back', async () => {
    const [one, two] = [await serve({ models: ['one-vl'] }), await serve()]
    const off = await startFakeModelServer()
    await off.close()
    const engine = await open([off.url, one.url, two.url])
    expect(engine.models).toHaveLength(2)
    await one.close()
    for (const _turn of [1, 2]) expect((await read(engine)).reading).toBe(PLAIN_ANSWER)
    expect(two.requests).toHaveLength(2)
  })

  it('tell the most that they know when all have failed', async () => {
    const one = await serve({ replies: [{ status: 503, body: 'full', retryAfter: '9' }] })
    const two = await serve({ replies: [{ status: 500, body: 'oops' }] })
    expect(await failureOf(await open([one.url, two.url]))).toMatchObject({
      code: 'engine-busy',
      retryAfterSeconds: 9,
    })
  })
})

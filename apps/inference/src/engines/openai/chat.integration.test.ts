/** Conversations with real HTTP servers that behave, and misbehave, as model servers do. */
import type { AppError, ChatMessage, ChatPart } from '@vitrine/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import type { DecodedImage } from '../../image/image.ts'
import { eventually } from '../../testing/eventually.ts'
import { type FakeModelServer, PLAIN_ANSWER, startFakeModelServer } from '../../testing/fake-model-server.ts'
import type { ChatJob, ChatPicture, Engine, EngineChatEvent } from '../engine.ts'
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

async function open(urls: string[], waits: OpenaiEngineOptions['waits'] = {}): Promise<Engine> {
  const engine = await createOpenaiEngine({ servers: { urls }, waits })
  engines.push(engine)
  return engine
}

let decodings = 0
const picture = (width: number, height: number): ChatPicture => ({
  bytes: new Uint8Array(),
  decode: async (): Promise<DecodedImage> => {
    decodings += 1
    return { size: { width, height }, pixels: Buffer.alloc(width * height * 3, 120), warnings: [] }
  },
})
const text = (words: string): ChatPart => ({ type: 'text', text: words })
const image = (key: string): ChatPart => ({ type: 'image', picture: key })
const user = (...parts: ChatPart[]): ChatMessage => ({ role: 'user', parts })

const QUESTION = [user(image('a'), text('What is this?'))]

function chat(engine: Engine, over: Partial<ChatJob> = {}, signal = never) {
  if (!engine.chat) throw new Error('The engine holds no conversations.')
  const events: EngineChatEvent[] = []
  const job: ChatJob = {
    messages: QUESTION,
    pictures: new Map([['a', picture(64, 48)]]),
    maxTokens: 200,
    maxPixels: 1_000_000,
    temperature: 0,
    ...over,
  }
  const answer = engine.chat(job, (event) => events.push(event), signal)
  const said = () => events.flatMap((event) => (event.type === 'text' ? [event.text] : [])).join('')
  return { answer, events, said }
}
const failureOf = (answer: Promise<unknown>): Promise<AppError> =>
  answer.then(
    () => expect.unreachable('It should have failed.'),
    (error: AppError) => error,
  )

describe('an answer', () => {
  it('is said as the server writes it, and counted', async () => {
    const server = await serve({ usage: { prompt: 900, completion: 12, cached: 640 } })
    const { answer, events, said } = chat(await open([server.url]))
    const output = await answer
    expect(events[0]).toMatchObject({ type: 'started', model: { id: 'Qwen/Qwen2.5-VL-7B-Instruct' } })
    expect(events.length).toBeGreaterThan(3)
    expect(said()).toBe(PLAIN_ANSWER)
    expect(output).toMatchObject({
      finish: 'stop',
      usage: { promptTokens: 900, completionTokens: 12, cachedTokens: 640, firstTokenMs: expect.any(Number) },
      warnings: [],
    })
  })

  it('is not counted where the server does not take that wish, and then not asked to be', async () => {
    const server = await serve({ usage: null })
    const engine = await open([server.url])
    expect((await chat(engine).answer).usage).toMatchObject({ promptTokens: null, tokensPerSecond: null })
    await chat(engine).answer
    expect(server.requests.map((request) => request.stream_options !== undefined)).toEqual([
      true,
      false,
      false,
    ])
  })

  it('ends at the limit of tokens', async () => {
    const server = await serve({ replies: [{ text: 'A long', finish: 'length' }] })
    expect(await chat(await open([server.url])).answer).toMatchObject({ finish: 'length' })
  })

  it('is by the model that is asked for', async () => {
    const server = await serve({ models: ['Qwen/Qwen2.5-VL-7B-Instruct', 'other-vl'] })
    const { model } = await chat(await open([server.url]), { model: 'other-vl' }).answer
    expect(model.id).toBe('other-vl')
    expect(server.requests[0]?.model).toBe('other-vl')
  })

  it('is by the model that is asked for, with its own revision', async () => {
    const server = await serve({ kind: 'ollama', models: ['qwen2.5vl:7b', 'qwen2.5vl:72b'] })
    const engine = await open([server.url])
    const usual = await chat(engine).answer
    const other = await chat(engine, { model: 'qwen2.5vl:72b' }).answer
    expect(other.model.revision).not.toBe(usual.model.revision)
  })
})

describe('messages', () => {
  it('carry several pictures, frames with their times, and parts of pictures in words', async () => {
    const server = await serve({ kind: 'ollama', models: ['qwen2.5vl:7b'] })
    const region = {
      type: 'region',
      picture: 'b',
      label: 'the lamp',
      box: { x: 0.1, y: 0.2, width: 0.3, height: 0.4 },
    } as const
    await chat(await open([server.url]), {
      pictures: new Map([
        ['a', picture(64, 48)],
        ['b', picture(32, 32)],
      ]),
      messages: [
        { role: 'system', parts: [text('Be brief.')] },
        user(image('a'), { type: 'frame', picture: 'b', atSeconds: 65 }, text('Compare.')),
        { role: 'assistant', parts: [text('Done.')] },
        user(region, text('And this <|im_end|> part?')),
      ],
    }).answer
    expect(server.requests[0]?.messages).toEqual([
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: expect.stringMatching(/^data:image\/jpeg/) } },
          { type: 'text', text: 'At 1:05:' },
          { type: 'image_url', image_url: { url: expect.stringMatching(/^data:image\/jpeg/) } },
          { type: 'text', text: 'Compare.' },
        ],
      },
      { role: 'assistant', content: 'Done.' },
      {
        role: 'user',
        content:
          'The part of picture 2 from 10 % to 40 % of its width and from 20 % to 60 % of its height (the lamp).\nAnd this   part?',
      },
    ])
  })

  it('carry pictures within their bound of pixels, which are made small once', async () => {
    const server = await serve({ kind: 'ollama', models: ['qwen2.5vl:7b'] })
    const engine = await open([server.url])
    const pictures = new Map([['a', picture(400, 200)]])
    decodings = 0
    await chat(engine, { pictures, maxPixels: 20_000 }).answer
    await chat(engine, { pictures, maxPixels: 20_000 }).answer
    expect(server.pictures).toMatchObject([
      { width: 200, height: 100 },
      { width: 200, height: 100 },
    ])
    expect(decodings).toBe(1)
  })
})

describe('vLLM', () => {
  it('is sent a picture once, and then only its name', async () => {
    const server = await serve()
    const engine = await open([server.url])
    await chat(engine).answer
    await chat(engine).answer
    expect(server.pictures).toHaveLength(1)
    expect(server.named).toEqual(['a-1000000'])
  })

  it('is sent a picture again when it has forgotten it', async () => {
    const server = await serve()
    const engine = await open([server.url])
    await chat(engine).answer
    server.forget()
    expect((await chat(engine).answer).finish).toBe('stop')
    expect(server.pictures).toHaveLength(2)
  })

  it('says nothing twice when it breaks off after a picture that was only named', async () => {
    const server = await serve()
    const engine = await open([server.url])
    await chat(engine).answer
    server.replies.push({ drop: 'Half an answer' })
    const { answer, said } = chat(engine)
    expect(await failureOf(answer)).toMatchObject({ code: 'engine-crashed' })
    expect(said()).toBe('Half an answer')
    expect(server.requests).toHaveLength(2)
  })

  it('is sent every picture when it never knows one by its name', async () => {
    const server = await serve({ takesNames: false })
    const engine = await open([server.url])
    for (let turn = 0; turn < 6; turn++) await chat(engine).answer
    // Three times it was asked in vain.
    expect(server.requests).toHaveLength(9)
    expect(server.pictures).toHaveLength(6)
  })
})

describe('several servers', () => {
  it('keep a conversation where it began, since its beginning is known there', async () => {
    const [one, two] = [await serve(), await serve()]
    const engine = await open([one.url, two.url])
    for (let turn = 0; turn < 3; turn++) await chat(engine, { conversation: 'c1' }).answer
    expect([one.requests.length, two.requests.length].sort()).toEqual([0, 3])
  })

  it('take over from one that fails before it has said anything', async () => {
    const [one, two] = [await serve(), await serve()]
    const engine = await open([one.url, two.url])
    one.replies.push({ status: 500, body: { error: { message: 'It fell over.' } } })
    two.replies.push({ text: 'From the other.' })
    const { answer, said } = chat(engine)
    await answer
    expect(said()).toBe('From the other.')
    expect([one.requests.length, two.requests.length]).toEqual([1, 1])
  })

  it('are asked for a model only where they have it, and answer with their own before and after', async () => {
    const [one, two] = [await serve(), await serve({ models: ['Qwen/Qwen2.5-VL-7B-Instruct', 'large-vl'] })]
    const engine = await open([one.url, two.url])
    for (let turn = 0; turn < 3; turn++) await chat(engine, { model: 'large-vl' }).answer
    expect([one.requests.length, two.requests.length]).toEqual([0, 3])
    await chat(engine).answer
    expect(one.requests).toHaveLength(1)
  })

  it('say so when none of them has the model that is asked for', async () => {
    const [one, two] = [await serve(), await serve()]
    const engine = await open([one.url, two.url])
    expect(await failureOf(chat(engine, { model: 'large-vl' }).answer)).toMatchObject({
      code: 'task-unsupported',
      message: expect.stringContaining('no model called large-vl'),
      suggestion: expect.stringContaining('Models page'),
    })
    expect((await chat(engine).answer).finish).toBe('stop')
  })

  it('notice a model that has come since', async () => {
    const server = await serve()
    const engine = await open([server.url])
    server.models.push('large-vl')
    expect((await chat(engine, { model: 'large-vl' }).answer).model.id).toBe('large-vl')
  })

  it('are each told their own key', async () => {
    const [one, two] = [await serve({ apiKey: 'for one' }), await serve({ apiKey: 'for two' })]
    const keys = { [one.url]: 'for one', [two.url]: 'for two' }
    const engine = await createOpenaiEngine({ servers: { urls: [one.url, two.url], keys } })
    engines.push(engine)
    for (let turn = 0; turn < 2; turn++) await chat(engine).answer
    expect([one.requests.length, two.requests.length]).toEqual([1, 1])
  })

  it('do not take over what was half said', async () => {
    const [one, two] = [await serve(), await serve()]
    const engine = await open([one.url, two.url])
    for (const server of [one, two]) server.replies.push({ drop: 'Half an answer' })
    const { answer, said } = chat(engine)
    expect(await failureOf(answer)).toMatchObject({ code: 'engine-crashed' })
    expect(said()).toBe('Half an answer')
    expect(one.requests.length + two.requests.length).toBe(1)
  })
})

describe('what goes wrong', () => {
  it.each<[string, FakeModelServer['replies'][number], string]>([
    [
      'a server out of memory',
      { status: 500, body: { error: { message: 'CUDA out of memory' } } },
      'out-of-memory',
    ],
    [
      'a server that is busy',
      { status: 503, body: { error: { message: 'queue full' } }, retryAfter: '7' },
      'engine-busy',
    ],
    [
      'a model without eyes',
      { status: 400, body: { error: { message: 'this model does not support image input' } } },
      'no-engine',
    ],
    [
      'a conversation that is too long',
      { status: 400, body: { error: { message: 'exceeds the maximum context length of 4096' } } },
      'too-large',
    ],
    [
      'an error in mid-stream',
      { stream: 'data: {"error": {"message": "It fell over."}}\n\n' },
      'engine-crashed',
    ],
    ['an end that never came', { text: 'Half', finish: null, hasDone: false }, 'engine-crashed'],
  ])('tells of %s', async (_name, reply, code) => {
    const server = await serve({ kind: 'ollama', models: ['qwen2.5vl:7b'], replies: [reply] })
    expect(await failureOf(chat(await open([server.url])).answer)).toMatchObject({ code })
  })

  it('does not blame the engine for one model without eyes', async () => {
    const refusal = { status: 400, body: { error: { message: 'this model does not support image input' } } }
    const models = ['qwen2.5vl:7b', 'llama3']
    const server = await serve({ kind: 'ollama', models, replies: [refusal] })
    const engine = await open([server.url])
    expect(await failureOf(chat(engine, { model: 'llama3' }).answer)).toMatchObject({
      code: 'task-unsupported',
      suggestion: expect.stringContaining('Qwen-VL'),
    })
  })

  it('gives up on a server that falls silent in the middle', async () => {
    const server = await serve({ replies: [{ stall: 'And then' }] })
    const { answer, said } = chat(await open([server.url], { stallMs: 60 }))
    expect(await failureOf(answer)).toMatchObject({
      code: 'engine-crashed',
      message: expect.stringContaining('silent'),
    })
    expect(said()).toBe('And then')
  })

  it('says so when pieces of the answer were broken', async () => {
    const server = await serve({ replies: [{ text: 'Zwei Äpfel.', isRough: true }] })
    const { answer, said } = chat(await open([server.url]))
    expect((await answer).warnings[0]).toContain('could not be read')
    expect(said()).toBe('Zwei Äpfel.')
  })

  it('hangs up when nobody waits any more', async () => {
    const server = await serve({ replies: [{ stall: 'It begins' }] })
    const stop = new AbortController()
    const { answer, said } = chat(await open([server.url]), {}, stop.signal)
    const failed = failureOf(answer)
    await eventually(() => expect(said()).toBe('It begins'))
    stop.abort()
    expect(await failed).toMatchObject({ code: 'cancelled' })
    await eventually(() => expect(server.abandoned).toBe(1))
  })

  it('says nothing more once nobody waits, though the server has sent more', async () => {
    const server = await serve({ replies: [{ text: 'A long answer in many small pieces, sent at once.' }] })
    const engine = await open([server.url])
    const stop = new AbortController()
    const said: string[] = []
    const job = { messages: QUESTION, pictures: new Map([['a', picture(64, 48)]]) }
    const limits = { maxTokens: 200, maxPixels: 1_000_000, temperature: 0 }
    const answer = engine.chat?.(
      { ...job, ...limits },
      (event) => {
        if (event.type !== 'text') return
        said.push(event.text)
        stop.abort()
      },
      stop.signal,
    )
    expect(await failureOf(answer ?? expect.unreachable('It holds conversations.'))).toMatchObject({
      code: 'cancelled',
    })
    expect(said).toHaveLength(1)
  })

  it('answers several at once', async () => {
    const server = await serve({ replies: [{ stall: 'One' }, { stall: 'Two' }] })
    const engine = await open([server.url])
    const stop = new AbortController()
    const stalled = [1, 2].map(() => chat(engine, {}, stop.signal))
    const failed = stalled.map(({ answer }) => failureOf(answer))
    await eventually(() => expect(stalled.map(({ said }) => said()).sort()).toEqual(['One', 'Two']))
    const { answer, said } = chat(engine)
    await answer
    expect(said()).toBe(PLAIN_ANSWER)
    expect(server.mostAtOnce).toBe(3)
    stop.abort()
    await Promise.all(failed)
  })
})

import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { AppError, type ChatEvent, type ChatRequest } from '@vitrine/contracts'
import { TEST_MODEL } from '@vitrine/db/testing'
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici'
import { afterEach, describe, expect, it } from 'vitest'
import { makeHealth } from '../testing/sidecar-health.ts'
import { type ChatStep, createInference } from './inference.ts'
import { createSidecar } from './sidecar.ts'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    if (server.listening) await new Promise((resolve) => server.close(resolve))
  }
})

interface Stage {
  request: IncomingMessage
  /** What was sent, whole. */
  body: string
  response: ServerResponse
  /** Writes to the stream of events, as it is given. */
  write(text: string): Promise<void>
}
type Play = (stage: Stage) => Promise<void> | void

/** A server that answers chats as it is told; how often it was asked, and where it is. */
async function serve(play: Play) {
  const asked: Stage[] = []
  const server = createServer(async (request, response) => {
    request.setEncoding('utf8')
    let body = ''
    for await (const piece of request) body += piece
    if (request.url === '/health') {
      const engines = [{ engine: 'openai' as const, stages: ['reasoning' as const] }]
      response.end(JSON.stringify(makeHealth(engines)))
      return
    }
    const write = (text: string) => new Promise<void>((resolve) => void response.write(text, () => resolve()))
    const stage = { request, body, response, write }
    asked.push(stage)
    await play(stage)
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { url: `http://127.0.0.1:${address.port}`, asked }
}

const STARTED: ChatEvent = { type: 'started', engine: 'openai', model: TEST_MODEL }
const text = (words: string): ChatEvent => ({ type: 'text', text: words })
const DONE: ChatEvent = {
  type: 'done',
  engine: 'openai',
  model: TEST_MODEL,
  finish: 'stop',
  usage: {
    promptTokens: 9,
    cachedTokens: 0,
    imageTokens: 3,
    completionTokens: 4,
    queueMs: 0,
    firstTokenMs: 1,
    totalMs: 2,
    tokensPerSecond: null,
  },
  warnings: [],
}
const failed = (error: AppError): ChatEvent => ({ type: 'failed', error: error.toWire().error })
const line = (event: ChatEvent) => `data: ${JSON.stringify(event)}\n\n`

/** Says these events, and ends. */
const says =
  (...events: ChatEvent[]): Play =>
  async ({ response, write }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    await write(events.map(line).join(''))
    response.end()
  }
/** Says that it has begun, and nothing more. */
const begins: Play = async ({ response, write }) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  await write(line(STARTED))
}
const refuses =
  (error: AppError): Play =>
  ({ response }) => {
    response.writeHead(error.status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(error.toWire()))
  }

const REQUEST: ChatRequest = { messages: [{ role: 'user', parts: [{ type: 'text', text: 'What is it?' }] }] }
const PICTURES = new Map([
  ['a-1', { bytes: new Uint8Array(Buffer.from('abc')), mediaType: 'image/png', fileName: 'a.png' }],
])
const NEVER = new AbortController().signal

/** Everything that is said, and how it ended. */
async function hear(steps: AsyncIterable<ChatEvent | ChatStep>) {
  const heard: ChatEvent[] = []
  try {
    for await (const step of steps) heard.push(step)
    return { heard, error: null }
  } catch (thrown) {
    return { heard, error: AppError.from(thrown) }
  }
}
const ask = (
  url: string,
  options: { silenceMs?: number; deadlineMs?: number; signal?: AbortSignal } = {},
) => {
  const { silenceMs, deadlineMs, signal = NEVER } = options
  const sidecar = createSidecar(url, silenceMs === undefined ? {} : { silenceMs })
  return sidecar.chat({ ...REQUEST, ...(deadlineMs ? { deadlineMs } : {}) }, PICTURES, signal)
}

/** Resolves once the connection on which it was asked is gone. */
async function hasClosed(stage: Stage | undefined): Promise<void> {
  if (!stage) throw new Error('Nobody asked.')
  if (!stage.response.closed) await once(stage.response, 'close')
}

describe('a chat with a sidecar', () => {
  it('sends the question and its pictures as a form, and ends with the last event', async () => {
    const { url, asked } = await serve(says(STARTED, text('A bo'), text('at.'), DONE))
    expect(await hear(ask(url))).toEqual({
      heard: [STARTED, text('A bo'), text('at.'), DONE],
      error: null,
    })
    expect(asked[0]?.request.headers['content-type']).toMatch(/^multipart\/form-data/)
    expect(asked[0]?.body).toContain(JSON.stringify(REQUEST))
    expect(asked[0]?.body).toMatch(/name="a-1"; filename="a.png"\r\nContent-Type: image\/png\r\n\r\nabc\r\n/i)
  })

  it('puts events together that come in pieces, in the middle of a letter too, and passes over comments', async () => {
    const { url } = await serve(async ({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const bytes = Buffer.from(
        `: ping\n\n${line(STARTED)}${line(text('Ein Gemüse für 5 €'))}: ping\n\n${line(DONE)}`,
      )
      for (const byte of bytes)
        await new Promise<void>((resolve) => void response.write(Buffer.of(byte), () => resolve()))
      response.end()
    })
    expect(await hear(ask(url))).toEqual({
      heard: [STARTED, text('Ein Gemüse für 5 €'), DONE],
      error: null,
    })
  })

  it.each<[string, Play]>([
    ['that ends early', says(STARTED, text('A bo'))],
    [
      'that breaks',
      async ({ response, write }) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        await write(line(STARTED) + line(text('A bo')))
        response.destroy()
      },
    ],
  ])('says that the connection was lost when it is one %s, after what was said', async (_name, play) => {
    const { url } = await serve(play)
    const { heard, error } = await hear(ask(url))
    expect(heard).toEqual([STARTED, text('A bo')])
    expect(error).toMatchObject({ code: 'sidecar-unreachable', retryable: true })
  })

  it.each([
    ['no JSON', 'data: {"type":"te\n\n'],
    ['no event', 'data: {"type":"song"}\n\n'],
    ['nothing', 'data: \n\n'],
  ])('says so when an event is %s', async (_name, broken) => {
    const { url } = await serve(async ({ response, write }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      await write(line(STARTED) + broken)
    })
    const { heard, error } = await hear(ask(url))
    expect(heard).toEqual([STARTED])
    expect(error).toMatchObject({ code: 'internal', message: expect.stringContaining('does not know') })
  })

  it('takes a sidecar for lost that says nothing at all any more', async () => {
    const { url, asked } = await serve(begins)
    const { heard, error } = await hear(ask(url, { silenceMs: 50 }))
    expect(heard).toEqual([STARTED])
    expect(error).toMatchObject({ code: 'sidecar-unreachable', message: expect.stringContaining('silent') })
    await hasClosed(asked[0])
  })

  it('hangs up when it is cancelled before the answer', async () => {
    const stop = new AbortController()
    const { url, asked } = await serve(() => stop.abort())
    expect((await hear(ask(url, { signal: stop.signal }))).error?.code).toBe('cancelled')
    await hasClosed(asked[0])
  })

  it('hangs up when it is cancelled in the middle of the answer', async () => {
    const stop = new AbortController()
    const { url, asked } = await serve(begins)
    const chat = async () => {
      for await (const _ of ask(url, { signal: stop.signal })) stop.abort()
    }
    await expect(chat()).rejects.toMatchObject({ code: 'cancelled' })
    await hasClosed(asked[0])
  })

  it('ends with its deadline when the sidecar does not end it', async () => {
    const { url } = await serve(begins)
    const sidecar = createSidecar(url)
    const steps = sidecar.chat({ ...REQUEST, deadlineMs: -9_900 }, PICTURES, NEVER)
    expect((await hear(steps)).error?.code).toBe('deadline-exceeded')
  })

  it('hangs up when nobody reads on', async () => {
    const { url, asked } = await serve(begins)
    for await (const _ of ask(url)) break
    await hasClosed(asked[0])
  })

  it('throws what the sidecar answers instead of events', async () => {
    const { url } = await serve(refuses(new AppError('no-engine', 'Nothing talks here.')))
    expect(await hear(ask(url))).toMatchObject({ heard: [], error: { code: 'no-engine' } })
  })
})

describe('an answer that takes long', () => {
  const impatient = new Agent({ headersTimeout: 50 })
  const usual = getGlobalDispatcher()
  afterEach(() => setGlobalDispatcher(usual))

  it('is waited for longer than Node’s own requests wait', async () => {
    setGlobalDispatcher(impatient)
    const held: ServerResponse[] = []
    const { url } = await serve(({ response }) => void held.push(response))
    const reading = createSidecar(url).runTask(
      { bytes: new Uint8Array([1]), mediaType: 'image/png', fileName: 'a.png' },
      { task: 'caption', input: {} },
      NEVER,
    )
    // Who is not patient has given up by now.
    await expect(fetch(`${url}/v1/other`, { method: 'POST', body: 'x' })).rejects.toThrow()
    for (const response of held) {
      response.writeHead(503, { 'content-type': 'application/json' })
      response.end(JSON.stringify(new AppError('engine-busy', 'Come again.').toWire()))
    }
    await expect(reading).rejects.toMatchObject({ code: 'engine-busy' })
  })
})

describe('a chat with several sidecars', () => {
  const chatWith = (...urls: string[]) =>
    createInference(urls.map((url) => createSidecar(url))).chat(REQUEST, PICTURES, NEVER)
  const CLOSED = 'http://127.0.0.1:1'

  it.each<[string, Play]>([
    ['has no engine', refuses(new AppError('no-engine', 'None.'))],
    ['is busy', refuses(new AppError('engine-busy', 'Full.'))],
    ['hangs up', ({ response }) => void response.destroy()],
    [
      'fails before the first word',
      says(
        { type: 'loading', engine: 'openai' },
        STARTED,
        failed(new AppError('engine-starting', 'It left.')),
      ),
    ],
  ])('goes on to the next when the first %s', async (_name, play) => {
    const first = await serve(play)
    const second = await serve(says(STARTED, text('A boat.'), DONE))
    const { heard, error } = await hear(chatWith(first.url, second.url))
    expect(error).toBeNull()
    expect(heard.slice(-3)).toEqual([STARTED, text('A boat.'), DONE])
    expect(second.asked).toHaveLength(1)
  })

  it('goes on to the next when nothing is at the first address', async () => {
    const second = await serve(says(STARTED, DONE))
    expect((await hear(chatWith(CLOSED, second.url))).heard).toEqual([STARTED, DONE])
  })

  it.each<[string, Play, string]>([
    ['the connection is lost', says(STARTED, text('A bo')), 'sidecar-unreachable'],
    [
      'the engine goes',
      says(STARTED, text('A bo'), failed(new AppError('engine-busy', 'Gone.'))),
      'engine-busy',
    ],
  ])('stays with the first when %s after a word was said', async (_name, play, code) => {
    const first = await serve(play)
    const second = await serve(says(STARTED, DONE))
    const { heard, error } = await hear(chatWith(first.url, second.url))
    expect(heard).toEqual([STARTED, text('A bo')])
    expect(error?.code).toBe(code)
    expect(second.asked).toHaveLength(0)
  })

  it('asks no other when the question itself is wrong', async () => {
    const first = await serve(refuses(new AppError('bad-request', 'No.')))
    const second = await serve(says(STARTED, DONE))
    expect((await hear(chatWith(first.url, second.url))).error?.code).toBe('bad-request')
    expect(second.asked).toHaveLength(0)
  })

  it('throws the last failure when all have failed', async () => {
    const busy = await serve(refuses(new AppError('engine-busy', 'Full.')))
    expect((await hear(chatWith(CLOSED, busy.url))).error?.code).toBe('engine-busy')
  })

  it('counts an answer that nobody reads on as over, and prefers the sidecar that is free', async () => {
    const [first, second] = [await serve(begins), await serve(begins)]
    const inference = createInference([first, second].map(({ url }) => createSidecar(url)))
    await inference.refresh()
    const begin = async () => {
      const steps = inference.chat(REQUEST, PICTURES, NEVER)[Symbol.asyncIterator]()
      await steps.next()
      return steps
    }
    const one = await begin()
    const two = await begin()
    expect([first.asked.length, second.asked.length]).toEqual([1, 1])
    await one.return?.()
    const three = await begin()
    expect([first.asked.length, second.asked.length]).toEqual([2, 1])
    await Promise.all([two.return?.(), three.return?.()])
  })
})

import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { serve } from '@hono/node-server'
import { type ChatEvent, WireError } from '@vitrine/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import { postChat, readAll, readEvents, type TestChat, textOf } from '../testing/chat.ts'
import { eventually } from '../testing/eventually.ts'
import { createPicture } from '../testing/pictures.ts'
import { createTestSidecar, type TestSidecar, type TestSidecarOptions } from '../testing/sidecar.ts'

let sidecar: TestSidecar | undefined
afterEach(async () => {
  await sidecar?.close()
  sidecar = undefined
})

/** One engine that reads and talks, loaded from the start. */
async function open(options: TestSidecarOptions = {}) {
  const opened = createTestSidecar({ stages: ['perception', 'reasoning'], ...options })
  sidecar = opened
  if (options.isPinned !== false) await opened.residency.preload()
  return {
    ...opened,
    ask: (chat: TestChat) => postChat(opened.app, chat),
    chatsBegun: () => {
      const file = path.join(opened.cacheDir, 'chats')
      return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0
    },
    wasAborted: () => existsSync(path.join(opened.cacheDir, 'aborted')),
    running: () => opened.scheduler.depths()[0]?.depth,
  }
}

const errorOf = async (response: Response) => WireError.parse(await response.json()).error
const typesOf = (events: readonly ChatEvent[]) => [...new Set(events.map(({ type }) => type))]

/** Reads until the predicate holds, and leaves the rest in the reader. */
async function readUntil(events: AsyncGenerator<ChatEvent, void>, holds: (event: ChatEvent) => boolean) {
  for (;;) {
    const { value, done } = await events.next()
    if (done || !value) throw new Error('The answer ended before that.')
    if (holds(value)) return value
  }
}
const isText = ({ type }: ChatEvent) => type === 'text'

describe('a chat', () => {
  it('streams its events in order, and the pictures reach the engine under their keys', async () => {
    const { ask } = await open()
    const pictures = { 'a-1': await createPicture('plain'), b: await createPicture('gate') }
    const response = await ask({ text: 'echo; and more', pictures })
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const events = await readAll(response)
    expect(typesOf(events)).toEqual(['started', 'reading', 'text', 'done'])
    expect(textOf(events)).toBe('1 messages, a-1 10×8, b 15×8 and more')
    expect(events.at(-1)).toMatchObject({
      type: 'done',
      engine: 'builtin',
      model: { id: 'scripted' },
      finish: 'stop',
      usage: { promptTokens: 3, imageTokens: 2, queueMs: expect.any(Number) },
    })
  })

  it('goes out while it is written', async () => {
    const { ask, openGate } = await open()
    const events = readEvents(await ask({ text: 'first;gate;second' }))
    expect(await readUntil(events, isText)).toEqual({ type: 'text', text: 'first' })
    openGate()
    expect(await readUntil(events, isText)).toEqual({ type: 'text', text: 'second' })
    await events.return()
  })

  it('says that its engine is loaded first', async () => {
    const { ask } = await open({ isPinned: false })
    expect(typesOf(await readAll(await ask({ text: 'hello' })))).toEqual([
      'loading',
      'started',
      'reading',
      'text',
      'done',
    ])
  })

  it('says how many are before it', async () => {
    const { ask, openGate, chatsBegun } = await open()
    const first = await ask({ text: 'gate;one' })
    await eventually(() => expect(chatsBegun()).toBe(1))
    const second = await ask({ text: 'two' })
    openGate()
    expect(textOf(await readAll(first))).toBe('one')
    const events = await readAll(second)
    expect(events[0]).toEqual({ type: 'waiting', engine: 'builtin', ahead: 1 })
    expect(textOf(events)).toBe('two')
  })

  it('ends in the engine when who reads it hangs up', async () => {
    const { ask, wasAborted, running } = await open()
    const events = readEvents(await ask({ text: 'write' }))
    await readUntil(events, isText)
    await events.return()
    await eventually(() => expect(wasAborted()).toBe(true))
    await eventually(() => expect(running()?.running).toBe(0))
    expect(textOf(await readAll(await ask({ text: 'hello' })))).toBe('hello')
  })

  it('never begins when who asked goes while it waits', async () => {
    const { ask, openGate, chatsBegun, running } = await open()
    const first = await ask({ text: 'gate;one' })
    await eventually(() => expect(chatsBegun()).toBe(1))
    const waiting = readEvents(await ask({ text: 'two' }))
    await readUntil(waiting, ({ type }) => type === 'waiting')
    await waiting.return()
    await eventually(() => expect(running()?.interactive).toBe(0))
    openGate()
    await readAll(first)
    expect(chatsBegun()).toBe(1)
  })

  it('ends with its deadline, in the engine, too', async () => {
    const { ask, wasAborted } = await open()
    const events = await readAll(await ask({ text: 'write', options: { deadlineMs: 300 } }))
    expect(events.at(-1)).toMatchObject({ type: 'failed', error: { code: 'deadline-exceeded' } })
    await eventually(() => expect(wasAborted()).toBe(true))
  })

  it('costs a reader who stands still one event for all that was written', async () => {
    const { ask, running } = await open()
    const response = await ask({ text: `${'piece;'.repeat(500)}end` })
    await eventually(() => expect(running()?.running).toBe(0))
    const events = await readAll(response)
    expect(textOf(events)).toBe(`${'piece'.repeat(500)}end`)
    expect(events.filter(isText).length).toBeLessThan(20)
  })
})

describe('over a real connection', () => {
  it('a chat ends in the engine when its reader hangs up, while it is written and while it waits', async () => {
    const { app, chatsBegun, wasAborted, running } = await open()
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 })
    await once(server, 'listening')
    const address = server.address()
    const url = `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}/v1/chat`
    const post = (text: string, signal: AbortSignal) => {
      const body = new FormData()
      body.set('options', JSON.stringify({ messages: [{ role: 'user', parts: [{ type: 'text', text }] }] }))
      return fetch(url, { method: 'POST', body, signal })
    }
    const writing = new AbortController()
    const waiting = new AbortController()
    const first = readEvents(await post('write', writing.signal))
    await readUntil(first, isText)
    await post('never begun', waiting.signal)
    waiting.abort()
    await eventually(() => expect(running()?.interactive).toBe(0))
    expect(wasAborted()).toBe(false)
    writing.abort()
    await eventually(() => expect(wasAborted()).toBe(true))
    await eventually(() => expect(running()?.running).toBe(0))
    expect(chatsBegun()).toBe(1)
    server.close()
  })
})

describe('a chat that goes wrong', () => {
  it('fails with the text that there is when the engine dies in the middle, and the next one works', async () => {
    const { ask, restarts } = await open()
    const events = await readAll(await ask({ text: 'so far;die' }))
    expect(textOf(events)).toBe('so far')
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      error: { code: 'engine-crashed', retryable: true },
    })
    expect(textOf(await readAll(await ask({ text: 'hello' })))).toBe('hello')
    expect(restarts).toEqual(['crash'])
  })

  it('is run once more when the engine dies before any text', async () => {
    const { ask, chatsBegun } = await open()
    const events = await readAll(await ask({ text: 'die-once;hello' }))
    expect(textOf(events)).toBe('hello')
    expect(events.filter(({ type }) => type === 'started')).toHaveLength(1)
    expect(chatsBegun()).toBe(2)
  })

  it('is given up when it does not get on', async () => {
    const { ask, restarts } = await open({ limits: { chatQuietMs: 300 } })
    const events = await readAll(await ask({ text: 'so far;stuck' }))
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      error: { code: 'engine-crashed', message: expect.stringContaining('did not get on') },
    })
    expect(restarts).toEqual(['hang'])
  })

  it('is no hang as long as it gets on', async () => {
    const { ask, restarts } = await open({ limits: { chatQuietMs: 1_000, pictureMs: 1 } })
    const events = await readAll(await ask({ text: 'write', options: { deadlineMs: 2_000 } }))
    expect(events.at(-1)).toMatchObject({ type: 'failed', error: { code: 'deadline-exceeded' } })
    expect(restarts).toEqual([])
  })

  it('is an HTTP error before its first event, and an event after it', async () => {
    const { ask } = await open()
    const refused = await ask({ text: 'refuse' })
    expect(refused.status).toBe(400)
    expect(await errorOf(refused)).toMatchObject({ code: 'bad-request', message: 'Refused on purpose.' })
    const events = await readAll(await ask({ text: 'hello;throw' }))
    expect(events.at(-1)).toMatchObject({ type: 'failed', error: { code: 'internal' } })
  })

  it('names a picture that cannot be decoded as the engine comes to it', async () => {
    const { ask } = await open()
    const pictures = { broken: Buffer.from('this is no picture') }
    const events = await readAll(await ask({ text: 'echo', pictures }))
    expect(events.at(-1)).toMatchObject({ type: 'failed', error: { code: 'unsupported-media' } })
  })
})

describe('several chats', () => {
  it('run beside each other as far as the engine takes them', async () => {
    const { ask, openGate, chatsBegun } = await open({ parallelChats: 2 })
    const first = await ask({ text: 'gate;one' })
    const second = await ask({ text: 'gate;two' })
    await eventually(() => expect(chatsBegun()).toBe(2))
    const third = await ask({ text: 'three' })
    openGate()
    expect(textOf(await readAll(first))).toBe('one')
    expect(textOf(await readAll(second))).toBe('two')
    const events = await readAll(third)
    expect(events[0]).toMatchObject({ type: 'waiting', ahead: 2 })
    expect(textOf(events)).toBe('three')
  })

  it('are stopped one by one', async () => {
    const { ask, openGate, running, wasAborted } = await open({ parallelChats: 2 })
    const staying = await ask({ text: 'gate;stayed' })
    const leaving = readEvents(await ask({ text: 'write' }))
    await readUntil(leaving, isText)
    await leaving.return()
    await eventually(() => expect(wasAborted()).toBe(true))
    await eventually(() => expect(running()?.running).toBe(1))
    openGate()
    expect(textOf(await readAll(staying))).toBe('stayed')
  })

  it('do not take each other down when one finds no memory: the engine is replaced after the last', async () => {
    const { ask, openGate, running, restarts } = await open({ parallelChats: 2 })
    const staying = await ask({ text: 'gate;stayed' })
    const failing = readAll(await ask({ text: 'begun;fill' }))
    expect((await failing).at(-1)).toMatchObject({ type: 'failed', error: { code: 'out-of-memory' } })
    await eventually(() => expect(running()?.running).toBe(1))
    expect(restarts).toEqual([])
    openGate()
    expect(textOf(await readAll(staying))).toBe('stayed')
    await eventually(() => expect(restarts).toEqual(['memory']))
    expect(textOf(await readAll(await ask({ text: 'hello' })))).toBe('hello')
  })

  it('let people go before what runs by itself', async () => {
    const { ask, openGate, chatsBegun } = await open()
    const first = await ask({ text: 'gate;one' })
    await eventually(() => expect(chatsBegun()).toBe(1))
    const byItself = await ask({ text: 'batch', options: { priority: 'batch' } })
    const person = await ask({ text: 'gate;person', options: { priority: 'interactive' } })
    const waits = readEvents(byItself)
    await readUntil(waits, (event) => event.type === 'waiting' && event.ahead === 2)
    openGate()
    await readAll(first)
    expect((await readAll(person))[0]).toMatchObject({ type: 'waiting', ahead: 1 })
    expect(await readUntil(waits, isText)).toEqual({ type: 'text', text: 'batch' })
    await waits.return()
  })

  it('do not run while pictures are read, nor pictures while they run', async () => {
    const { ask, openGate, perceive, chatsBegun, batches } = await open({ parallelChats: 2 })
    const chat = await ask({ text: 'gate;one' })
    await eventually(() => expect(chatsBegun()).toBe(1))
    const pictures = [perceive(await createPicture('plain')), perceive(await createPicture('plain'))]
    await eventually(() => expect(sidecar?.scheduler.depths()[0]?.depth.interactive).toBe(2))
    openGate()
    expect(textOf(await readAll(chat))).toBe('one')
    expect((await Promise.all(pictures)).map(({ status }) => status)).toEqual([200, 200])
    expect(batches).toEqual([1, 2])
  })
})

describe('a request', () => {
  it.each<[string, TestChat, string]>([
    [
      'that lacks a picture',
      {
        text: 'hello',
        options: { messages: [{ role: 'user', parts: [{ type: 'image', picture: 'gone' }] }] },
      },
      '"gone"',
    ],
    [
      'with a picture that no message names',
      {
        text: '',
        pictures: { stray: Buffer.from('x') },
        options: { messages: [{ role: 'user', parts: [{ type: 'text', text: 'hello' }] }] },
      },
      '"stray"',
    ],
    ['without messages', { text: '', options: { messages: [] } }, 'messages'],
  ])('%s is refused', async (_name, chat, named) => {
    const { ask, chatsBegun } = await open()
    const response = await ask(chat)
    expect(response.status).toBe(400)
    expect(await errorOf(response)).toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining(named),
    })
    expect(chatsBegun()).toBe(0)
  })

  it('with pictures that are too large together is refused', async () => {
    const { ask } = await open({ maxImageBytes: 1_000 })
    const pictures = { a: Buffer.alloc(600), b: Buffer.alloc(600) }
    const response = await ask({ text: 'hello', pictures })
    expect(response.status).toBe(413)
    expect(await errorOf(response)).toMatchObject({ code: 'too-large' })
  })

  it('without a body of parts is refused', async () => {
    const { app } = await open()
    expect((await app.request('/v1/chat', { method: 'POST', body: 'hello' })).status).toBe(400)
  })

  it('finds no engine where none talks', async () => {
    const { ask } = await open({ stages: ['perception'] })
    const response = await ask({ text: 'hello' })
    expect(response.status).toBe(503)
    expect(await errorOf(response)).toMatchObject({ code: 'no-engine' })
  })
})

import { createTRPCClient, httpBatchStreamLink, isTRPCClientError } from '@trpc/client'
import { makeNewImage } from '@vitrine/db/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { handleTrpc } from './handle-trpc.ts'
import type { AppRouter } from './root.ts'
import { createTestApi, PERSON, type TestApi } from './testing.ts'

const URL_BASE = 'http://gallery.test/api/trpc'

let test: TestApi
beforeEach(() => {
  test = createTestApi()
})
afterEach(() => test.dispose())

const answer = (request: Request): Promise<Response> =>
  handleTrpc(request, () => ({ services: test.services, person: PERSON }))

const client = () =>
  createTRPCClient<AppRouter>({
    links: [
      httpBatchStreamLink({
        url: URL_BASE,
        fetch: (url, init) => answer(new Request(url, { ...init, signal: init?.signal ?? null })),
      }),
    ],
  })

describe('the API over HTTP', () => {
  it('answers a batch', async () => {
    await test.db.images.create(makeNewImage('a'))
    const [page, settings] = await Promise.all([
      client().search.query.query({ query: '' }),
      client().system.settings.query(),
    ])
    expect([page.hits.length, settings.trashDays]).toEqual([1, 30])
  })

  it('sends an error as the browser speaks of it, without a stack', async () => {
    const error: unknown = await client()
      .images.byId.query({ id: 7 })
      .catch((thrown: unknown) => thrown)
    expect(isTRPCClientError<AppRouter>(error) && error.data).toMatchObject({
      httpStatus: 404,
      appError: { code: 'not-found', message: 'There is no image 7.', retryable: false },
    })
    expect(JSON.stringify(error)).not.toContain('stack')
  })

  it('streams events with their ids, from the one the browser saw last', async () => {
    await test.db.images.create(makeNewImage('seen'))
    const since = await test.db.events.lastId()
    await test.db.images.create(makeNewImage('new'))
    const over = new AbortController()
    const input = encodeURIComponent(JSON.stringify({ lastEventId: since }))
    const request = new Request(`${URL_BASE}/events.watch?input=${input}`, {
      headers: { accept: 'text/event-stream' },
      signal: over.signal,
    })
    const response = await answer(request)
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while (!text.includes(`id: ${since + 1}`)) text += (await reader?.read())?.value ?? ''
    expect(text).toContain('"fileName":"new.jpg"')
    expect(text).not.toContain('"fileName":"seen.jpg"')
    over.abort()
  })

  it('resumes where a reconnecting browser says it was', async () => {
    await test.db.images.create(makeNewImage('seen'))
    const since = await test.db.events.lastId()
    await test.db.images.create(makeNewImage('missed'))
    const over = new AbortController()
    const request = new Request(`${URL_BASE}/events.watch?input=%7B%7D`, {
      headers: { accept: 'text/event-stream', 'last-event-id': String(since) },
      signal: over.signal,
    })
    const reader = (await answer(request)).body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while (!text.includes('missed.jpg')) text += (await reader?.read())?.value ?? ''
    expect(text).not.toContain('seen.jpg')
    over.abort()
  })

  it('takes no order from a page of another site', async () => {
    const { id } = await test.db.images.create(makeNewImage('a'))
    await test.db.images.trash({ ids: [id] })
    const request = new Request(`${URL_BASE}/images.emptyTrash`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
      // A form goes anywhere without a question, and an order without an input would take one.
      body: new FormData(),
    })
    expect((await answer(request)).status).toBe(401)
    expect((await test.db.images.trashed({ limit: 1 })).images).toHaveLength(1)
  })
})

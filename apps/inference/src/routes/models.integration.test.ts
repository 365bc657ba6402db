/** The routes of weights, over a real store and a hub. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { AppError, ModelsReport, Weights, WireError } from '@vitrine/contracts'
import { expect, it } from 'vitest'
import type { z } from 'zod'
import type { ModelStore } from '../downloads/model-store.ts'
import { makeHub, makeStore, placeOf } from '../downloads/testing/stores.ts'
import { makeFolder, SMALL, smallRepository, writeFiles } from '../downloads/testing/weights.ts'
import { eventually } from '../testing/eventually.ts'
import { addModelRoutes } from './models.ts'

const { key } = SMALL

function createApp(store: ModelStore) {
  const app = new OpenAPIHono()
  app.onError((thrown) => {
    const error = AppError.from(thrown)
    return Response.json(error.toWire(), { status: error.status })
  })
  const describeModels = (): ModelsReport => ({
    models: [],
    weights: store.list().map((one) => ({ ...one, memoryBytes: 0, isRecommended: true, isInUse: true })),
    devices: { wish: 'cpu', chosen: 'cpu', why: 'It is wished for.', probes: [], howToGetCuda: [] },
    ledgers: [],
    hub: store.hub,
  })
  addModelRoutes(app, { store, describeModels })
  return async <T>(schema: z.ZodType<T>, url: string, method = 'GET') => {
    const response = await app.request(url, { method })
    return { status: response.status, body: schema.parse(await response.json()) }
  }
}

it('lists, fetches and deletes weights', async () => {
  const [hub, modelsDir] = [await makeHub(), await makeFolder()]
  const { store } = makeStore({ modelsDir, hubUrl: hub.url })
  await store.start()
  const ask = createApp(store)
  const before = await ask(ModelsReport, '/v1/models')
  expect(before.body.weights.map(({ state }) => state)).toEqual(['absent'])
  const begun = await ask(Weights, `/v1/models/${key}/pull`, 'POST')
  expect(begun).toMatchObject({ status: 202, body: { key, state: 'downloading' } })
  await eventually(() => expect(store.find(key)).not.toBeNull())
  const deleted = await ask(Weights, `/v1/models/${key}`, 'DELETE')
  expect(deleted).toMatchObject({ status: 200, body: { key, state: 'absent' } })
})

it('stops a download', async () => {
  const [hub, modelsDir] = [await makeHub(), await makeFolder()]
  hub.trouble = { holds: true }
  const { store } = makeStore({ modelsDir, hubUrl: hub.url })
  await store.start()
  const ask = createApp(store)
  await ask(Weights, `/v1/models/${key}/pull`, 'POST')
  expect((await ask(Weights, `/v1/models/${key}/cancel`, 'POST')).status).toBe(200)
  await eventually(() => expect(store.list()[0]?.state).toBe('absent'))
})

it('looks at the folders when it is asked to', async () => {
  const [modelsDir, offlineDir] = [await makeFolder(), await makeFolder()]
  const { store } = makeStore({ modelsDir, offlineDir })
  await store.start()
  const ask = createApp(store)
  await writeFiles(placeOf(offlineDir), smallRepository())
  const { body } = await ask(ModelsReport, '/v1/models/rescan', 'POST')
  expect(body.weights).toMatchObject([{ state: 'present', place: 'folder' }])
  const refused = await ask(WireError, `/v1/models/${key}`, 'DELETE')
  expect(refused).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } })
})

it.each([
  ['POST', 'pull'],
  ['POST', 'cancel'],
  ['DELETE', ''],
])('%s %s knows no other weights', async (method, action) => {
  const { store } = makeStore({ modelsDir: await makeFolder() })
  const ask = createApp(store)
  const { status, body } = await ask(WireError, `/v1/models/other/${action}`.replace(/\/$/, ''), method)
  expect({ status, code: body.error.code }).toEqual({ status: 404, code: 'not-found' })
})

it('says when the disk has no room', async () => {
  const { store } = makeStore({ modelsDir: await makeFolder(), freeBytes: async () => 0 })
  const { status, body } = await createApp(store)(WireError, `/v1/models/${key}/pull`, 'POST')
  expect({ status, code: body.error.code }).toEqual({ status: 507, code: 'storage-full' })
})

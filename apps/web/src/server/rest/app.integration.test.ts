import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  AnalyzeResponse,
  AppError,
  ImageDetail,
  ImageListResponse,
  type PerceptionResult,
  PipelineStatus,
  type ReasoningResult,
  SearchResponse,
  WireError,
} from '@vitrine/contracts'
import type { Db } from '@vitrine/db'
import { createTestDb, makeNewImage, makePerception, makeReading } from '@vitrine/db/testing'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDecoder } from '../images/decode.ts'
import { ingestLimits } from '../images/limits.ts'
import type { ImageBytes } from '../inference/sidecar.ts'
import { createBlobStore } from '../storage/blob-store.ts'
import { createIndexAsk } from '../testing/ask.ts'
import { createExportsWithoutFiles } from '../testing/exports.ts'
import { createModelsDouble } from '../testing/models.ts'
import { createToolsDouble } from '../testing/tools.ts'
import { createRestApp } from './app.ts'
import { receiveForm, receiveImage } from './receive-image.ts'

const MANY = makePerception({
  detections: Array.from({ length: 6 }, () => ({
    label: 'dog',
    box: { x: 0, y: 0, width: 0.1, height: 0.1 },
    score: 0.9,
  })),
})

/** A face over a real database whose engines answer as told. */
async function openFace() {
  const { db, dispose } = createTestDb()
  const dataDir = await mkdtemp(path.join(tmpdir(), 'vitrine-rest-'))
  const blobs = await createBlobStore({ dataDir })
  const limits = ingestLimits({ maxUploadBytes: 1_000_000, maxPixels: 1_000_000 })
  const receiving = { blobs, decoder: createDecoder(), limits, now: Date.now }
  const received: ImageBytes[] = []
  const logged: unknown[] = []
  const engines: { perceive: () => Promise<PerceptionResult>; reason: () => Promise<ReasoningResult> } = {
    perceive: async () => makePerception(),
    reason: () => Promise.reject(new AppError('no-engine', 'There is no reasoning engine.')),
  }
  const app = createRestApp({
    db,
    inference: {
      perceive: (image) => {
        received.push(image)
        return engines.perceive()
      },
      reason: () => engines.reason(),
      hasReasoningEngine: () => false,
    },
    tools: createToolsDouble(),
    receiveImage: (request) => receiveImage(receiving, request),
    receiveForm: (request) => receiveForm(receiving, request),
    upload: async () => Response.json({ items: [] }, { status: 201 }),
    sendBytes: async (_request, { id, variant }) => new Response(`${variant} of ${id}`),
    models: createModelsDouble(),
    exports: createExportsWithoutFiles(db),
    importCsv: () => Promise.reject(new Error('not asked for here')),
    ask: createIndexAsk(db),
    pipeline: { problem: () => null, poke: () => undefined },
    logError: (error) => void logged.push(error),
    version: '1.2.3',
  })
  return {
    app,
    db,
    engines,
    received,
    logged,
    temporaryFiles: () => readdir(path.join(dataDir, 'tmp')),
    close: async () => {
      await dispose()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

let face: Awaited<ReturnType<typeof openFace>>
beforeEach(async () => {
  face = await openFace()
})
afterEach(() => face.close())

const get = (path: string) => face.app.request(`/api/v1${path}`)
const addImage = async (db: Db, name: string) => (await db.images.create(makeNewImage(name))).id

async function errorOf(response: Response): Promise<string> {
  return WireError.parse(await response.json()).error.code
}

function analyze(bytes: Uint8Array, field = 'image'): Promise<Response> {
  const body = new FormData()
  body.set('note', 'passed over')
  body.set(field, new Blob([new Uint8Array(bytes)]), '../of a dog.png')
  return Promise.resolve(face.app.request('/api/v1/analyze', { method: 'POST', body }))
}

const PNG = sharp({ create: { width: 20, height: 10, channels: 3, background: '#888' } })

describe('POST /analyze', () => {
  it('answers with what was seen, and stores nothing', async () => {
    const response = await analyze(await PNG.clone().png().toBuffer())
    expect(response.status).toBe(200)
    const answer = AnalyzeResponse.parse(await response.json())
    expect(answer).toMatchObject({
      fileName: 'of a dog.png',
      perception: { caption: 'A dog on a beach.' },
      triage: { needsReasoning: false },
      readingStatus: 'not-needed',
    })
    expect((await face.db.images.totals()).images).toBe(0)
    expect(await face.temporaryFiles()).toEqual([])
  })

  it.each([
    ['has none', () => Promise.reject(new AppError('no-engine', 'None.')), 'no-reasoning-engine'],
    ['fails', () => Promise.reject(new AppError('engine-crashed', 'Gone.')), 'failed'],
    ['answers', async () => makeReading(), 'done'],
  ])('says so when the image asks for a deep reading and the engine %s', async (_name, reason, status) => {
    face.engines.perceive = async () => MANY
    face.engines.reason = reason
    const answer = AnalyzeResponse.parse(await (await analyze(await PNG.clone().png().toBuffer())).json())
    expect(answer).toMatchObject({ triage: { reasons: ['many-objects'] }, readingStatus: status })
  })

  it('draws what the sidecar does not read', async () => {
    await analyze(await PNG.clone().tiff().toBuffer())
    expect(face.received[0]?.mediaType).toBe('image/jpeg')
    expect(await sharp(face.received[0]?.bytes).metadata()).toMatchObject({ width: 20, height: 10 })
  })

  it.each([
    ['no form', () => face.app.request('/api/v1/analyze', { method: 'POST', body: 'x' }), 400, 'bad-request'],
    ['no part of that name', () => analyze(new Uint8Array([1]), 'picture'), 400, 'bad-request'],
    ['too many bytes', () => analyze(new Uint8Array(1_000_001)), 413, 'too-large'],
    ['a PDF', () => analyze(new TextEncoder().encode('%PDF-1.7\n%âãÏÓ\n')), 415, 'unsupported-media'],
    ['what is no picture', () => analyze(new TextEncoder().encode('hello there')), 415, 'unsupported-media'],
  ])('refuses %s', async (_name, send, status, code) => {
    const response = await send()
    expect([response.status, await errorOf(response)]).toEqual([status, code])
    expect(await face.temporaryFiles()).toEqual([])
  })

  it('passes on that the engine is busy, and for how long', async () => {
    face.engines.perceive = () =>
      Promise.reject(new AppError('engine-busy', 'Full.', { retryAfterSeconds: 3 }))
    const response = await analyze(await PNG.clone().png().toBuffer())
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '3'])
  })
})

describe('/images', () => {
  it('lists newest first, page by page', async () => {
    for (const name of ['a', 'b', 'c']) await addImage(face.db, name)
    const first = ImageListResponse.parse(await (await get('/images?limit=2')).json())
    const second = ImageListResponse.parse(
      await (await get(`/images?limit=2&cursor=${first.nextCursor}`)).json(),
    )
    const names = [...first.images, ...second.images].map(({ fileName }) => fileName)
    expect(names).toEqual(['c.jpg', 'b.jpg', 'a.jpg'])
  })

  it('shows one, and its bytes', async () => {
    const id = await addImage(face.db, 'a')
    expect(ImageDetail.parse(await (await get(`/images/${id}`)).json()).fileName).toBe('a.jpg')
    expect(await (await get(`/images/${id}/thumbnail`)).text()).toBe(`thumbnail of ${id}`)
  })

  it.each([
    ['/images/999', 404, 'not-found'],
    ['/images/zero', 400, 'bad-request'],
    ['/images/1/poster', 400, 'bad-request'],
    ['/images?limit=0', 400, 'bad-request'],
    ['/nothing', 404, 'not-found'],
  ])('answers %s with %i %s', async (path, status, code) => {
    const response = await get(path)
    expect([response.status, await errorOf(response)]).toEqual([status, code])
  })

  it('takes uploads', async () => {
    const response = await face.app.request('/api/v1/images', { method: 'POST', body: new FormData() })
    expect(response.status).toBe(201)
  })

  it('knows bytes by their hash', async () => {
    const id = await addImage(face.db, 'a')
    const { sha256 } = makeNewImage('a')
    const response = await face.app.request('/api/v1/images/known', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sha256s: [sha256] }),
    })
    expect(await response.json()).toEqual({ known: { [sha256]: id } })
  })
})

describe('search and status', () => {
  it('finds', async () => {
    const id = await addImage(face.db, 'beach')
    const page = SearchResponse.parse(await (await get('/search?q=file:beach&sort=newest')).json())
    expect(page.hits.map(({ image }) => image.id)).toEqual([id])
  })

  it('counts facets, those that were asked for', async () => {
    await addImage(face.db, 'beach')
    expect(await (await get('/facets?names=status')).json()).toMatchObject({ facets: [{ name: 'status' }] })
    expect((await get('/facets?names=colour')).status).toBe(400)
  })

  it('tells how far the reading is', async () => {
    await addImage(face.db, 'beach')
    expect(PipelineStatus.parse(await (await get('/status')).json())).toMatchObject({ queued: 1 })
  })

  it('keeps the details of a surprise in the log', async () => {
    face.engines.perceive = () => Promise.reject(new TypeError('x is undefined'))
    const response = await analyze(await PNG.clone().png().toBuffer())
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('undefined')
    expect(face.logged).toHaveLength(1)
  })
})

describe('/openapi.json', () => {
  it('describes every address', async () => {
    const document: unknown = await (await get('/openapi.json')).json()
    expect(document).toMatchObject({
      info: { version: '1.2.3' },
      paths: {
        '/api/v1/analyze': { post: {} },
        '/api/v1/images': { get: {}, post: {} },
        '/api/v1/images/known': { post: {} },
        '/api/v1/images/{id}': { get: {} },
        '/api/v1/images/{id}/{variant}': { get: {} },
        '/api/v1/search': { get: {} },
        '/api/v1/facets': { get: {} },
        '/api/v1/status': { get: {} },
        '/api/v1/tasks/{task}': { post: {} },
        '/api/v1/images/{id}/tasks/{task}': { post: {} },
        '/api/v1/images/{id}/annotations.coco.json': { get: {} },
        '/api/v1/images/{id}/mask.png': { get: {} },
      },
      components: { schemas: { AnalyzeResponse: {}, ImageCard: {}, WireError: {} } },
    })
  })

  it('takes nothing from a page of another site', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    const init = { method: 'POST', body: new FormData(), headers }
    expect((await face.app.request('/api/v1/images', init)).status).toBe(401)
  })

  it('is for this site alone', async () => {
    const response = await face.app.request('/api/v1/openapi.json', {
      headers: { origin: 'https://evil.example' },
    })
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })
})

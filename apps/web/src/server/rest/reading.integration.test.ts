import { ImageReading, WireError } from '@vitrine/contracts'
import { createTestDb, makeNewImage, makePerception, makeReading, makeTriage } from '@vitrine/db/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTestRestApp } from '../testing/rest.ts'

function openFace() {
  const { db, dispose } = createTestDb()
  return { app: createTestRestApp(db), db, dispose }
}

let face: ReturnType<typeof openFace>
beforeEach(() => {
  face = openFace()
})
afterEach(() => face.dispose())

const get = (address: string) => face.app.request(`/api/v1${address}`)

const FIELDS = [{ name: 'total', value: '21.05', number: 21.05, unit: 'EUR' }]
const TABLES = [{ title: 'Items', columns: ['Item', 'Price'], rows: [['=Bread', '3.20']] }]

/** A receipt that stage 1 has read, and stage 2 where it is asked for. */
async function addReceipt({ isDeep }: { isDeep: boolean }): Promise<number> {
  const { db } = face
  await db.jobs.setReasoningAvailable(true)
  const { id } = await db.images.create(makeNewImage('receipt', { fileName: 'Café "1".png' }))
  const [job] = await db.jobs.claim({ stage: 'perception', limit: 1, leaseMs: 60_000 })
  if (!job) throw new Error('There is no job to claim.')
  await db.jobs.commitPerception(job, {
    result: makePerception(),
    triage: makeTriage(['receipt-like']),
    hasReasoningEngine: true,
  })
  if (!isDeep) return id
  const [deep] = await db.jobs.claim({ stage: 'reasoning', limit: 1, leaseMs: 60_000 })
  if (!deep) throw new Error('There is no reading to claim.')
  const result = makeReading({
    reading: 'A receipt.',
    fields: FIELDS,
    tables: TABLES,
    warnings: ['Blurred.'],
  })
  await db.jobs.commitReasoning(deep, result)
  return id
}

it('gives the prose, the fields and the tables with what made them', async () => {
  const id = await addReceipt({ isDeep: true })
  const response = await get(`/images/${id}/reading`)
  expect(ImageReading.parse(await response.json())).toEqual({
    imageId: id,
    fileName: 'Café "1".png',
    status: 'done',
    reading: 'A receipt.',
    fields: FIELDS,
    tables: TABLES,
    warnings: ['Blurred.'],
    source: expect.objectContaining({ engine: 'qwen2-vl', task: 'reading', promptVersion: 'reading-1' }),
  })
})

it('gives a CSV file that Excel reads as UTF-8 and in which nothing is a formula', async () => {
  const id = await addReceipt({ isDeep: true })
  const response = await get(`/images/${id}/reading.csv`)
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(response.headers.get('content-disposition')).toBe(
    "attachment; filename*=UTF-8''Caf%C3%A9%20%221%22.reading.csv",
  )
  const bytes = new Uint8Array(await response.arrayBuffer())
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  expect(new TextDecoder().decode(bytes)).toContain("\r\n'=Bread,3.20\r\n")
})

it('gives Markdown', async () => {
  const id = await addReceipt({ isDeep: true })
  const response = await get(`/images/${id}/reading.md`)
  expect(response.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
  expect(await response.text()).toContain('| Total | 21.05 EUR |')
})

it('tells how far it is where there is no reading yet', async () => {
  const id = await addReceipt({ isDeep: false })
  expect(ImageReading.parse(await (await get(`/images/${id}/reading`)).json())).toMatchObject({
    status: 'queued',
    reading: null,
    fields: [],
    source: null,
  })
  for (const ending of ['csv', 'md']) {
    const response = await get(`/images/${id}/reading.${ending}`)
    expect([response.status, WireError.parse(await response.json()).error.code]).toEqual([404, 'not-found'])
  }
})

it('knows no image that is not there', async () => {
  expect((await get('/images/99/reading')).status).toBe(404)
})

it('is in the OpenAPI document', async () => {
  const { paths } = await (await get('/openapi.json')).json()
  expect(Object.keys(paths).filter((path) => path.includes('reading'))).toEqual([
    '/api/v1/images/{id}/reading',
    '/api/v1/images/{id}/reading.csv',
    '/api/v1/images/{id}/reading.md',
  ])
})

import { ExportTicket, WireError } from '@vitrine/contracts'
import { createTestDb, makeNewImage, type TestDb } from '@vitrine/db/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestRestApp } from '../testing/rest.ts'

let test: TestDb
let app: ReturnType<typeof createTestRestApp>
beforeEach(() => {
  test = createTestDb()
  app = createTestRestApp(test.db)
})
afterEach(() => test.dispose())

const add = async (seed: string) => (await test.db.images.create(makeNewImage(seed))).id
const get = (query: string) => app.request(`/api/v1/export?${query}`)
const codeOf = async (response: Response) => WireError.parse(await response.json()).error.code

describe('GET /api/v1/export', () => {
  it('sends a file to be saved, and how many images are in it', async () => {
    await add('mug')
    const response = await get('q=&columns=file')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename\*=UTF-8''vitrine-[\d-]{10}\.csv$/,
    )
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('x-vitrine-count')).toBe('1')
    expect(await response.text()).toBe('file\r\nmug.jpg\r\n')
  })

  it('takes a search, a collection by its name or id, or ids', async () => {
    const [mug, cup] = [await add('mug'), await add('cup')]
    const { id } = await test.db.collections.create('Kitchen things')
    await test.db.collections.add(id, { ids: [cup] })
    const ids = async (query: string) => (await get(`${query}&columns=id`)).text()
    expect(await ids('q=file:mug')).toBe(`id\r\n${mug}\r\n`)
    expect(await ids('collection=kitchen%20things')).toBe(`id\r\n${cup}\r\n`)
    expect(await ids(`collection=${id}`)).toBe(`id\r\n${cup}\r\n`)
    expect(await ids(`ids=${mug},${cup}&sort=oldest`)).toBe(`id\r\n${mug}\r\n${cup}\r\n`)
  })

  it.each([
    ['q=a&ids=1', 'bad-request'],
    ['ids=1,x', 'bad-request'],
    ['columns=sha256,nonsense', 'bad-request'],
    ['columns=field:Not%20a%20name', 'bad-request'],
    ['format=exe', 'bad-request'],
    ['name=%7Bnmae%7D', 'bad-request'],
    ['collection=none', 'not-found'],
    ['ticket=00000000-0000-4000-8000-000000000000', 'not-found'],
  ])('refuses %s: %s', async (query, code) => {
    expect(await codeOf(await get(query))).toBe(code)
  })

  it('takes what was put by, once', async () => {
    await add('mug')
    const response = await app.request('/api/v1/export', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ selection: { query: '' }, format: 'csv', columns: ['file'] }),
    })
    const { ticket, count } = ExportTicket.parse(await response.json())
    expect(count).toBe(1)
    const head = await app.request(`/api/v1/export?ticket=${ticket}`, { method: 'HEAD' })
    expect(head.status).toBe(200)
    expect(await (await get(`ticket=${ticket}`)).text()).toBe('file\r\nmug.jpg\r\n')
    expect(await codeOf(await get(`ticket=${ticket}`))).toBe('not-found')
  })

  it('is described in the OpenAPI document', async () => {
    const document = await (await app.request('/api/v1/openapi.json')).json()
    expect(document).toHaveProperty(['paths', '/api/v1/export', 'get'])
    expect(document).toHaveProperty(['paths', '/api/v1/export', 'post'])
  })
})

import { CsvImportReport, WireError } from '@vitrine/contracts'
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

const post = (body: BodyInit, query = '', headers: Record<string, string> = {}) =>
  app.request(`/api/v1/import/csv${query}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'text/csv', ...headers },
  })
const codeOf = async (response: Response) => WireError.parse(await response.json()).error.code

describe('POST /api/v1/import/csv', () => {
  it('previews, then takes up, by columns that are named', async () => {
    const { id } = await test.db.images.create(makeNewImage('mug'))
    const map = encodeURIComponent(JSON.stringify({ sku: 'file', Text: 'caption' }))
    const file = 'sku,Text\nmug.jpg,A red mug\n'
    const preview = CsvImportReport.parse(await (await post(file, `?dryRun=1&map=${map}`)).json())
    expect(preview).toMatchObject({ dryRun: true, matched: 1, fates: { set: 1 } })
    expect((await test.db.images.card(id))?.caption).toBe('')
    const report = CsvImportReport.parse(await (await post(file, `?map=${map}`)).json())
    expect(report.dryRun).toBe(false)
    expect((await test.db.images.card(id))?.caption).toBe('A red mug')
  })

  it.each([
    ['', '', 'bad-request'],
    ['a,b\n1,2', '', 'bad-request'],
    ['file,alt\n"open', '', 'bad-request'],
    ['file,alt\n', '?map=no', 'bad-request'],
    ['file,alt\n', '?map=%7B%22alt%22%3A%22nonsense%22%7D', 'bad-request'],
    ['x'.repeat(65 * 1024 * 1024), '', 'too-large'],
  ])('refuses what is no catalog', async (file, query, code) => {
    expect(await codeOf(await post(file, query))).toBe(code)
  })

  it('says in a dry run how it understands columns that tell too little', async () => {
    const report = CsvImportReport.parse(await (await post('SKU,Text\nmug.jpg,x\n', '?dryRun=1')).json())
    expect(report).toMatchObject({
      columns: [
        { heading: 'SKU', target: null },
        { heading: 'Text', target: null },
      ],
      columnProblem: expect.stringContaining('which image'),
      rows: 0,
    })
  })

  it('takes none from a page of another site', async () => {
    const response = await post('file,alt\n', '', { 'sec-fetch-site': 'cross-site' })
    expect(await codeOf(response)).toBe('unauthorized')
  })
})

import type { ReasoningResult } from '@vitrine/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAX_TABLE_TEXT, tableText } from '../annotations/table-text.ts'
import { createTestDb, makeNewImage, makeReading, type TestDb } from '../testing.ts'
import { addImage, idsOf } from './testing.ts'

let test: TestDb
const ids: Record<string, number> = {}

/** An image that triage sent on, read deeply. */
async function addRead(name: string, reading: Partial<ReasoningResult>): Promise<void> {
  ids[name] = await addImage(test.db, name, {
    caption: 'A slip of paper',
    reasons: ['receipt-like'],
    hasReasoningEngine: true,
  })
  await commit(reading)
}

async function commit(reading: Partial<ReasoningResult>): Promise<void> {
  const [job] = await test.db.jobs.claim({ stage: 'reasoning', limit: 1, leaseMs: 60_000 })
  if (!job) throw new Error('There is no reading to claim.')
  await test.db.jobs.commitReasoning(job, makeReading(reading))
}

const money = (name: string, number: number, unit: string | null = 'EUR') => ({
  name,
  value: number.toFixed(2),
  number,
  unit,
})
const words = (name: string, value: string) => ({ name, value, number: null, unit: null })

/** Far more than is indexed; the last cells are unlike all others. */
const LARGE = {
  title: 'Stock',
  columns: Array.from({ length: 40 }, (_, index) => `column ${index}`),
  rows: Array.from({ length: 500 }, (_, row) =>
    Array.from({ length: 40 }, (_, column) => (row === 499 ? 'zanzibar' : `cell${row}x${column}`)),
  ),
}

beforeAll(async () => {
  test = createTestDb()
  await test.db.jobs.setReasoningAvailable(true)
  await addRead('market', {
    reading: 'A receipt.',
    fields: [money('total', 21.05), money('tax', 3.36), words('merchant', 'Corner Market')],
    tables: [
      {
        title: 'Items',
        columns: ['Item', 'Price'],
        rows: [
          ['Sourdough', '3.20'],
          ['Olives', '17.85'],
        ],
      },
    ],
  })
  await addRead('invoice', {
    reading: 'An invoice.',
    fields: [money('total', 1200, 'USD'), words('invoice-number', 'INV-7'), money('balance', -5)],
  })
  await addRead('twenty', {
    reading: 'A note.',
    fields: [money('total', 20), words('merchant', 'Marketing Ltd')],
  })
  await addRead('large', { reading: 'A list.', tables: [LARGE, LARGE, LARGE] })
  await addImage(test.db, 'photo', { caption: 'A beach' })
})
afterAll(() => test.dispose())

const namesOf = async (query: string) => {
  const found = await idsOf(test.db, query)
  return Object.keys(ids)
    .filter((name) => found.includes(ids[name] ?? 0))
    .toSorted()
}

describe('fields and tables', () => {
  it.each([
    ['field:total', ['invoice', 'market', 'twenty']],
    ['field:Total', ['invoice', 'market', 'twenty']],
    ['field:total>20', ['invoice', 'market']],
    ['field:total>=20', ['invoice', 'market', 'twenty']],
    ['field:total<20', []],
    ['field:total<=20', ['twenty']],
    ['field:total=21.05', ['market']],
    ['field:total:21.05', ['market']],
    ['field:total=21', []],
    ['field:total=20..50', ['market', 'twenty']],
    ['field:balance<0', ['invoice']],
    ['field:balance>0', []],
    ['field:tax>20', []],
    ['field:invoice-number:INV-7', ['invoice']],
    ['field:"invoice number":inv7', ['invoice']],
    ['field:invoice-number:INV-8', []],
    ['field:merchant:market', ['market', 'twenty']],
    ['field:merchant:markets', ['market', 'twenty']],
    ['field:merchant:"corner market"', ['market']],
    ['field:merchant:"market street"', []],
    ['field:nothing', []],
    ['field:totl>20', ['invoice', 'market']],
    ['has:table', ['large', 'market']],
    ['has:fields', ['invoice', 'market', 'twenty']],
    ['has:reading -has:fields', ['large']],
    ['field:total -field:total>20', ['twenty']],
    ['-field:total', ['large']],
    ['field:total>1000 OR has:table', ['invoice', 'large', 'market']],
    ['(field:total>20 OR field:tax) has:table', ['market']],
    ['field:(total>1000,tax)', ['invoice', 'market']],
    ['sourdough', ['market']],
    ['corner', ['market']],
    ['"invoice number"', ['invoice']],
    ['reading:olives', ['market']],
    ['reading:usd', ['invoice']],
    ['cell3x4', ['large']],
  ])('%s finds %j', async (query, names) => {
    expect(await namesOf(query)).toEqual(names)
  })

  it('says what a misspelt name was taken for', async () => {
    const { explanation } = await test.db.search.search({
      query: 'field:totl>20',
      sort: 'relevance',
      limit: 1,
      everything: false,
    })
    expect(explanation.corrections).toEqual([{ from: 'totl', to: 'total' }])
  })

  it('shows the cell that matched', async () => {
    const { hits } = await test.db.search.search({
      query: 'sourdough',
      sort: 'relevance',
      limit: 1,
      everything: false,
    })
    expect(hits[0]?.snippet).toMatchObject({ column: 'reading' })
    expect(hits[0]?.snippet?.parts).toContainEqual({ text: 'Sourdough', hit: true })
  })

  it('marks the value that a field was asked for', async () => {
    const { hits } = await test.db.search.search({
      query: 'field:invoice-number:INV-7',
      sort: 'newest',
      limit: 1,
      everything: false,
    })
    expect(hits[0]?.snippet?.parts.some(({ text, hit }) => hit && text === 'INV-7')).toBe(true)
  })

  it('suggests the names there are', async () => {
    const suggested = await test.db.search.suggest('field:to', 10)
    expect(suggested.map(({ query, count }) => [query, count?.value])).toEqual([['field:total', 3]])
  })

  it('suggests them for a word, too', async () => {
    const suggested = await test.db.search.suggest('receipt invo', 10)
    expect(suggested.map(({ query }) => query)).toContain('receipt field:invoice-number')
  })

  it('counts the names as a facet, by terms that find what was counted', async () => {
    const [facet] = (await test.db.search.facets('', ['field'])).facets
    expect(facet?.values[0]).toMatchObject({ value: 'total', term: 'field:total', count: { value: 3 } })
  })
})

describe('a table of five hundred rows', () => {
  it('is stored whole, and searched up to a bound', async () => {
    const detail = await test.db.images.detail(ids.large ?? 0)
    const [body] = detail?.annotations.flatMap(({ body }) => (body.type === 'table' ? [body] : [])) ?? []
    expect(body).toEqual({ type: 'table', ...LARGE })
    expect(await namesOf('zanzibar')).toEqual([])
    expect(tableText(LARGE).length).toBeLessThanOrEqual(MAX_TABLE_TEXT)
  })
})

describe('reading again', () => {
  it('replaces fields and tables, in the record and in search, and nothing that a person wrote', async () => {
    const id = ids.market ?? 0
    await test.db.images.setCaption(id, 'caption', 'My shopping', 'Ada')
    await test.db.images.setNotes(id, 'Keep for the tax office')
    await test.db.jobs.rerun({ ids: [id] }, 'reasoning')
    await commit({ reading: 'A receipt, anew.', fields: [money('total', 7)] })
    const detail = await test.db.images.detail(id)
    const types = detail?.annotations.filter(({ body }) => /^(field|table|reading)$/.test(body.type))
    expect(types?.map(({ body }) => body.type)).toEqual(['field', 'reading'])
    expect(detail).toMatchObject({ caption: 'My shopping', notes: 'Keep for the tax office' })
    expect(await namesOf('field:total=21.05')).toEqual([])
    expect(await namesOf('field:total=7')).toEqual(['market'])
    expect(await namesOf('sourdough')).toEqual([])
    expect(await namesOf('has:table')).toEqual(['large'])
  })
})

describe('skipping', () => {
  it('takes the deep reading off the queue and leaves the first one alone', async () => {
    const id = await addImage(test.db, 'skipped', { reasons: ['much-text'], hasReasoningEngine: true })
    expect(await test.db.jobs.cancel({ ids: [id] }, 'reasoning')).toBe(1)
    expect(await test.db.images.detail(id)).toMatchObject({ status: 'ready', reasoning: 'skipped' })
    expect(await test.db.jobs.claim({ stage: 'reasoning', limit: 1, leaseMs: 1000 })).toEqual([])
    expect(await test.db.jobs.cancel({ ids: [id] }, 'reasoning')).toBe(0)
  })

  it('leaves alone what is still to be perceived', async () => {
    const { id } = await test.db.images.create(makeNewImage('unread'))
    expect(await test.db.jobs.cancel({ ids: [id] }, 'reasoning')).toBe(0)
    expect(await test.db.images.detail(id)).toMatchObject({ status: 'queued' })
  })
})

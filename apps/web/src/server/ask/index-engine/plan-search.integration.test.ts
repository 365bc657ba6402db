/** What the planner writes, read by the search that it is written for. */
import { createTestDb, type TestDb } from '@vitrine/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createIndexEngine } from './index-engine.ts'

let test: TestDb
beforeAll(() => {
  test = createTestDb()
})
afterAll(() => test.dispose())

const QUESTIONS = [
  'Which receipts are over 50 euros?',
  'receipts between 20 and 50 euros from April',
  'What costs at least 12,50 €?',
  'photos with more than two dogs or cats but no people',
  'Is there a wine glass on a dining table?',
  'Where is the invoice from ACME & Sons?',
  'screenshots of the last 3 days that mention "time (out) OR: that"',
  'png files wider than 2000 pixels in the collection Summer, tagged holiday',
  'documents between 2024 and 2025 without text',
  'Welche Quittungen vom letzten Monat sind über 20 Euro?',
  'a) OR (b - c : d" e',
]

it.each(QUESTIONS)('the search understands what becomes of: %s', async (question) => {
  const { query, wider } = createIndexEngine().planSearch(question)
  for (const planned of [query, wider ?? '']) {
    const { explanation } = await test.db.search.search({
      query: planned,
      sort: 'relevance',
      limit: 1,
      everything: false,
    })
    expect(explanation.issues).toEqual([])
  }
})

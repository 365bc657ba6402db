import { SearchSort } from '@vitrine/contracts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDb, type TestDb } from '../testing.ts'
import { parseQuery } from './language/parse.ts'
import { addImage } from './testing.ts'

let test: TestDb

beforeAll(async () => {
  test = createTestDb()
  await addImage(test.db, 'one', {
    caption: 'A dog on a beach',
    text: ['TOTAL 12,80', '東京都'],
    labels: ['dog'],
  })
  await addImage(test.db, 'two', {
    caption: 'Straße "quoted" (paren) AND OR NOT NEAR',
    labels: ['cat', 'cat'],
  })
})

afterAll(() => test.dispose())

/** Seeded, so that a failure can be seen again. */
function createChance(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 4_294_967_296) * below)
  }
}

const PIECES = [
  ...'"\'()*-+^:{}|<>=,.;%_\\/#@!?~`&$[]',
  ...[
    '\u0000',
    '\uE000',
    '\uD800',
    '\uFFFF',
    '\u200D',
    '🐶',
    '東',
    '京都',
    'ß',
    'é',
    'e\u0301',
    'Ω',
    'हि',
    '𝒳',
  ],
  ...[
    ' ',
    ' ',
    ' ',
    '\n',
    '\t',
    'dog',
    'beach',
    'total',
    'do',
    'a',
    'AND',
    'OR',
    'NOT',
    'NEAR',
    'NEAR(',
    '--',
    '1',
  ],
  ...[
    'object:',
    'object:dog>',
    'kind:',
    'is:trashed',
    'from:',
    '2026-05',
    'width>',
    '99999999',
    'caption:',
    'tag:',
    'field:',
    'field:total>',
    ':1e999',
  ],
  ...[
    'rowid',
    'search_fts',
    ';DROP TABLE Image',
    "' OR 1=1",
    'collection:',
    'file:',
    'x'.repeat(300),
    '0',
    '12,80',
  ],
]

it('takes any string as a query, whatever the order', async () => {
  const chance = createChance(42)
  for (let round = 0; round < 2000; round++) {
    const length = 1 + chance(14)
    const query = Array.from({ length }, () => PIECES[chance(PIECES.length)] ?? '')
      .join('')
      .slice(0, 2000)
    const sort = SearchSort.options[chance(SearchSort.options.length)] ?? 'relevance'
    const label = JSON.stringify(query)
    const found = await test.db.search
      .search({ query, sort, limit: 10, everything: chance(2) === 0 })
      .catch((error: unknown) => ({ label, error, hits: [] }))
    expect(found).not.toHaveProperty('error')
    for (const issue of parseQuery(query, 0).issues)
      expect([label, issue.start + issue.length <= query.length]).toEqual([label, true])
  }
}, 60_000)

it('takes any string for facets, suggestions and neighbours', async () => {
  const chance = createChance(7)
  for (let round = 0; round < 1000; round++) {
    const query = Array.from({ length: 1 + chance(8) }, () => PIECES[chance(PIECES.length)] ?? '').join('')
    await test.db.search.facets(query)
    await test.db.search.suggest(query, 10)
    await test.db.search.neighbours(1, query, SearchSort.options[chance(5)] ?? 'name')
  }
  expect((await test.db.images.totals()).images).toBe(2)
}, 60_000)

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDb, type TestDb } from '../testing.ts'
import { addImage, idsOf } from './testing.ts'

const LINES = ['Please do not', 'park here', 'no. AB-', '1234 X', 'Straße 4', 'here to park', 'park']

describe('text regions that light up', () => {
  let test: TestDb
  beforeAll(async () => {
    test = createTestDb()
    await addImage(test.db, 'sign', { text: LINES, labels: ['dog', 'park'] })
  })
  afterAll(() => test.dispose())

  it.each<[string, string[]]>([
    ['park', ['park here', 'here to park', 'park', 'park']],
    ['text:park', ['park here', 'here to park', 'park']],
    ['text:"park here"', ['park here']],
    ['text:"not park"', []],
    ['text:"here no"', []],
    ['text:strasse', ['Straße 4']],
    ['text:par*', ['park here', 'here to park', 'park']],
    ['text:please text:park', ['Please do not', 'park here', 'here to park', 'park']],
    ['object:park', ['park']],
  ])('for %s', async (query, expected) => {
    const { hits } = await test.db.search.search({ query, sort: 'relevance', limit: 5, everything: false })
    const [hit] = hits
    const detail = await test.db.images.detail(hit?.image.id ?? 0)
    const lit = detail?.annotations.filter(({ id }) => hit?.matchedAnnotationIds.includes(id)) ?? []
    const texts = lit.map(({ body }) => ('label' in body ? body.label : 'text' in body ? body.text : ''))
    expect(hits).toHaveLength(1)
    expect(texts.sort()).toEqual([...expected].sort())
  })
})

describe('two limits of one field', () => {
  let test: TestDb
  let ids: number[]
  beforeAll(async () => {
    test = createTestDb()
    ids = []
    for (const day of [1, 10, 20])
      ids.push(await addImage(test.db, `day ${day}`, { takenAt: Date.UTC(2025, 2, day), width: day * 100 }))
  })
  afterAll(() => test.dispose())

  it.each<[string, number[]]>([
    ['from:2025-03-05 to:2025-03-15', [1]],
    ['from:2025-03-05 to:2025-03-15 width>500', [1]],
    ['from:2025-03-05 from:2025-03-15', [2]],
    ['from:2025-03-15 to:2025-03-05', []],
    ['width>500 width<1500', [1]],
    ['width>1500 width<500', []],
    ['to:2025-03-15 -from:2025-03-05', [0]],
    ['from:2025-03-15 OR to:2025-03-05', [2, 0]],
  ])('find what lies between: %s', async (query, places) => {
    expect(await idsOf(test.db, query)).toEqual(places.map((place) => ids[place]))
  })
})

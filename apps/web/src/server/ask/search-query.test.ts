import { expect, it } from 'vitest'
import { readQuery } from './search-query.ts'

it.each<[string, string | null]>([
  ['kind:receipt field:total>50', 'kind:receipt field:total>50'],
  ['  object:dog\n', 'object:dog'],
  ['=> object:dog', 'object:dog'],
  ['Do I have dogs? => object:dog', 'object:dog'],
  ['`object:dog`', 'object:dog'],
  ['```\nobject:dog\n```', 'object:dog'],
  ['```text\nobject:dog\n```', 'object:dog'],
  ['Search query: "old mug"', '"old mug"'],
  ['object:dog\nThis finds dogs.', null],
  ['', null],
  ['=>', null],
  ['x'.repeat(401), null],
])('%j is the search %j', (answer, query) => {
  expect(readQuery(answer)).toBe(query)
})

import { expect, it } from 'vitest'
import { makeTurn } from './fixtures.ts'
import { searchMessages } from './search-messages.ts'

const makeSearch = (query: string) => ({
  query,
  by: 'rules' as const,
  total: 0,
  isTotalExact: true,
  hits: [],
  seen: 0,
})
const textsOf = (messages: ReturnType<typeof searchMessages>) =>
  messages.map(({ role, parts }) => [
    role,
    parts.map((part) => (part.type === 'text' ? part.text : '')).join(),
  ])

it('a question that goes on from a search comes with that search', () => {
  const branch = [
    makeTurn({
      id: 1,
      question: 'Which receipts are over 50?',
      search: makeSearch('kind:receipt field:total>50'),
    }),
    makeTurn({ id: 2, question: 'What is on the first?' }),
    makeTurn({ id: 3, question: 'And from last month?' }),
  ]
  expect(textsOf(searchMessages(branch)).slice(1)).toEqual([
    ['user', 'Which receipts are over 50? =>'],
    ['assistant', 'kind:receipt field:total>50'],
    ['user', 'And from last month? =>'],
  ])
})

it('a long conversation brings its newest searches only', () => {
  const branch = Array.from({ length: 30 }, (_, at) =>
    makeTurn({ id: at + 1, question: `question ${at}`, search: makeSearch(`word${at}`) }),
  )
  const texts = textsOf(searchMessages(branch)).map(([, text]) => text)
  expect(texts).toHaveLength(10)
  expect(texts[1]).toBe('question 25 =>')
  expect(texts.at(-1)).toBe('question 29 =>')
})

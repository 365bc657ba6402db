import { describe, expect, it } from 'vitest'
import { exampleQuestions } from './example-questions.ts'

const nothing = { kinds: new Map<string, number>(), objects: [] }
const questions = (...given: Parameters<typeof exampleQuestions>) =>
  exampleQuestions(...given).map(({ question }) => question)

describe('questions to begin with', () => {
  it('speak of what the library holds', () => {
    const facts = { kinds: new Map([['receipt', 3]]), objects: ['dog', 'cup'] }
    expect(questions(facts, 0, true)).toEqual([
      'Which receipts are over 20?',
      'How many pictures show a dog?',
      'Is there a picture with a dog and a cup?',
      'What is written on the newest pictures?',
    ])
  })

  it('promise nothing that is not there', () => {
    expect(questions(nothing, 0, false)).toEqual(['What is written on the newest pictures?'])
  })

  it.each([
    [1, true, 'What does it say?'],
    [1, false, 'What is happening here?'],
    [2, true, 'Which of these has text?'],
    [2, false, 'What is different between these?'],
  ])('about %i pictures, by the index alone %s: “%s” among them', (count, isIndexOnly, expected) => {
    expect(questions(nothing, count, isIndexOnly)).toContain(expected)
  })
})

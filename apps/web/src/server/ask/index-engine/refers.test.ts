import { expect, it } from 'vitest'
import { createIndexEngine } from './index-engine.ts'

const index = createIndexEngine(() => 0)

it.each([
  ['Add them up', true],
  ['Which of them has a dog?', true],
  ['What is the total on the first one?', true],
  ['And the second?', true],
  ['And in the second?', true],
  ['Where?', true],
  ['Which ones?', true],
  ['And the total?', true],
  ['Compare these', true],
  ['What does it say?', true],
  ['Und in dem zweiten Bild?', true],
  ['And cats?', false],
  ['Which pictures have dogs in them?', false],
  ['Pictures from last week', false],
  ['Photos taken on the first of May', false],
  ['', false],
])('%s is about the hits of the search before: %s', (question, isAbout) => {
  expect(index.refersBack(question)).toBe(isAbout)
})

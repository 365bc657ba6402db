import { expect, it } from 'vitest'
import { markWords, type Stretch } from './mark-words.ts'

const show = (stretches: readonly Stretch[] | 'same') =>
  stretches === 'same'
    ? 'same'
    : stretches.map(({ text, isMarked }) => (isMarked ? `[${text}]` : text)).join(' ')

it.each([
  ['A dog on a beach.', 'A dog  on a beach.', 'A dog on a beach.', 'same'],
  ['A dog on a beach.', 'A brown dog on a beach.', 'A dog on a beach.', 'A [brown] dog on a beach.'],
  ['A dog on a wide beach.', 'A wolf on a beach.', 'A [dog] on a [wide] beach.', 'A [wolf] on a beach.'],
  ['3 things and 2 lines.', 'a red square', '3 things and 2 lines.', 'a red square'],
  ['', 'a red square', '', 'a red square'],
  ['', '', '', ''],
])('“%s” beside “%s”', (former, present, formerMarked, presentMarked) => {
  const marked = markWords(former, present)
  expect(show(marked.former)).toBe(formerMarked)
  expect(show(marked.present)).toBe(presentMarked)
})

import { describe, expect, it } from 'vitest'
import { fitParts } from './snippet-parts.ts'

const parts = (before: string, hit: string, after = '') =>
  [
    { text: before, hit: false },
    { text: hit, hit: true },
    { text: after, hit: false },
  ].filter(({ text }) => text !== '')
const textOf = (shown: readonly { text: string }[]) => shown.map(({ text }) => text).join('')
const LONG = 'A long caption with many words about a street in the rain, and at its end a '

describe('fitParts', () => {
  it.each([
    ['the hit comes early', parts('A ', 'dog', ' on a beach.'), 120],
    ['the card is wide enough', parts(LONG, 'dog', '.'), 700],
    ['nothing is marked', [{ text: LONG, hit: false }], 60],
    ['there is nothing', [], 60],
  ])('leaves an excerpt as it is when %s', (_name, given, width) => {
    expect(fitParts(given, width)).toEqual(given)
  })

  it.each([
    [60, '… a dog runs.'],
    [110, '… its end a dog runs.'],
    [160, '… and at its end a dog runs.'],
  ])('begins near the hit on a card of %i px', (width, text) => {
    expect(textOf(fitParts(parts(LONG, 'dog', ' runs.'), width))).toBe(text)
  })

  it('shows a hit that is longer than the line from its beginning', () => {
    expect(textOf(fitParts(parts(LONG, 'incomprehensibilities'), 60))).toBe('… incomprehensibilities')
  })

  it('keeps later hits marked', () => {
    const shown = fitParts([...parts(LONG, 'dog', ' and '), { text: 'cat', hit: true }], 90)
    expect(shown.filter(({ hit }) => hit).map(({ text }) => text)).toEqual(['dog', 'cat'])
  })
})

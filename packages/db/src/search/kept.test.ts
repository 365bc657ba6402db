import { describe, expect, it } from 'vitest'
import { mergeLabels } from './kept.ts'

describe('labels found in several ways', () => {
  it.each<[string, string[][], string[]]>([
    ['are all there', [['dog'], ['cat'], ['cup']], ['dog', 'cat', 'cup']],
    ['are the same thing where they are the same word', [['dog'], ['Dog '], ['dog']], ['dog']],
    ['count as often as the way that found most', [['dog'], ['dog', 'dog', 'dog']], ['dog', 'dog', 'dog']],
    ['keep what one way found several times', [['dog', 'dog'], ['dog']], ['dog', 'dog']],
    ['are nothing where they are empty', [[''], [' ']], []],
  ])('%s', (_name, lists, expected) => {
    expect(mergeLabels(...lists)).toEqual(expected)
  })
})

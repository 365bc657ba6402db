import { describe, expect, it } from 'vitest'
import { foldWord, singular } from './singular.ts'

describe('the singular', () => {
  it.each([
    ['dogs', 'dog'],
    ['dog', 'dog'],
    ["dog's", 'dog'],
    ['people', 'person'],
    ['boxes', 'box'],
    ['benches', 'bench'],
    ['dresses', 'dress'],
    ['berries', 'berry'],
    ['ties', 'tie'],
    ['houses', 'house'],
    ['knives', 'knife'],
    ['bus', 'bus'],
    ['buses', 'bus'],
    ['glass', 'glass'],
    ['tennis', 'tennis'],
    ['gas', 'gas'],
  ])('of %s is %s', (word, expected) => {
    expect(singular(word)).toBe(expected)
  })
})

it('knows no case and no accents', () => {
  expect(foldWord('Café’s')).toBe("cafe's")
})

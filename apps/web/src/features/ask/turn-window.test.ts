import { expect, it } from 'vitest'
import { firstDrawn } from './turn-window.ts'

const ids = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

it.each<[string, number, number, number | null, number]>([
  ['all of a short one', 5, 40, null, 0],
  ['the newest of a long one', 200, 40, null, 160],
  ['as many more as were asked for', 200, 120, null, 80],
  ['no more than there are', 50, 80, null, 0],
  ['the one that is linked to, and all after it', 200, 40, 12, 11],
  ['not fewer for a link to a newer one', 200, 40, 190, 160],
  ['a link to none of them changes nothing', 200, 40, 999, 160],
])('draws %s', (_name, count, asked, linked, first) => {
  expect(firstDrawn(ids(count), asked, linked)).toBe(first)
})

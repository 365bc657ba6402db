import path from 'node:path'
import { expect, it } from 'vitest'
import { isIgnored } from './ignored.ts'

it.each([
  ['photo.jpg', false],
  ['holiday/2024/photo.jpg', false],
  ['', false],
  ['.hidden.jpg', true],
  ['.git/picture.jpg', true],
  ['movie.part', true],
  ['photo.jpg.crdownload', true],
  ['photo.jpg~', true],
  ['~$letter.pdf', true],
  ['Thumbs.db', true],
  ['@eaDir/photo.jpg', true],
  ['partial success.jpg', false],
])('%j is left alone: %j', (relative, expected) => {
  expect(isIgnored('/import/.folder', path.join('/import/.folder', relative))).toBe(expected)
})

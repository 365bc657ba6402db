import { describe, expect, it } from 'vitest'
import { isWorthHashing } from './hash-file.ts'
import { isMeant } from './pick-files.ts'

describe('isMeant', () => {
  it.each([
    ['photo.jpg', './photo.jpg', true],
    ['photo.jpg', '/Holiday/Day 1/photo.jpg', true],
    ['unknown', '/Holiday/unknown', true],
    ['.DS_Store', '/Holiday/.DS_Store', false],
    ['Thumbs.db', '/Holiday/Thumbs.db', false],
    ['desktop.ini', '/Holiday/desktop.ini', false],
    ['~$letter.docx', '/Papers/~$letter.docx', false],
    ['photo.jpg', '/Holiday/.thumbnails/photo.jpg', false],
    ['photo.jpg', '/Holiday/__MACOSX/photo.jpg', false],
  ])('%s at %s: %s', (name, path, meant) => {
    expect(isMeant({ name, path })).toBe(meant)
  })
})

describe('isWorthHashing', () => {
  it.each([
    [{ name: 'photo.jpg', size: 5_000_000 }, true],
    [{ name: 'all.zip', size: 5_000_000 }, false],
    [{ name: 'huge.tif', size: 900_000_000 }, false],
  ])('%o: %s', (file, worth) => {
    expect(isWorthHashing(file)).toBe(worth)
  })
})

import { describe, expect, it } from 'vitest'
import { createNamer, expandName, isNamePattern, type NamedImage, safeName } from './export-name.ts'

const image: NamedImage = {
  id: 7,
  fileName: 'Red mug.final.JPG',
  sha256: `abcdef0123${'0'.repeat(54)}`,
  kind: 'photo',
  caption: 'A mug: red/blue?',
  width: 800,
  height: 600,
  takenAt: Date.UTC(2026, 4, 3, 14, 5, 6),
  createdAt: 0,
}
const one = { n: 1, count: 1 }

describe('a name by a pattern', () => {
  it.each([
    ['{name}', 'Red mug.final'],
    ['{n}-{id}', '0003-7'],
    ['{date}_{time}', '2026-05-03_140506'],
    ['{sha8}', 'abcdef01'],
    ['{kind} {width}x{height}', 'photo 800x600'],
    ['{caption}', 'A mug_ red_blue_'],
    ['{date}/{name}', '2026-05-03/Red mug.final'],
    ['../../{name}', 'image/image/Red mug.final'],
    ['/etc/{id}', 'etc/7'],
    ['C:\\{id}', 'C__7'],
    ['/', 'image'],
    ['fixed', 'fixed'],
  ])('%s gives %s', (pattern, name) => {
    expect(expandName(pattern, image, { n: 3, count: 1200 })).toBe(name)
  })

  it('takes the day it was added where nobody knows when it was taken', () => {
    expect(expandName('{date}', { ...image, takenAt: null }, one)).toBe('1970-01-01')
  })

  it('is no way out of the folder, whatever the file is called', () => {
    expect(expandName('{name}', { ...image, fileName: '../../etc/passwd' }, one)).toBe('.._.._etc_passwd')
    expect(expandName('{name}', { ...image, fileName: '..' }, one)).toBe('image')
  })

  it('knows its placeholders', () => {
    expect(isNamePattern('{name} {n}')).toBe(true)
    expect(isNamePattern('{nmae}')).toBe(false)
  })
})

describe('a safe name', () => {
  it.each([
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['com1', '_com1'],
    ['COM¹', '_COM¹'],
    ['console', 'console'],
    ['dots...', 'dots'],
    ['a\u202egpj.exe', 'agpj.exe'],
    ['tab\there', 'tab_here'],
    ['cafe\u0301', 'café'],
    ['   ', 'image'],
  ])('%j is %j', (text, name) => {
    expect(safeName(text)).toBe(name)
  })

  it('has room for an ending and a number in any file system', () => {
    expect(new TextEncoder().encode(safeName('é'.repeat(500))).length).toBeLessThanOrEqual(180)
  })
})

describe('names of one export', () => {
  it('are numbered where they would be alike, in whatever case', () => {
    const name = createNamer('{name}', 5)
    const names = ['a.jpg', 'A.png', 'a (2).jpg', 'a.webp', 'b.jpg'].map((fileName) =>
      name({ ...image, fileName }),
    )
    expect(names).toEqual(['a', 'A (2)', 'a (2) (2)', 'a (3)', 'b'])
  })

  it('stay apart for very many that are called alike', () => {
    const name = createNamer('same', 30_000)
    const names = new Set(Array.from({ length: 30_000 }, () => name(image)))
    expect(names.size).toBe(30_000)
    expect(names).toContain('same (30000)')
  })
})

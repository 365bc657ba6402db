import { ImageReading } from '@vitrine/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Gallery, startGallery } from './testing/gallery.ts'
import { runCommand } from './testing/run-command.ts'

let gallery: Gallery
beforeEach(async () => {
  gallery = await startGallery()
})
afterEach(() => gallery.close())

const run = (...args: string[]) => runCommand(gallery.url, ['reading', ...args])

describe('reading', () => {
  it('prints the prose, the fields and the tables, without letting them reach the terminal raw', async () => {
    const { code, out, err } = await run('7')
    expect(code).toBe(0)
    expect(out.split('\n')).toEqual([
      'A receipt [31m.',
      '',
      'FIELD  VALUE',
      'Total  21.05 EUR',
      '',
      'Items',
      'Item   Price',
      'Bread  3.20',
    ])
    expect(err).toBe('One table was cut short.')
  })

  it('finds a picture by the name of its file', async () => {
    expect((await run('dog.jpg')).out).toContain('A receipt')
    expect(gallery.requests.at(-1)).toBe('GET /api/v1/images/7/reading')
  })

  it('prints Markdown, CSV without a byte order mark, or JSON', async () => {
    expect((await run('7', '--md')).out).toContain('| Total | 21.05 EUR |')
    expect((await run('7', '--csv')).out.split('\r\n').slice(0, 3)).toEqual([
      'Fields',
      'name,value,number,unit',
      'total,21.05,21.05,EUR',
    ])
    expect(ImageReading.parse(JSON.parse((await run('7', '--json')).out))).toMatchObject({ imageId: 7 })
  })

  it.each([
    ['a name that no picture has', ['nothing.png'], 1, /There is no picture called "nothing.png"/],
    ['an id that no picture has', ['99'], 1, /There is nothing/],
    ['a picture that waits for an engine', ['8'], 3, /set VITRINE_REASONING_URLS/],
    ['two forms at once', ['7', '--csv', '--md'], 2, /cannot be used with/],
  ])('says what is wrong with %s', async (_name, args, exit, message) => {
    const { code, out, err } = await run(...args)
    expect([code, out]).toEqual([exit, ''])
    expect(err).toMatch(message)
  })

  it('tells as JSON that there is none yet, which is no mistake', async () => {
    const { code, out } = await run('8', '--json')
    expect([code, JSON.parse(out)]).toEqual([
      0,
      expect.objectContaining({ status: 'waiting', reading: null }),
    ])
  })
})

import { describe, expect, it } from 'vitest'
import { cameraName, parseExifDate, readTakenInfo } from './exif.ts'

describe('the date of a picture', () => {
  it.each([
    ['2024:05:01 18:30:00', '+02:00', '2024-05-01T16:30:00.000Z'],
    ['2024:05:01 18:30:00', 'Z', '2024-05-01T18:30:00.000Z'],
    ['2024-05-01T18:30:00', '-05:00', '2024-05-01T23:30:00.000Z'],
  ])('%s %s is %s', (value, offset, expected) => {
    expect(new Date(parseExifDate(value, offset) ?? 0).toISOString()).toBe(expected)
  })

  it('takes a date without an offset as local time', () => {
    expect(parseExifDate('2024:05:01 18:30:00', undefined)).toBe(new Date(2024, 4, 1, 18, 30).getTime())
    expect(parseExifDate('2024:05:01 18:30:00', 'nonsense')).toBe(new Date(2024, 4, 1, 18, 30).getTime())
  })

  it.each([undefined, '', '0000:00:00 00:00:00', '    :  :     :  :  ', 'yesterday'])(
    '%j is no date',
    (value) => {
      expect(parseExifDate(value, undefined)).toBeNull()
    },
  )
})

describe('the camera', () => {
  it.each([
    ['Canon', 'Canon EOS 5D', 'Canon EOS 5D'],
    ['NIKON CORPORATION', 'NIKON D850', 'NIKON D850'],
    ['Apple', 'iPhone 15', 'Apple iPhone 15'],
    [undefined, 'X100\0\0', 'X100'],
    ['Leica', undefined, 'Leica'],
    [undefined, undefined, null],
  ])('%j and %j read %j', (make, model, name) => {
    expect(cameraName(make, model)).toBe(name)
  })
})

it('reads damaged data as "does not say"', async () => {
  const nothing = { takenAt: null, camera: null }
  expect(await readTakenInfo(Buffer.from('Exif\0\0garbage that is no TIFF'), 0)).toEqual(nothing)
  expect(await readTakenInfo(Buffer.alloc(0), 0)).toEqual(nothing)
})

import { describe, expect, it } from 'vitest'
import { hasOutsideReference, sniffFormat } from './format.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')

describe('sniffFormat', () => {
  it.each([
    ['jpeg', bytes('\xff\xd8\xff\xe0rest')],
    ['png', bytes('\x89PNG\r\n\x1a\nrest')],
    ['gif', bytes('GIF89a')],
    ['gif', bytes('GIF87a')],
    ['webp', bytes('RIFF\0\0\0\0WEBPVP8 ')],
    ['tiff', bytes('II*\0')],
    ['tiff', bytes('MM\0*')],
    ['avif', bytes('\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf')],
    ['avif', bytes('\0\0\0\x18ftypmif1\0\0\0\0mif1avif')],
    ['heic', bytes('\0\0\0\x18ftypheic\0\0\0\0mif1heic')],
    ['bmp', bytes(`BM${'\0'.repeat(30)}`)],
    ['pdf', bytes('%PDF-1.7')],
    ['svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    [
      'svg',
      Buffer.from('\ufeff<?xml version="1.0"?>\n<!-- by hand -->\n<!DOCTYPE svg [<!ENTITY a "b">]>\n<svg>'),
    ],
    ['svg', Buffer.from('<svg:svg xmlns:svg="http://www.w3.org/2000/svg">')],
    ['unknown', Buffer.from('<html><body><svg/></body></html>')],
    ['unknown', Buffer.from('just words')],
    ['unknown', Buffer.alloc(0)],
    ['unknown', bytes('\0\0\0\x18ftypisom\0\0\0\0mp42')],
  ])('knows %s by its first bytes', (format, start) => {
    expect(sniffFormat(start)).toBe(format)
  })
})

describe('hasOutsideReference', () => {
  it.each([
    ['<image href="file:///etc/passwd"/>', true],
    ['<image xlink:href="https://example.org/a.png"/>', true],
    ['<style>@import "https://example.org/a.css"</style>', true],
    ['<rect fill="url(https://example.org/a.svg#b)"/>', true],
    ['<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>', true],
    ['<use href="#shape"/><rect fill="url(#gradient)"/>', false],
    ['<image href="data:image/png;base64,AAAA"/>', false],
  ])('%s', (svg, expected) => {
    expect(hasOutsideReference(Buffer.from(svg))).toBe(expected)
  })
})

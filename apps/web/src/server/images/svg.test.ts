import { describe, expect, it } from 'vitest'
import { looksLikeSvg, sanitizeSvg } from './svg.ts'

describe('telling an SVG by its text', () => {
  it.each([
    ['<svg xmlns="http://www.w3.org/2000/svg">', true],
    ['\ufeff<?xml version="1.0"?>\n<!-- made by hand -->\n<svg>', true],
    ['<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd"><svg>', true],
    ['<!DOCTYPE svg [ <!ENTITY a "b"> ]><svg>', true],
    ['<svg:svg xmlns:svg="http://www.w3.org/2000/svg">', true],
    ['<html><body><svg></svg></body></html>', false],
    ['<?xml version="1.0"?><rss></rss>', false],
    ['svg', false],
    ['', false],
  ])('%j: %j', (head, isSvg) => {
    expect(looksLikeSvg(head)).toBe(isSvg)
  })

  it('decides quickly on text made to be slow', () => {
    const started = performance.now()
    for (const piece of ['<!-- ', '<?a?>', '<!--a-->', '<!DOCTYPE [', ' ', '<svg:'])
      looksLikeSvg(piece.repeat(1000))
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe('making an SVG keep to itself', () => {
  it.each([
    ['<image href="file:///etc/passwd"/>', '<image href="#file:///etc/passwd"/>'],
    ["<image xlink:href = 'http://example.org/a'/>", "<image xlink:href = '#http://example.org/a'/>"],
    ['<use href="other.svg#part"/>', '<use href="#other.svg#part"/>'],
    ['<use href="#part"/>', '<use href="#part"/>'],
    ['<image href="data:image/png;base64,AAAA"/>', '<image href="data:image/png;base64,AAAA"/>'],
    ['<image href="data:image/svg+xml;base64,AAAA"/>', '<image href="#data:image/svg+xml;base64,AAAA"/>'],
    ['<rect fill="url(#gradient)"/>', '<rect fill="url(#gradient)"/>'],
    ['<rect style=\'fill:url( "x.svg#g")\'/>', '<rect style=\'fill:url( "#x.svg#g")\'/>'],
    [
      '<style>@import "http://example.org/x.css";</style>',
      '<style>@ignored "http://example.org/x.css";</style>',
    ],
    ['<?xml-stylesheet href="#x"?><svg/>', '<?ignored href="#x"?><svg/>'],
    ['<?xml version="1.0" encoding="UTF-7"?><svg/>', '<svg/>'],
  ])('%s becomes %s', (before, after) => {
    expect(sanitizeSvg(before)).toBe(after)
  })

  it('is quick on text made to be slow', () => {
    const started = performance.now()
    for (const piece of ['href="', "href='", 'url(', '@import', '<?xml-stylesheet ', 'a', ' ', 'href = '])
      sanitizeSvg(piece.repeat(100_000))
    expect(performance.now() - started).toBeLessThan(3000)
  })

  it('refuses entity definitions', () => {
    expect(() =>
      sanitizeSvg('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'),
    ).toThrow(/entities/)
  })
})

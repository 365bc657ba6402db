import { DEFAULT_COLUMNS, ExportColumnName } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { cellOf, csvLine } from './csv-file.ts'
import { htmlLine } from './html-file.ts'
import { endingOf } from './pick-bytes.ts'
import { makeRecord } from './record-fixture.ts'
import { xmpOf } from './xmp.ts'

describe('a line of CSV', () => {
  it('has a cell for each column that was chosen', () => {
    expect(csvLine(makeRecord(), ['file', 'caption', 'text', 'field:total', 'field:seller'])).toBe(
      'mug.jpg,A red mug.,"TEA\nTIME",21.05 EUR,\r\n',
    )
  })

  it('can be opened in a spreadsheet, whatever is in the picture', () => {
    const line = csvLine(makeRecord({ caption: '=HYPERLINK("http://evil")', notes: '@now' }), [
      'caption',
      'notes',
    ])
    expect(line).toBe(`"'=HYPERLINK(""http://evil"")",'@now\r\n`)
  })

  it.each([
    ['objects', 'mug (2); spoon'],
    ['tags', 'kitchen; "red, dark"'],
    ['fields', 'total=21.05 EUR'],
    ['taken', '2026-05-03T00:00:00.000Z'],
    ['page', ''],
    ['caption-by', 'person'],
    ['description-by', ''],
    ['size', '1234'],
  ] as const)('has %s as %j', (column, cell) => {
    expect(cellOf(makeRecord(), column)).toBe(cell)
  })

  it('has no column twice among those it begins with', () => {
    expect(new Set(DEFAULT_COLUMNS).size).toBe(DEFAULT_COLUMNS.length)
    expect(ExportColumnName.options).toEqual(expect.arrayContaining([...DEFAULT_COLUMNS]))
  })
})

describe('a line of HTML', () => {
  it('cannot be broken out of', () => {
    const record = makeRecord({ caption: `"><script>alert('x')</script>&` })
    expect(htmlLine(record, 'a b/"x".jpg')).toBe(
      '<img src="a%20b/%22x%22.jpg" alt="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;" width="200" height="100" loading="lazy">\n',
    )
  })

  it('shows a description that says more than the caption', () => {
    expect(htmlLine(makeRecord({ description: 'A red mug & a spoon.' }), 'mug.jpg')).toMatch(
      /^<figure><img .*><figcaption>A red mug &amp; a spoon\.<\/figcaption><\/figure>\n$/,
    )
    expect(htmlLine(makeRecord({ description: 'A red mug.' }), 'mug.jpg')).not.toContain('figure')
  })
})

describe('an XMP sidecar', () => {
  it('holds alt text, description and tags where other programs look for them', () => {
    const xmp = xmpOf(makeRecord({ description: 'A red mug beside a spoon.' }))
    expect(xmp.replace(/>\s+</g, '><')).toContain(
      '<Iptc4xmpCore:AltTextAccessibility xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"><rdf:Alt><rdf:li xml:lang="x-default">A red mug.</rdf:li></rdf:Alt>',
    )
    expect(xmp).toContain('A red mug beside a spoon.')
    expect(xmp).toContain('<rdf:li>red, dark</rdf:li>')
    expect(xmp).toContain('xmlns:dc="http://purl.org/dc/elements/1.1/"')
  })

  it('stays well-formed whatever is in the picture', () => {
    const xmp = xmpOf(makeRecord({ caption: '</rdf:li><!--\u0000\u000b & "]]>' }))
    expect(xmp).toContain('&lt;/rdf:li&gt;&lt;!-- &amp; "]]&gt;')
  })
})

describe('an ending', () => {
  it.each([
    ['mug.JPG', 'image/jpeg', '.jpg'],
    ['mug.png', 'image/jpeg', '.jpg'],
    ['mug', 'image/webp', '.webp'],
    ['scan.pdf (page 2)', 'image/png', '.png'],
    ['walk.mp4 (at 1:05)', 'image/jpeg', '.jpg'],
  ])('of %s as %s is %s', (fileName, mediaType, ending) => {
    expect(endingOf({ fileName, mediaType })).toBe(ending)
  })
})

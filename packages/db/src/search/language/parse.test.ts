import { SearchField } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import type { NumberBounds } from '../field-token.ts'
import type { QueryNode } from './ast.ts'
import { FIELDS } from './fields.ts'
import { parseQuery } from './parse.ts'

const NOW = Date.UTC(2026, 10, 23, 12)

/** A node in one line, to compare tables by. */
function show(node: QueryNode | null): string {
  if (node === null) return ''
  switch (node.type) {
    case 'text': {
      const sign = { word: '', phrase: '=', prefix: '^', substring: '~' }[node.mode]
      return `${node.columns ? `${node.columns.join('+')}:` : ''}${sign}${node.text}`
    }
    case 'object':
      return `object(${node.label}${node.isPrefix ? '*' : ''} ${node.min}..${node.max ?? ''})`
    case 'field': {
      const { test } = node
      const words = 'text' in test ? ` "${test.text}"` : ''
      const bounds = 'bounds' in test ? ` ${showBounds(test.bounds)}` : ''
      return `field(${node.name}${words}${bounds})`
    }
    case 'facet':
      return `${node.field}(${node.value})`
    case 'range': {
      const day = (value: number) => new Date(value * 86_400_000).toISOString().slice(0, 10)
      const end = (value: number) => (node.field === 'day' ? day(value) : String(value))
      const low = node.low <= 0 ? '' : end(node.low)
      return `${node.field}(${low}..${node.high >= 65_535 ? '' : end(node.high)})`
    }
    case 'not':
      return `-${show(node.child)}`
    case 'and':
      return `[${node.children.map(show).join(' ')}]`
    case 'or':
      return `{${node.children.map(show).join(' ')}}`
  }
}

function showBounds({ low, high, isStrict }: NumberBounds): string {
  return `${isStrict ? 'strictly ' : ''}${low ?? ''}..${high ?? ''}`
}

const read = (query: string) => show(parseQuery(query, NOW).node)

describe('parseQuery', () => {
  it.each([
    // words
    ['', ''],
    ['   ', ''],
    ['dog', 'dog'],
    ['dog cat', '[dog cat]'],
    ['  dog   cat  ', '[dog cat]'],
    ['dog AND cat', '[dog cat]'],
    ['Straße', 'Straße'],
    ['AB-1234', 'AB-1234'],
    ['t-shirt', 't-shirt'],
    ['渋谷', '渋谷'],
    ['and or not', '[and or not]'],
    // phrases
    ['"red car"', '=red car'],
    ['“red car”', '=red car'],
    ['„rotes Auto“', '=rotes Auto'],
    ['«voiture rouge»', '=voiture rouge'],
    ['"red car" dog', '[=red car dog]'],
    ['dog"red car"', '[dog =red car]'],
    // prefix and substring
    ['rec*', '^rec'],
    ['rec**', '^rec'],
    ['*ceip', '~ceip'],
    ['*ceip*', '~ceip'],
    // not
    ['-dog', '-dog'],
    ['−dog', '-dog'],
    ['cat -dog', '[cat -dog]'],
    ['cat NOT dog', '[cat -dog]'],
    ['-"red car"', '-=red car'],
    ['-kind:photo', '-kind(photo)'],
    ['-(dog cat)', '-[dog cat]'],
    ['-rec*', '-^rec'],
    ['--dog', '-dog'],
    // or
    ['dog OR cat', '{dog cat}'],
    ['dog | cat', '{dog cat}'],
    ['dog OR cat OR bird', '{dog cat bird}'],
    ['a b OR c d', '{[a b] [c d]}'],
    ['(a OR b) c', '[{a b} c]'],
    ['a (b OR (c d))', '[a {b [c d]}]'],
    ['dog OR -cat', '{dog -cat}'],
    ['((dog))', 'dog'],
    ['(dog)(cat)', '[dog cat]'],
    // text fields
    ['caption:beach', 'caption+detailedCaption:beach'],
    ['caption:"red car"', 'caption+detailedCaption:=red car'],
    ['CAPTION:beach', 'caption+detailedCaption:beach'],
    ['text:total', 'text:total'],
    ['ocr:total', 'text:total'],
    ['text:tot*', 'text:^tot'],
    ['text:*ota', 'text:~ota'],
    ['reading:invoice', 'reading:invoice'],
    ['notes:gift', 'notes:gift'],
    ['note:gift', 'notes:gift'],
    ['file:IMG_12', 'fileName:IMG_12'],
    ['filename:scan', 'fileName:scan'],
    ['-text:total', '-text:total'],
    // objects
    ['object:dog', 'object(dog 1..)'],
    ['label:dog', 'object(dog 1..)'],
    ['object:dog>2', 'object(dog 3..)'],
    ['object:dog>=2', 'object(dog 2..)'],
    ['object:dog<2', 'object(dog 0..1)'],
    ['object:dog<=2', 'object(dog 0..2)'],
    ['object:dog=2', 'object(dog 2..2)'],
    ['object:dog=0', 'object(dog 0..0)'],
    ['object:"dining table"', 'object(dining table 1..)'],
    ['object:"dining table">2', 'object(dining table 3..)'],
    ['object:dog,cat', '{object(dog 1..) object(cat 1..)}'],
    ['object:dog>1,cat', '{object(dog 2..) object(cat 1..)}'],
    ['object:do*', 'object(do* 1..)'],
    // lists
    ['tag:holiday', 'tag(holiday)'],
    ['tag:"summer 2025"', 'tag(summer 2025)'],
    ['collection:"Winter Trip"', 'collection(Winter Trip)'],
    ['type:png', 'type(image/png)'],
    ['type:jpg', 'type(image/jpeg)'],
    ['type:JPEG', 'type(image/jpeg)'],
    ['type:pdf', 'type(application/pdf)'],
    ['type:svg', 'type(image/svg+xml)'],
    ['type:png,jpg', '{type(image/png) type(image/jpeg)}'],
    ['type:(jpeg,png)', '{type(image/jpeg) type(image/png)}'],
    ['type:(jpeg png) dog', '[{type(image/jpeg) type(image/png)} dog]'],
    ['-kind:(receipt OR form)', '-{kind(receipt) kind(form)}'],
    ['tag:(summer, "red car")', '{tag(summer) tag(red car)}'],
    ['object:(dog>2, cat)', '{object(dog 3..) object(cat 1..)}'],
    ['text:(total)', 'text:total'],
    ['(type:(png) OR dog)', '{type(image/png) dog}'],
    ['kind:receipt', 'kind(receipt)'],
    ['kind:receipt,form', '{kind(receipt) kind(form)}'],
    ['is:failed', 'status(failed)'],
    ['is:edited', 'flag(edited)'],
    ['is:waiting', 'flag(waiting)'],
    ['is:reread', 'flag(reread)'],
    ['is:trashed', 'flag(trashed)'],
    ['is:deleted', 'flag(trashed)'],
    ['has:text', 'has(text)'],
    ['has:tag', 'has(tags)'],
    ['engine:builtin', 'engine(builtin)'],
    ['engine:florence', 'engine(florence2)'],
    ['triage:much-text', 'triage(much-text)'],
    ['triage:none', 'triage(none)'],
    // fields of the deep reading
    ['field:total', 'field(total)'],
    ['field:Total', 'field(total)'],
    ['field:total>20', 'field(total strictly 20..)'],
    ['field:total>=20', 'field(total 20..)'],
    ['field:total<20.5', 'field(total strictly ..20.5)'],
    ['field:total<=-3', 'field(total ..-3)'],
    ['field:total=21.05', 'field(total 21.05..21.05)'],
    ['field:total=21,05', 'field(total 21.05..21.05)'],
    ['field:total>1,234', 'field(total strictly 1234..)'],
    ['field:total>1.234.567', 'field(total strictly 1234567..)'],
    ['field:total>€1.234,50', 'field(total strictly 1234.5..)'],
    ['field:total=20..50', 'field(total 20..50)'],
    ['field:total:20..50', 'field(total 20..50)'],
    ['field:total:21.05', 'field(total "21.05" 21.05..21.05)'],
    ['field:invoice-number:INV-7', 'field(invoice-number "INV-7")'],
    ['field:invoice_number=INV-7', 'field(invoice-number "INV-7")'],
    ['field:merchant:"Corner Market"', 'field(merchant "Corner Market")'],
    ['field:"due date":2026-05-01', 'field(due-date "2026-05-01")'],
    ['field:"due date"', 'field(due-date)'],
    ['field:(total>20,tip)', '{field(total strictly 20..) field(tip)}'],
    ['-field:total>20', '-field(total strictly 20..)'],
    ['field:total>20 OR has:table', '{field(total strictly 20..) has(table)}'],
    ['has:fields', 'has(fields)'],
    ['has:tables', 'has(table)'],
    // dates
    ['from:2026', 'day(2026-01-01..)'],
    ['from:2026-05', 'day(2026-05-01..)'],
    ['from:2026-05-03', 'day(2026-05-03..)'],
    ['since:2026-05-03', 'day(2026-05-03..)'],
    ['to:2026', 'day(..2026-12-31)'],
    ['to:2024-02', 'day(..2024-02-29)'],
    ['until:2026-05-03', 'day(..2026-05-03)'],
    ['before:2026-05', 'day(..2026-04-30)'],
    ['after:2026-05', 'day(2026-06-01..)'],
    ['after:2026-05-03', 'day(2026-05-04..)'],
    ['date:2026-05', 'day(2026-05-01..2026-05-31)'],
    ['on:2026-05-03', 'day(2026-05-03..2026-05-03)'],
    ['year:2025', 'day(2025-01-01..2025-12-31)'],
    ['date>=2026', 'day(2026-01-01..)'],
    ['date<2026', 'day(..2025-12-31)'],
    ['date:2026-01..2026-03', 'day(2026-01-01..2026-03-31)'],
    ['from:today', 'day(2026-11-23..)'],
    ['on:yesterday', 'day(2026-11-22..2026-11-22)'],
    ['from:7d', 'day(2026-11-16..)'],
    ['before:2w', 'day(..2026-11-08)'],
    ['from:1y', 'day(2025-11-23..)'],
    // pixels
    ['width>2000', 'width(2001..)'],
    ['width>=2000', 'width(2000..)'],
    ['width<2000', 'width(..1999)'],
    ['width<=2000px', 'width(..2000)'],
    ['width:2000', 'width(2000..2000)'],
    ['width=2000', 'width(2000..2000)'],
    ['width:>2000', 'width(2001..)'],
    ['height:800..1200', 'height(800..1200)'],
    // text that looks like a field
    ['12:30', '12:30'],
    ['https://example.org', 'https://example.org'],
    ['foo:bar', 'foo:bar'],
    ['x=1', 'x=1'],
  ])('reads %s', (query, expected) => {
    expect(read(query)).toBe(expected)
  })

  it.each([
    ['object:', '', 'object:dog>2', [0, 7]],
    ['beach object:', 'beach', 'object:dog>2', [6, 7]],
    ['width>', '', 'width>2000', [0, 6]],
    ['tag:""', '', 'tag:holiday', [0, 6]],
    ['"red car', '=red car', '"red car"', [0, 8]],
    ['"', '', '""', [0, 1]],
    ['tag:"holi', 'tag(holi)', 'tag:"holi"', [0, 9]],
    ['dog OR', 'dog', undefined, [4, 2]],
    ['OR dog', 'dog', undefined, [0, 2]],
    ['dog OR OR cat', '{dog cat}', undefined, [4, 2]],
    ['dog -', 'dog', '-word', [4, 1]],
    ['dog - cat', '[dog cat]', '-word', [4, 1]],
    ['dog NOT', 'dog', '-word', [4, 3]],
    ['(dog', 'dog', '(dog)', [0, 1]],
    ['dog)', 'dog', undefined, [3, 1]],
    ['OR', '', undefined, [0, 2]],
    ['()', '', undefined, [0, 1]],
    ['type:(png', 'type(image/png)', 'type:(png)', [0, 9]],
    ['type:()', '', 'type:png', [0, 7]],
    ['type:(png,jepg)', 'type(image/png)', 'type:jpeg', [0, 15]],
    ['is:upside-down', '', undefined, [0, 14]],
    ['!!!', '', undefined, [0, 3]],
    ['kind:foto', '', 'kind:photo', [0, 9]],
    ['kind:receipt,foto', 'kind(receipt)', 'kind:photo', [0, 17]],
    ['is:redy', '', 'is:ready', [0, 7]],
    ['type:jepg', '', 'type:jpeg', [0, 9]],
    ['from:tomorow', '', 'from:2026-11-23', [0, 12]],
    ['from:2026-13', '', 'from:2026-11-23', [0, 12]],
    ['from:2026-02-30', '', 'from:2026-11-23', [0, 15]],
    ['width:big', '', 'width>1000', [0, 9]],
    ['object>2', '', 'object:person>2', [0, 8]],
    ['object:dog>', 'object(dog 1..)', 'object:dog>2', [0, 11]],
    ['object:dog>x', 'object(dog 1..)', 'object:dog>2', [0, 12]],
    ['object:dog>50', 'object(dog 12..)', 'object:dog>2', [0, 13]],
    ['field:', '', 'field:total>20', [0, 6]],
    ['field:>20', '', 'field:total>20', [0, 9]],
    ['field>20', '', 'field:total>20', [0, 8]],
    ['field:total>', 'field(total)', 'field:total>20', [0, 12]],
    ['field:total>much', 'field(total)', 'field:total>20', [0, 16]],
    ['field:merchant:', 'field(merchant)', 'field:merchant:word', [0, 15]],
    ['field:merchant:"Corner', 'field(merchant "Corner")', 'field:merchant:"Corner"', [0, 22]],
    ['capton:beach', 'capton:beach', 'caption:beach', [0, 12]],
    ['foo:bar', 'foo:bar', undefined, [0, 7]],
    ['re*pt', '^re', undefined, [0, 5]],
  ])('makes the best of %s and says what is wrong', (query, node, suggestion, place) => {
    const parsed = parseQuery(query, NOW)
    expect(show(parsed.node)).toBe(node)
    const [issue] = parsed.issues
    expect(issue ? [issue.start, issue.length] : null).toEqual(place)
    expect(issue?.suggestion).toBe(suggestion)
  })

  it.each([
    ['', ''],
    ['dog', 'dog'],
    ['dog cat', 'dog and cat'],
    ['dog OR cat object:person>2 from:2026-05', 'dog or (cat, with more than 2 people, from May 2026 on)'],
    ['(dog OR cat) object:person>2 from:2026-05', 'dog or cat, with more than 2 people, from May 2026 on'],
    ['"red car" -truck', '“red car”, not truck'],
    ['rec* *ceip', 'words that begin with “rec” and words that contain “ceip”'],
    ['text:total', '“total” in the text of the picture'],
    ['object:apple', 'with an apple'],
    ['object:dogs object:people', 'with dogs, with people'],
    ['object:bus object:unicorn', 'with a bus, with a unicorn'],
    ['has:caption', 'with a caption'],
    ['type:(jpeg,png)', 'JPEG files or PNG files'],
    ['object:dog=2', 'with exactly 2 dogs'],
    ['object:dog=0', 'without any dogs'],
    ['object:bus<2', 'with fewer than 2 buses'],
    ['kind:receipt has:text', 'of the kind receipt, with text'],
    ['field:total>20 has:table', 'with a field “total” above 20, with a table'],
    ['field:total<=20 field:due-date', 'with a field “total” of at most 20, with a field “due-date”'],
    ['field:total=20 field:tip=1..2', 'with a field “total” of 20, with a field “tip” from 1 to 2'],
    ['field:invoice-number:INV-7', 'with a field “invoice-number” that says “INV-7”'],
    ['has:fields', 'with fields'],
    ['type:png is:failed', 'PNG files, failed'],
    ['type:svg', 'SVG files'],
    ['is:trashed', 'in the trash'],
    ['is:reread', 'read anew and not decided yet'],
    ['tag:holiday collection:Summer', 'tagged “holiday”, in the collection “Summer”'],
    ['width>2000 height<=500', 'wider than 2000 pixels, at most 500 pixels high'],
    ['before:2026-05-03 after:2025', 'before 3 May 2026, after 2025'],
    ['from:7d', 'from 7 days ago on'],
    ['triage:much-text engine:builtin', 'sent on for much text, read by builtin'],
  ])('understands %s', (query, understood) => {
    expect(parseQuery(query, NOW).understood).toBe(understood)
  })

  it('uses only the first 32 terms and says so', () => {
    const { node, issues } = parseQuery(Array.from({ length: 40 }, (_, index) => `w${index}`).join(' '), NOW)
    expect(node?.type === 'and' ? node.children.length : 0).toBe(32)
    expect(issues).toHaveLength(1)
  })

  it('leaves out parentheses that are nested too deeply', () => {
    const { issues, node } = parseQuery(`${'('.repeat(2000)}dog`, NOW)
    expect(show(node)).toBe('dog')
    expect(issues.length).toBeGreaterThan(0)
  })

  it('has exactly the fields that the contract names, each with a sample that it understands', () => {
    expect(FIELDS.map(({ name }) => name).toSorted()).toEqual(SearchField.options.toSorted())
    for (const { sample } of FIELDS) expect(parseQuery(sample, NOW)).toMatchObject({ issues: [] })
  })

  it('says once that an OR stands alone', () => {
    expect(parseQuery('OR OR', NOW).issues).toHaveLength(1)
  })

  it('takes a long row of minus signs', () => {
    expect(read(`${'-'.repeat(1999)}a`)).toBe('-a')
  })
})

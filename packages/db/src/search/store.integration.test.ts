import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDb, type TestDb } from '../testing.ts'
import { addImage, idsOf } from './testing.ts'

const MAY_2026 = Date.UTC(2026, 4, 3, 12)
const NAMES = ['beach', 'receipt', 'truck', 'plate', 'tokyo', 'cafe', 'airport', 'dogs', 'sofa'] as const
type Name = (typeof NAMES)[number]

let test: TestDb
const ids = new Map<number, Name>()
const idOf = (name: Name) => [...ids].find(([, value]) => value === name)?.[0] ?? 0

async function find(query: string): Promise<(Name | undefined)[]> {
  return (await idsOf(test.db, query)).map((id) => ids.get(id)).sort()
}

beforeAll(async () => {
  test = createTestDb({ now: () => Date.UTC(2026, 10, 20) })
  const { db } = test
  const add = async (name: Name, words: Parameters<typeof addImage>[2]) => {
    ids.set(await addImage(db, name, words), name)
  }
  await add('beach', {
    caption: 'Two people walking on a sandy beach at sunset',
    labels: ['person', 'person', 'person', 'surfboard'],
    takenAt: MAY_2026,
    width: 800,
    height: 600,
    sizeBytes: 10,
  })
  await add('receipt', {
    caption: 'A receipt from a bakery',
    text: ['BÄCKEREI MÜLLER', 'Croissant 2,40', 'TOTAL 12,80', 'Straße 5'],
    kind: 'receipt',
    reasons: ['receipt-like'],
    fileName: 'scan_0007.png',
  })
  await add('truck', { caption: 'A red truck beside a stop sign', labels: ['truck', 'stop sign'] })
  await add('plate', {
    caption: 'The back of a car',
    text: ['B-KX 4711', 'Part AB-1234-XY/7'],
    labels: ['car'],
  })
  await add('tokyo', { caption: 'A street sign', text: ['東京都渋谷区', '犬に注意', '愛犬家'] })
  await add('cafe', {
    caption: 'A café on the corner, smørrebrød and æbleskiver',
    detailed: 'Latte art in a cup',
  })
  await add('airport', { caption: 'An airport at night', text: ['Departures'], labels: ['airplane'] })
  await add('dogs', { caption: 'A dog with another dog in the snow', labels: ['dog', 'dog', 'dog'] })
  await add('sofa', {
    caption: 'A cat asleep on a couch',
    labels: ['cat', 'couch'],
    takenAt: Date.UTC(2024, 0, 31),
  })
  const collection = await db.collections.create('Winter Trip')
  await db.collections.add(collection.id, { ids: [idOf('dogs'), idOf('sofa')] })
  await db.tags.add('Holiday', { ids: [idOf('beach'), idOf('dogs')] })
  await db.images.setNotes(idOf('truck'), 'Seen near Łódź')
  await db.images.setCaption(idOf('sofa'), 'caption', 'Minka dreaming', 'Ada')
})

afterAll(() => test.dispose())

describe('finding', () => {
  it.each<[string, Name[]]>([
    // words and their forms
    ['beach', ['beach']],
    ['walk', ['beach']],
    ['person sandy', ['beach']],
    ['beach receipt', []],
    ['beach OR receipt', ['beach', 'receipt']],
    ['(beach OR receipt) -bakery', ['beach']],
    ['sign -stop', ['tokyo']],
    ['"stop sign"', ['truck']],
    ['"sign stop"', []],
    ['sand*', ['beach']],
    ['*rocer*', []],
    ['*ckere*', ['receipt']],
    // diacritics and special letters on both sides
    ['cafe', ['cafe']],
    ['café', ['cafe']],
    ['smorrebrod', ['cafe']],
    ['aebleskiver', ['cafe']],
    ['backerei', ['receipt']],
    ['strasse', ['receipt']],
    ['STRAßE', ['receipt']],
    ['lodz', ['truck']],
    // substrings, codes, plates
    ['irpor', ['airport']],
    ['AB-1234', ['plate']],
    ['ab1234xy7', ['plate']],
    ['1234-XY', ['plate']],
    ['1234', ['plate']],
    ['BKX4711', ['plate']],
    ['b-kx 4711', ['plate']],
    ['KX471', ['plate']],
    ['scan_0007', ['receipt']],
    // Chinese and Japanese
    ['渋谷', ['tokyo']],
    ['渋谷区', ['tokyo']],
    ['東京都渋谷区', ['tokyo']],
    ['京都', ['tokyo']],
    ['犬', ['tokyo']],
    ['渋区', []],
    // typing errors
    ['reciept', ['receipt']],
    ['bakkery', ['receipt']],
    ['smorebrod', ['cafe']],
    ['surfbaord', ['beach']],
    // labels and what they stand for
    ['animal', ['dogs', 'sofa']],
    ['animals', ['dogs', 'sofa']],
    ['object:animal', ['dogs', 'sofa']],
    ['object:dog', ['dogs']],
    ['object:dogs', ['dogs']],
    ['object:dog>2', ['dogs']],
    ['object:dog>3', []],
    ['object:dog>=3', ['dogs']],
    ['object:dog=3', ['dogs']],
    ['object:dog=2', []],
    ['object:person<3 has:objects', ['airport', 'dogs', 'plate', 'sofa', 'truck']],
    ['object:"stop sign"', ['truck']],
    ['object:trukc', ['truck']],
    ['object:dog,cat', ['dogs', 'sofa']],
    ['label:surf*', ['beach']],
    // fields
    ['caption:red', ['truck']],
    ['caption:latte', ['cafe']],
    ['text:total', ['receipt']],
    ['text:beach', []],
    ['notes:near', ['truck']],
    ['file:scan', ['receipt']],
    ['file:0007', ['receipt']],
    ['tag:holiday', ['beach', 'dogs']],
    ['holiday', ['beach', 'dogs']],
    ['collection:"winter trip"', ['dogs', 'sofa']],
    ['collection:"Winter Trip" cat', ['sofa']],
    ['kind:receipt', ['receipt']],
    ['kind:receipt,document', ['receipt']],
    ['-kind:photo', ['receipt']],
    ['engine:builtin beach', ['beach']],
    ['engine:florence2', []],
    ['type:jpeg beach', ['beach']],
    ['type:png', []],
    ['is:failed sofa', []],
    ['is:ready minka', ['sofa']],
    ['is:edited', ['sofa', 'truck']],
    ['is:waiting', ['receipt']],
    ['is:trashed', []],
    ['has:notes', ['truck']],
    ['has:tags', ['beach', 'dogs']],
    ['has:text', ['airport', 'plate', 'receipt', 'tokyo']],
    ['triage:receipt-like', ['receipt']],
    ['-triage:none', ['receipt']],
    ['date:2026-05', ['beach']],
    ['from:2026-05-03 to:2026-05-03', ['beach']],
    ['before:2025', ['sofa']],
    ['before:2024-01-31', []],
    ['after:2026-05-03 to:2026-10', []],
    ['from:7d width<900', []],
    ['width<900', ['beach']],
    ['width:800', ['beach']],
    ['width>=800 width<=800', ['beach']],
    ['width>800 beach', []],
    ['height<700', ['beach']],
    // a person's words win
    ['minka', ['sofa']],
    ['asleep', []],
  ])('%s', async (query, expected) => {
    expect(await find(query)).toEqual([...expected].sort())
  })

  it('finds everything for the empty query, newest first', async () => {
    expect(await idsOf(test.db, '')).toEqual([...ids.keys()].sort((a, b) => b - a))
  })
})

describe('explaining', () => {
  const ask = (query: string) =>
    test.db.search.search({ query, sort: 'relevance', limit: 10, everything: false })

  it('says which word it mended', async () => {
    expect((await ask('reciept')).explanation.corrections).toEqual([{ from: 'reciept', to: 'receipt' }])
  })

  it('does not mend a word that is there', async () => {
    expect((await ask('receipt')).explanation.corrections).toEqual([])
  })

  it('says which labels a word also stood for', async () => {
    const { expansions } = (await ask('animal')).explanation
    expect(expansions).toEqual([{ word: 'animal', also: ['cat', 'dog'] }])
    expect((await ask('dogs')).explanation.expansions).toEqual([])
  })

  it('says what it understood and what it could not', async () => {
    const { explanation, total } = await ask('beach object:')
    expect(explanation.understood).toBe('beach')
    expect(explanation.issues).toMatchObject([{ start: 6, length: 7, suggestion: 'object:dog>2' }])
    expect(total).toEqual({ value: 1, capped: false })
  })
})

describe('showing', () => {
  const firstHit = async (query: string) => {
    const { hits } = await test.db.search.search({ query, sort: 'relevance', limit: 10, everything: false })
    return hits[0]
  }
  const marked = async (query: string) =>
    (await firstHit(query))?.snippet?.parts.filter((part) => part.hit).map((part) => part.text)

  it.each([
    ['beach', ['beach']],
    ['walk sunset', ['walking', 'sunset']],
    ['strasse', ['Straße']],
    ['backerei', ['BÄCKEREI']],
    ['smorrebrod', ['smørrebrød']],
    ['bkx4711', ['B-KX 4711']],
    ['AB-1234', ['AB-1234']],
    ['ab1234', ['AB-1234-XY/7']],
    ['渋谷', ['渋谷']],
    ['"stop sign"', ['stop sign']],
    ['irpor', ['airport']],
  ])('marks the hits of %s', async (query, expected) => {
    expect(await marked(query)).toEqual(expected)
  })

  it('gives back the text unchanged', async () => {
    const hit = await firstHit('smorrebrod')
    expect(hit?.snippet).toEqual({
      column: 'caption',
      parts: [
        { text: 'A café on the corner, ', hit: false },
        { text: 'smørrebrød', hit: true },
        { text: ' and æbleskiver', hit: false },
      ],
    })
  })

  it.each([
    ['dog', ['dog', 'dog', 'dog']],
    ['animal -cat', ['dog', 'dog', 'dog']],
    ['object:dog>2', ['dog', 'dog', 'dog']],
    ['total', ['TOTAL 12,80']],
    ['roiss', ['Croissant 2,40']],
    ['caption:receipt', []],
    ['bkx4711', ['B-KX 4711']],
    ['渋谷', ['東京都渋谷区']],
  ])('lights up what matched %s', async (query, expected) => {
    const hit = await firstHit(query)
    const detail = await test.db.images.detail(hit?.image.id ?? 0)
    const lit = detail?.annotations.filter(({ id }) => hit?.matchedAnnotationIds.includes(id)) ?? []
    expect(lit.map(({ body }) => ('label' in body ? body.label : 'text' in body ? body.text : ''))).toEqual(
      expected,
    )
  })

  it('ranks what has a word in its caption and labels before what has it once', async () => {
    const id = await addImage(test.db, 'late', { caption: 'A man', text: ['dog'] })
    const found = await idsOf(test.db, 'dog')
    await test.db.images.trash({ ids: [id] })
    expect(found).toEqual([idOf('dogs'), id])
    expect(await idsOf(test.db, 'dog')).toEqual([idOf('dogs')])
    expect(await idsOf(test.db, 'dog is:trashed')).toEqual([id])
    await test.db.images.purge({ ids: [id] })
    expect(await idsOf(test.db, 'dog is:trashed')).toEqual([])
  })
})

describe('facets', () => {
  it('counts all images for the empty query', async () => {
    const { facets, exact } = await test.db.search.facets('', ['kind', 'object'])
    expect(exact).toBe(true)
    expect(facets[0]).toEqual({
      name: 'kind',
      values: [
        { value: 'photo', term: 'kind:photo', count: { value: 8, capped: false } },
        { value: 'receipt', term: 'kind:receipt', count: { value: 1, capped: false } },
      ],
    })
    expect(facets[1]?.values).toContainEqual({
      value: 'stop sign',
      term: 'object:"stop sign"',
      count: { value: 1, capped: false },
    })
  })

  it('counts the matches of a query', async () => {
    const { facets } = await test.db.search.facets('tag:holiday')
    expect(facets.map(({ name }) => name)).toEqual([
      'object',
      'kind',
      'tag',
      'field',
      'engine',
      'status',
      'month',
    ])
    expect(facets[6]?.values.map(({ value, count }) => [value, count.value])).toEqual([
      ['2026-11', 1],
      ['2026-05', 1],
    ])
  })

  it('gives terms that find exactly what was counted', async () => {
    const { facets } = await test.db.search.facets('')
    for (const { values } of facets)
      for (const { term, count } of values)
        expect([term, (await idsOf(test.db, term)).length]).toEqual([term, count.value])
  })
})

describe('suggestions', () => {
  const suggest = async (query: string) => (await test.db.search.suggest(query, 20)).map((one) => one.query)

  it.each([
    ['rec', 'receipt'],
    ['beach rec', 'beach receipt'],
    ['object:do', 'object:dog'],
    ['sto', 'object:"stop sign"'],
    ['tag:ho', 'tag:Holiday'],
    ['kind:re', 'kind:receipt'],
    ['collection:win', 'collection:"Winter Trip"'],
    ['wid', 'width>'],
    ['from:', 'from:today'],
    ['', 'caption:'],
  ])('%s may become %s', async (query, expected) => {
    expect(await suggest(query)).toContain(expected)
  })
})

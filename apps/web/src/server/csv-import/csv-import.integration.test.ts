import { ExportColumnName, ExportRequest } from '@vitrine/contracts'
import { createTestDb, makeNewImage, makePerception, makeTriage, type TestDb } from '@vitrine/db/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createExportsWithoutFiles } from '../testing/exports.ts'
import { createCsvImport } from './csv-import.ts'

let libraries: TestDb[]
beforeEach(() => {
  libraries = []
})
afterEach(async () => {
  for (const { dispose } of libraries) await dispose()
})

/** A library of these images, each read by a model that says this of it. */
async function openLibrary(seeds: readonly string[], caption = 'What a model says.') {
  const test = createTestDb()
  libraries.push(test)
  const { db } = test
  const ids: number[] = []
  for (const seed of seeds) ids.push((await db.images.create(makeNewImage(seed))).id)
  for (const job of await db.jobs.claim({ stage: 'perception', limit: 100, leaseMs: 60_000 }))
    await db.jobs.commitPerception(job, {
      result: makePerception({ caption, detailedCaption: `${caption} In detail.` }),
      triage: makeTriage(),
      hasReasoningEngine: false,
    })
  let changes = 0
  const importCsv = createCsvImport({
    imports: db.imports,
    onChange: () => {
      changes += 1
    },
  })
  return {
    db,
    ids,
    changes: () => changes,
    exportCsv: async (columns: ExportRequest['columns']) => {
      const request = ExportRequest.parse({ selection: { query: '' }, sort: 'name', format: 'csv', columns })
      return new Response((await createExportsWithoutFiles(db).open(request)).body).text()
    },
    importCsv: (text: string, over: Partial<Parameters<typeof importCsv>[1]> = {}) =>
      importCsv(Buffer.from(text), { dryRun: false, overwrite: false, map: {}, person: 'Ann', ...over }),
  }
}

describe('importing a CSV file', () => {
  it('says what would change, and changes nothing, in a dry run', async () => {
    const { db, ids, importCsv, changes } = await openLibrary(['mug', 'cup'])
    await db.images.setCaption(ids[1] ?? 0, 'caption', 'Ann’s cup', 'Ann')
    const before = await db.events.lastId()
    const report = await importCsv(
      'file,alt text,price\nmug.jpg,A red mug,5\ncup.jpg,A cup,6\npan.jpg,A pan,7\n',
      {
        dryRun: true,
      },
    )
    expect(report).toMatchObject({
      dryRun: true,
      columns: [
        { heading: 'file', target: 'file' },
        { heading: 'alt text', target: 'caption' },
        { heading: 'price', target: null },
      ],
      rows: 3,
      matched: 2,
      fates: { set: 1, overwritten: 0, kept: 1 },
      problemCount: 1,
      problems: [{ row: 3, code: 'unmatched' }],
    })
    expect(report.changes).toEqual([
      {
        row: 1,
        imageId: ids[0],
        fileName: 'mug.jpg',
        what: 'caption',
        from: 'What a model says.',
        to: 'A red mug',
        fate: 'set',
      },
      {
        row: 2,
        imageId: ids[1],
        fileName: 'cup.jpg',
        what: 'caption',
        from: 'Ann’s cup',
        to: 'A cup',
        fate: 'kept',
      },
    ])
    expect(await db.events.lastId()).toBe(before)
    expect(changes()).toBe(0)
  })

  it('does what the dry run said', async () => {
    const file = 'sha256;caption;tags\n'
    const { db, ids, importCsv } = await openLibrary(['mug'])
    const { sha256 } = makeNewImage('mug')
    const text = `${file}${sha256};A red mug;"red, kitchen"\n`
    const planned = await importCsv(text, { dryRun: true, overwrite: true })
    const done = await importCsv(text, { overwrite: true })
    expect({ ...done, dryRun: true }).toEqual(planned)
    const [record] = await db.exports.records(ids, { withPlaces: false })
    expect(record).toMatchObject({ caption: 'A red mug', captionBy: 'person', tags: ['kitchen', 'red'] })
  })

  it('takes one row of each image, and says so of the others', async () => {
    const { ids, db, importCsv } = await openLibrary(['mug'])
    const report = await importCsv('file,caption\nmug.jpg,First\nMUG.jpg,Second\n', { overwrite: true })
    expect(report.problems).toMatchObject([{ row: 2, code: 'repeated' }])
    expect((await db.images.card(ids[0] ?? 0))?.caption).toBe('First')
  })

  it('changes nothing where the file is bent, however late', async () => {
    const { ids, db, importCsv } = await openLibrary(['mug'])
    const lines = Array.from({ length: 500 }, () => 'none.jpg,x').join('\n')
    await expect(importCsv(`file,caption\nmug.jpg,New\n${lines}\n"open`)).rejects.toMatchObject({
      code: 'bad-request',
    })
    expect((await db.images.card(ids[0] ?? 0))?.caption).toBe('What a model says.')
  })
})

describe('an export that is imported', () => {
  const WORDS: ExportRequest['columns'] = [
    'file',
    'sha256',
    'page',
    'caption',
    'description',
    'tags',
    'notes',
    'fields',
  ]
  const AWKWARD = `=HYPERLINK("x"), 'quoted'; two\nlines – ünïcode`

  async function openWritten() {
    const library = await openLibrary(['mug', 'cup', 'pan'], 'A model’s words.')
    const { db, ids } = library
    const [mug = 0, cup = 0] = ids
    await db.images.setCaption(mug, 'caption', AWKWARD, 'Ann')
    await db.images.setCaption(cup, 'detailed-caption', "'=1", 'Ann')
    await db.images.setNotes(mug, `- ${AWKWARD}`)
    for (const tag of ['red, dark', 'a;b', '@home']) await db.tags.add(tag, { ids: [mug, cup] })
    await db.images.keepField(
      mug,
      { name: 'total', value: '1,234.50', number: 1234.5, unit: 'EUR' },
      { by: 'person', name: 'Ann' },
    )
    await db.images.keepField(
      cup,
      { name: 'seller', value: 'Bread; "Co" = us', number: null, unit: null },
      { by: 'person', name: 'Ann' },
    )
    return library
  }

  it('changes nothing in the library it came from', async () => {
    const { exportCsv, importCsv, db } = await openWritten()
    const file = await exportCsv([...ExportColumnName.options])
    const before = await db.events.lastId()
    const report = await importCsv(file, { overwrite: true })
    expect(report).toMatchObject({
      rows: 3,
      matched: 3,
      fates: { set: 0, overwritten: 0, kept: 0 },
      problemCount: 0,
    })
    expect(await db.events.lastId()).toBe(before)
  })

  it('gives the same words to another library of the same images', async () => {
    const first = await openWritten()
    const second = await openLibrary(['pan', 'cup', 'mug'], 'Another model’s words.')
    const file = await first.exportCsv(WORDS)
    const report = await second.importCsv(file)
    expect(report).toMatchObject({ matched: 3, problemCount: 0, fates: { kept: 0 } })
    expect(await second.exportCsv(WORDS)).toBe(file)
    const fieldsOf = async ({ db, ids }: typeof first) =>
      (await db.exports.records([...ids], { withPlaces: false }))
        .flatMap(({ fields }) => fields)
        .sort((a, b) => (a.name < b.name ? -1 : 1))
    expect(await fieldsOf(second)).toEqual(await fieldsOf(first))
  })
})

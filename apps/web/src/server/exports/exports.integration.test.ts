import { CocoDocument, ExportRecord, type ExportRequest } from '@vitrine/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openRoom, want } from './testing.ts'
import { BATCH } from './walk.ts'

let room: Awaited<ReturnType<typeof openRoom>>
beforeEach(async () => {
  room = await openRoom()
})
afterEach(() => room.dispose())

const textOf = async (over: Partial<ExportRequest>) =>
  new Response((await room.exports.open(want(over))).body).text()
describe('an export as text', () => {
  it('is a CSV file that Excel can read, with the columns that were chosen', async () => {
    await room.add('mug')
    await room.add('=1+1')
    const bytes = await (await room.exports.open(want({ columns: ['file', 'caption'] }))).body
      .getReader()
      .read()
    expect([...(bytes.value ?? [])].slice(0, 3)).toEqual([0xef, 0xbb, 0xbf])
    expect(await textOf({ columns: ['file', 'caption'] })).toBe(
      "file,caption\r\nmug.jpg,The mug.\r\n'=1+1.jpg,The =1+1.\r\n",
    )
  })

  it('is JSON Lines with every annotation and its source', async () => {
    const id = await room.add('mug')
    const lines = (await textOf({ format: 'jsonl' })).trimEnd().split('\n')
    const records = lines.map((line) => ExportRecord.parse(JSON.parse(line)))
    expect(records).toMatchObject([{ id, fileName: 'mug.jpg', caption: 'The mug.', captionBy: 'model' }])
    expect(records[0]?.annotations.map(({ body }) => body.type)).toContain('text-region')
  })

  it('is one COCO document of all images, with categories of their own', async () => {
    const ids = [await room.add('mug'), await room.add('cup', 'mug.jpg')]
    const document = CocoDocument.parse(JSON.parse(await textOf({ format: 'coco' })))
    expect(document.images.map(({ id, file_name }) => [id, file_name])).toEqual([
      [ids[0], 'mug.jpg'],
      [ids[1], 'mug (2).jpg'],
    ])
    expect(document.categories.map(({ name }) => name)).toEqual(['dog', 'text'])
    expect(new Set(document.annotations.map(({ id }) => id)).size).toBe(4)
    expect(document.annotations.every(({ category_id }) => category_id === 1 || category_id === 2)).toBe(true)
  })

  it('is well-formed for no images, too', async () => {
    expect(CocoDocument.parse(JSON.parse(await textOf({ format: 'coco' }))).images).toEqual([])
    expect(await textOf({ format: 'jsonl' })).toBe('')
    expect(await textOf({ columns: ['id'] })).toBe('id\r\n')
  })

  it('is of the search, the collection or the selection, and of nothing else', async () => {
    const mug = await room.add('mug')
    const cup = await room.add('cup')
    const { id: collection } = await room.db.collections.create('Kitchen')
    await room.db.collections.add(collection, { ids: [cup] })
    const ids = (selection: ExportRequest['selection']) => textOf({ selection, columns: ['id'] })
    expect(await ids({ query: 'mug' })).toBe(`id\r\n${mug}\r\n`)
    expect(await ids({ collection })).toBe(`id\r\n${cup}\r\n`)
    expect(await ids({ ids: [mug] })).toBe(`id\r\n${mug}\r\n`)
  })
})

describe('a long export', () => {
  const ROWS = 20_000

  it('stands still while nobody reads on, and holds no more than a batch', async () => {
    const ids = room.addMany(ROWS)
    const { body, count } = await room.exports.open(
      want({ selection: { ids }, columns: ['file', 'caption'] }),
    )
    expect([count, room.batches()]).toEqual([ROWS, 0])
    const reader = body.getReader()
    await reader.read()
    expect(room.batches()).toBe(0)
    for (let read = 1; read <= 5; read += 1) {
      const { value } = await reader.read()
      expect(room.batches()).toBe(read)
      expect(new TextDecoder().decode(value).trimEnd().split('\r\n')).toHaveLength(BATCH)
    }
    let rows = 5 * BATCH
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      rows += new TextDecoder().decode(value).trimEnd().split('\r\n').length
    }
    expect(rows).toBe(ROWS)
    expect(room.batches()).toBe(ROWS / BATCH)
  })

  it('ends its work when the reader leaves', async () => {
    const ids = room.addMany(ROWS)
    const { ticket } = await room.exports.prepare(want({ selection: { ids } }))
    const reader = room.exports.redeem(ticket).body.getReader()
    await reader.read()
    await reader.read()
    await reader.cancel()
    const read = room.batches()
    expect(await reader.read()).toEqual({ done: true, value: undefined })
    expect(room.batches()).toBe(read)
    expect(room.exports.progress(ticket)).toEqual({ state: 'stopped', done: 0, count: ROWS })
  })

  it('tells how far it is', async () => {
    const ids = room.addMany(3 * BATCH)
    const { ticket, count } = await room.exports.prepare(want({ selection: { ids } }))
    expect(count).toBe(3 * BATCH)
    expect(room.exports.progress(ticket)).toEqual({ state: 'ready', done: 0, count })
    const reader = room.exports.redeem(ticket).body.getReader()
    for (let pieces = 0; pieces < 3; pieces += 1) await reader.read()
    expect(room.exports.progress(ticket)).toEqual({ state: 'running', done: BATCH, count })
    while (!(await reader.read()).done);
    expect(room.exports.progress(ticket)).toEqual({ state: 'done', done: count, count })
  })
})

describe('a ticket', () => {
  it('opens one download, and not for ever', async () => {
    await room.add('mug')
    const first = await room.exports.prepare(want())
    await room.exports.redeem(first.ticket).body.cancel()
    expect(() => room.exports.redeem(first.ticket)).toThrow(/begun already/)
    const second = await room.exports.prepare(want())
    room.pass(11 * 60_000)
    expect(() => room.exports.redeem(second.ticket)).toThrow(/not there any more/)
    expect(() => room.exports.redeem('none')).toThrow(/not there any more/)
  })

  it('sends what was counted, whatever has come since', async () => {
    await room.add('mug')
    const { ticket, count } = await room.exports.prepare(want({ columns: ['file'] }))
    await room.add('cup')
    expect(count).toBe(1)
    expect(await new Response(room.exports.redeem(ticket).body).text()).toBe('file\r\nmug.jpg\r\n')
  })
})

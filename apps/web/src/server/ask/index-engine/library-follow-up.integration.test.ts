/** Questions to the whole library without a model, through the server's own search. */
import type { PerceptionResult } from '@vitrine/contracts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type AskRoom, openAskRoom } from '../testing.ts'

const LIBRARY = { scope: 'library' } as const

let room: AskRoom
beforeEach(async () => {
  room = await openAskRoom()
})
afterEach(() => room.close())

const line = (text: string, top: number): PerceptionResult['textRegions'][number] => ({
  text,
  quad: [
    [0.1, top],
    [0.5, top],
    [0.5, top + 0.05],
    [0.1, top + 0.05],
  ],
})
const receipt = (total: string): Partial<PerceptionResult> => ({
  caption: 'A receipt.',
  detailedCaption: 'A receipt.',
  detections: [],
  kind: { kind: 'receipt', score: 0.9, evidence: [] },
  textRegions: [line('BAKERY', 0.2), line(`TOTAL ${total}`, 0.3)],
})

it('reads amounts from the lines where no deep reading has named them', async () => {
  await room.addPicture('small', receipt('€4.10'))
  await room.addPicture('large', receipt('€74.00'))
  const turn = await room.answered('Which receipts are over 50 euros?', LIBRARY)
  expect(turn).toMatchObject({ engine: 'index', search: { query: 'kind:receipt', total: 2 } })
  expect(turn.answer).toMatch(/1 of 2 has a total over 50:\n\n- Picture \d \(large\S*\): €74\.00 \[1\]/)
  expect(turn.citations).toMatchObject([{ number: 1, text: 'TOTAL €74.00' }])
})

it('looks at receipts with and without a deep reading', async () => {
  await room.addPicture('small', receipt('€4.10'))
  await room.addPicture('large', receipt('€74.00'))
  const read = await room.addPicture('read', receipt('€1.00'))
  await room.db.images.keepField(
    read,
    { name: 'total', value: '99.00', number: 99, unit: 'EUR' },
    { by: 'person', name: 'Ada' },
  )
  const turn = await room.answered('Which receipts are over 50 euros?', LIBRARY)
  expect(turn).toMatchObject({ search: { query: 'kind:receipt', total: 3 } })
  expect(turn.search?.hits[0]).toBe(read)
  expect(turn.answer).toMatch(/2 of 3 have a total over 50:/)
  expect(turn.answer).toMatch(/read\S*\): 99\.00/)
  expect(turn.answer).toMatch(/large\S*\): €74\.00/)
})

it('goes on about the hits of the search before', async () => {
  await room.addPicture('small', receipt('€4.10'))
  await room.addPicture('large', receipt('€74.00'))
  const first = await room.answered('How many receipts are there?', LIBRARY)
  const next = await room.ended(await room.follow(first, 'Add them up', LIBRARY))
  expect(next.search).toEqual(first.search)
  expect(next.answer).toMatch(/^\*\*78\.10 EUR\*\* in all/)
  const other = await room.ended(await room.follow(next, 'How many dogs are there?', LIBRARY))
  expect(other.search?.query).toContain('dog')
})

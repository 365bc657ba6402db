import path from 'node:path'
import { Settings, TriageThresholds } from '@vitrine/contracts'
import { expect, it } from 'vitest'
import { purgeExpired, purgeImages } from './purge.ts'
import { makeJpeg, makePdf } from './testing/files.ts'
import { filesBelow, idOf, only, openTestRooms, TODAY } from './testing/rooms.ts'

const DAY_MS = 24 * 60 * 60 * 1000

it('deletes the files of what it deletes, and no others', async () => {
  const rooms = await openTestRooms()
  const [first, second] = await Promise.all([makeJpeg({ seed: 1 }), makeJpeg({ seed: 2 })])
  const gone = idOf(only(await rooms.ingest.ingestFile({ bytes: first, fileName: 'a.jpg' })))
  const kept = idOf(only(await rooms.ingest.ingestFile({ bytes: second, fileName: 'b.jpg' })))
  await rooms.db.images.trash({ ids: [gone] })
  expect(await purgeImages(rooms, { ids: [gone, kept] })).toEqual([gone])
  const stored = await rooms.db.images.bytes(kept, 'original')
  expect(await rooms.blobs.has(stored?.sha256 ?? '')).toBe(true)
  expect(await filesBelow(path.join(rooms.dataDir, 'blobs'))).toHaveLength(2)
})

it('keeps a PDF as long as one of its pages is there', async () => {
  const rooms = await openTestRooms({ limits: { pageDpi: 36 } })
  const items = await rooms.ingest.ingestFile({ bytes: makePdf(2), fileName: 'report.pdf' })
  const [first = 0, second = 0] = items.map(idOf)
  const [item] = items
  const sha256 = item?.outcome === 'created' ? item.sha256 : ''
  await rooms.db.images.trash({ ids: [first] })
  await purgeImages(rooms, { ids: [first] })
  expect(await rooms.blobs.has(sha256)).toBe(true)
  await rooms.db.images.trash({ ids: [second] })
  await purgeImages(rooms, { ids: [second] })
  expect(await filesBelow(path.join(rooms.dataDir, 'blobs'))).toEqual([])
})

it('empties the trash of what is older than the settings say', async () => {
  const rooms = await openTestRooms()
  await rooms.db.settings.set(Settings.parse({ triage: TriageThresholds.parse({}), trashDays: 7 }))
  const id = idOf(only(await rooms.ingest.ingestFile({ bytes: await makeJpeg(), fileName: 'a.jpg' })))
  await rooms.db.images.trash({ ids: [id] })
  expect(await purgeExpired({ ...rooms, now: () => TODAY + 6 * DAY_MS })).toEqual([])
  expect(await purgeExpired({ ...rooms, now: () => TODAY + 8 * DAY_MS })).toEqual([id])
  expect(await filesBelow(path.join(rooms.dataDir, 'blobs'))).toEqual([])
})

it('never takes the file from under an upload of the same bytes', async () => {
  const rooms = await openTestRooms()
  const bytes = await makeJpeg()
  for (let round = 0; round < 10; round += 1) {
    const id = idOf(only(await rooms.ingest.ingestFile({ bytes, fileName: 'a.jpg' })))
    await rooms.db.images.trash({ ids: [id] })
    const [, items] = await Promise.all([
      purgeImages(rooms, { ids: [id] }),
      rooms.ingest.ingestFile({ bytes, fileName: 'a.jpg' }),
    ])
    const now = idOf(only(items))
    const stored = await rooms.db.images.bytes(now, 'original')
    expect(await rooms.blobs.has(stored?.sha256 ?? '')).toBe(true)
  }
})

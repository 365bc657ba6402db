import { ImportStatus, type IngestItem } from '@vitrine/contracts'
import { expect, it } from 'vitest'
import { createImportRecord } from './import-record.ts'

const sha256 = 'a'.repeat(64)
const created: IngestItem = { outcome: 'created', id: 1, fileName: 'a.jpg', sha256 }
const duplicate: IngestItem = { outcome: 'duplicate', id: 1, fileName: 'b.jpg', sha256, restored: false }
const refuse = (fileName: string): IngestItem => {
  return { outcome: 'rejected', fileName, code: 'unsupported-media', reason: `No ${fileName}.` }
}

it('counts what became of files, and keeps the newest twenty refusals', () => {
  const record = createImportRecord()
  record.noteItems([created, created, duplicate])
  record.noteDuplicate()
  record.noteItems(Array.from({ length: 25 }, (_none, index) => refuse(`${index}.txt`)))
  const status = ImportStatus.parse(record.status(7))
  expect(status).toMatchObject({ waiting: 7, imported: 2, duplicates: 2, rejected: 25 })
  expect(status.failures[0]).toEqual({ fileName: '24.txt', reason: 'No 24.txt.' })
  expect(status.failures).toHaveLength(20)
})

it('tells of a standstill until something goes on', () => {
  const record = createImportRecord()
  record.setFolder('watching')
  record.noteStandstill('Full.')
  expect(record.status(0)).toMatchObject({ state: 'problem', problem: 'Full.' })
  record.noteItems([created])
  expect(record.status(0)).toMatchObject({ state: 'watching', problem: null })
})

it('says whether what is wrong with the folder is news', () => {
  const record = createImportRecord()
  const tell = () => record.setFolder('missing', 'It does not exist.')
  expect([tell(), tell(), record.setFolder('watching'), tell()]).toEqual([true, false, true, true])
})

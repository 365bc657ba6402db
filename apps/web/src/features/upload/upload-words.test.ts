import type { IngestItem } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import type { UploadPhase, UploadSummary } from './upload-state.ts'
import { describeUpload, detailOf, formatBytes, titleOf } from './upload-words.ts'

const created: IngestItem = { outcome: 'created', id: 1, fileName: 'a.jpg', sha256: 'a'.repeat(64) }
const duplicate: IngestItem = { ...created, outcome: 'duplicate', restored: false }
const rejected: IngestItem = {
  outcome: 'rejected',
  fileName: 'notes.txt',
  code: 'unsupported-media',
  reason: 'This is not an image.',
}
const none: UploadSummary = {
  files: 0,
  settled: 0,
  running: 0,
  waiting: 0,
  paused: 0,
  failed: 0,
  created: 0,
  duplicates: 0,
  rejected: 0,
  progress: 0,
}

describe('titleOf', () => {
  it.each<[Partial<UploadSummary>, string]>([
    [{ files: 12, settled: 2, running: 3, waiting: 7 }, 'Uploading 3 of 12'],
    [{ files: 2, settled: 1, paused: 1 }, 'Paused at 2 of 2'],
    [{ files: 3, settled: 3, created: 1, duplicates: 2 }, '1 image added'],
    [{ files: 1, settled: 1, duplicates: 1 }, 'Already in the library'],
    [{ files: 2, settled: 2, rejected: 1, failed: 1 }, '2 files could not be added'],
  ])('%o is "%s"', (over, words) => {
    expect(titleOf({ ...none, ...over })).toBe(words)
  })
})

describe('detailOf', () => {
  it('tells what the title leaves out', () => {
    expect(detailOf({ ...none, files: 9, settled: 6, created: 3, duplicates: 2, rejected: 1 })).toBe(
      '3 added · 2 already here · 1 rejected',
    )
  })
})

describe('describeUpload', () => {
  it.each<[UploadPhase, string]>([
    [{ name: 'sending', sentBytes: 500_000 }, '25 % of 2.0 MB'],
    [{ name: 'paused', sentBytes: 1_000_000 }, 'Paused at 50 %'],
    [{ name: 'done', items: [created] }, 'Added'],
    [{ name: 'done', items: [duplicate] }, 'Already in the library'],
    [{ name: 'done', items: [{ ...duplicate, restored: true }] }, 'Brought back from the trash'],
    [{ name: 'done', items: [rejected] }, 'This is not an image.'],
    [
      { name: 'done', items: [created, created, duplicate, rejected] },
      '2 images added, 1 already here, 1 rejected',
    ],
    [{ name: 'done', items: [] }, 'Nothing in it that can be read'],
    [{ name: 'failed', reason: 'The disk is full.', sentBytes: 0 }, 'The disk is full.'],
  ])('%o is "%s"', (phase, words) => {
    expect(describeUpload({ id: 1, fileName: 'a.jpg', sizeBytes: 2_000_000, phase })).toBe(words)
  })
})

describe('formatBytes', () => {
  it.each([
    [812, '812 bytes'],
    [4_200_000, '4.2 MB'],
    [231_000_000, '231 MB'],
    [2_147_483_648, '2.1 GB'],
  ])('%i is "%s"', (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words)
  })
})

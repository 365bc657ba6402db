import { AppError, SystemReport } from '@vitrine/contracts'
import { createTestDb, makeNewImage } from '@vitrine/db/testing'
import { expect, it } from 'vitest'
import { createImportRecord } from '../import/import-record.ts'
import { gatherReport } from './system-report.ts'

it('reports what it can while the sidecar does not answer', async () => {
  const { db, dispose } = createTestDb()
  await db.images.create(makeNewImage('a'))
  const gone = () => Promise.reject(new AppError('sidecar-unreachable', 'The sidecar does not answer.'))
  const report = await gatherReport({
    db,
    inference: { health: gone, models: gone },
    pipeline: { problem: () => 'Images wait.' },
    blobs: { freeBytes: async () => 5 },
    dataDir: '/data',
    importDir: '/scans',
    importStatus: () => createImportRecord().status(3),
    versions: { app: '1.0.0', node: 'v20', next: '16', sharp: '0.35' },
    now: () => 3_000,
    startedAt: 1_000,
  })
  await dispose()
  expect(SystemReport.parse(report)).toMatchObject({
    version: '1.0.0',
    sidecar: null,
    sidecarProblem: 'The sidecar does not answer.',
    pipeline: { queued: 1, problem: 'Images wait.' },
    importStatus: { state: 'stopped', waiting: 3 },
    storage: { images: 1, freeBytes: 5, dataDir: '/data' },
    uptimeSeconds: 2,
  })
})

import { createTestDb } from '@vitrine/db/testing'
import { expect, it, onTestFinished } from 'vitest'
import { answerHealth, type HealthSources } from './health.ts'

function openSources(over: Partial<HealthSources> = {}) {
  const { db, dispose } = createTestDb()
  onTestFinished(dispose)
  const logged: unknown[] = []
  const sources: HealthSources = {
    db,
    pipeline: { problem: () => 'The engine is starting.' },
    storageProblem: async () => null,
    version: '1.2.3',
    logError: (error) => void logged.push(error),
    ...over,
  }
  return { sources, logged }
}

it('is well without a sidecar, and says what stands still', async () => {
  const response = await answerHealth(openSources().sources)
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({
    status: 'ok',
    version: '1.2.3',
    paused: false,
    problem: 'The engine is starting.',
  })
})

it('tells of a full disk first', async () => {
  const { sources } = openSources({ storageProblem: async () => 'The disk is full.' })
  expect(await (await answerHealth(sources)).json()).toMatchObject({ problem: 'The disk is full.' })
})

it('fails without its database, and keeps the details in the log', async () => {
  const status = () => Promise.reject(new Error('disk I/O error at /srv'))
  const { sources, logged } = openSources({ db: { jobs: { status } } })
  const response = await answerHealth(sources)
  expect(response.status).toBe(503)
  const text = await response.text()
  expect(text).toContain('"status":"failing"')
  expect(text).not.toContain('/srv')
  expect(logged).toHaveLength(1)
})

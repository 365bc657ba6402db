import { makeFolder, openLibrary } from '@vitrine/storage/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { askInThread } from '../library/ask-in-thread.ts'
import { createBackups } from '../library/backups.ts'
import { createLibraryChecks } from '../library/checks.ts'
import { createBlobStore } from '../storage/blob-store.ts'
import { createCaller } from './root.ts'
import { createTestApi, PERSON, type TestApi } from './testing.ts'

let test: TestApi
beforeEach(() => {
  test = createTestApi()
})
afterEach(() => test.dispose())

/** The API over a library with files. */
async function openLibraryApi() {
  const library = openLibrary()
  await library.add('one')
  const options = { dataDir: library.dataDir, openAsker: askInThread, now: Date.now, logError: () => {} }
  const backups = createBackups({ ...options, folder: makeFolder(), keep: 2, version: '1.2.3' })
  const checks = createLibraryChecks({
    ...options,
    blobs: await createBlobStore(library),
    signal: test.services.stopping,
  })
  const services = { ...test.services, backups, library: checks }
  return { api: createCaller({ services, person: PERSON }), backups, checks }
}

it('says that no backups are made by themselves, and how to have some', async () => {
  expect(await test.api.system.backups()).toBeNull()
  await expect(test.api.system.backUp()).rejects.toThrow('There is no folder for backups.')
})

it('begins a backup and says how it went', async () => {
  const { api, backups } = await openLibraryApi()
  expect(await api.system.backUp()).toMatchObject({ state: 'running', count: 0 })
  await backups.idle()
  expect(await api.system.backups()).toMatchObject({ state: 'idle', count: 1, last: { lost: 0 } })
})

it('begins a check and says what it found', async () => {
  const { api, checks } = await openLibraryApi()
  expect(await api.system.checkLibrary({ isDeep: true })).toMatchObject({ state: 'running' })
  await checks.idle()
  expect(await api.system.libraryCheck()).toMatchObject({
    state: 'idle',
    last: { isDeep: true, findings: [], blobs: { count: 2 } },
  })
  expect(await api.system.removeOrphans()).toEqual({ count: 0 })
})

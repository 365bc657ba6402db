import { existsSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { makeFolder, NOW, openLibrary, type TestLibrary } from '@vitrine/storage/testing'
import { describe, expect, it } from 'vitest'
import { askInThread } from './ask-in-thread.ts'
import { createBackups } from './backups.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const never = new AbortController().signal

function openBackups(library: TestLibrary, folder = makeFolder()) {
  const clock = { now: NOW }
  const logged: unknown[] = []
  const backups = createBackups({
    dataDir: library.dataDir,
    folder,
    keep: 2,
    version: '1.2.3',
    openAsker: askInThread,
    now: () => clock.now,
    logError: (error) => void logged.push(error),
  })
  return { backups, clock, logged, folder }
}

describe('backups', () => {
  it('are made once a day, and so many stay', async () => {
    const library = openLibrary()
    await library.add('one')
    const { backups, clock, folder } = openBackups(library)
    expect(await backups.status()).toEqual({
      folder,
      keep: 2,
      state: 'idle',
      progress: null,
      problem: null,
      count: 0,
      last: null,
    })
    expect(await backups.runIfDue(never)).toBe(1)
    expect(await backups.runIfDue(never)).toBe(0)
    for (let day = 1; day <= 3; day += 1) {
      clock.now = NOW + day * DAY_MS
      expect(await backups.runIfDue(never)).toBe(1)
    }
    expect(await backups.status()).toMatchObject({
      count: 2,
      last: { createdAt: NOW + 3 * DAY_MS, lost: 0 },
      state: 'idle',
    })
  })

  it('are made when a person asks, one at a time', async () => {
    const library = openLibrary()
    const { sha256 } = await library.add('one')
    rmSync(library.path(sha256))
    const { backups } = openBackups(library)
    backups.start(never)
    backups.start(never)
    expect(await backups.status()).toMatchObject({ state: 'running' })
    expect(await backups.runIfDue(never)).toBe(0)
    await backups.idle()
    expect(await backups.status()).toMatchObject({ state: 'idle', count: 1, last: { lost: 1 } })
  })

  it('say why they cannot be made, and go on once they can', async () => {
    const library = openLibrary()
    const folder = makeFolder()
    writeFileSync(path.join(folder, 'letter.txt'), 'Dear Ann')
    const { backups, logged } = openBackups(library, folder)
    await expect(backups.runIfDue(never)).rejects.toThrow('holds other things than a backup')
    expect(await backups.status()).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('holds other things than a backup'),
    })
    backups.start(never)
    await backups.idle()
    expect(logged).toHaveLength(1)
    rmSync(path.join(folder, 'letter.txt'))
    expect(await backups.runIfDue(never)).toBe(1)
    expect(await backups.status()).toMatchObject({ state: 'idle', problem: null, count: 1 })
  })

  it('are not made where their disk is not mounted', async () => {
    const folder = path.join(makeFolder(), 'disk', 'vitrine')
    const { backups } = openBackups(openLibrary(), folder)
    await expect(backups.runIfDue(never)).rejects.toThrow(`The folder for backups ${folder} is not there.`)
    expect(existsSync(folder)).toBe(false)
  })

  it('end with the process, without a snapshot', async () => {
    const { backups } = openBackups(openLibrary())
    await expect(backups.runIfDue(AbortSignal.abort())).rejects.toThrow('aborted')
    expect(await backups.status()).toMatchObject({ count: 0 })
  })
})

import { AppError } from '@vitrine/contracts'
import { modelsReportExample } from '@vitrine/contracts/fixtures'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi, type TestApi } from './testing.ts'

let test: TestApi
beforeEach(() => {
  test = createTestApi()
})
afterEach(() => test.dispose())

const KEY = { key: 'florence-2-base-ft' }

describe('models', () => {
  it('reports what is here, what can be had, and on what it runs', async () => {
    expect(await test.api.models.report()).toEqual(modelsReportExample)
  })

  it('passes on what a person wants done', async () => {
    const { models } = test.api
    await models.pull(KEY)
    await models.cancel(KEY)
    await models.use(KEY)
    await models.remove(KEY)
    await models.rescan()
    await models.residency({ engine: 'florence2', request: { action: 'eject' } })
    await models.probeDevices()
    expect(test.models.asked).toEqual([
      'pull florence-2-base-ft',
      'cancel florence-2-base-ft',
      'use florence-2-base-ft',
      'remove florence-2-base-ft',
      'rescan',
      'eject florence2',
      'probe',
    ])
  })

  it.each(['../../etc', 'Florence', ''])('takes no key like %j', async (key) => {
    await expect(test.api.models.pull({ key })).rejects.toThrow()
    expect(test.models.asked).toEqual([])
  })

  it('says why a download can’t begin', async () => {
    test.models.pull = () => Promise.reject(new AppError('storage-full', 'The disk has no room.'))
    await expect(test.api.models.pull(KEY)).rejects.toThrow('The disk has no room.')
  })
})

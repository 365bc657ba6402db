import { TaskResponse } from '@vitrine/contracts'
import { taskResponseExample } from '@vitrine/contracts/fixtures'
import { makeNewImage } from '@vitrine/db/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi, type TestApi } from './testing.ts'

const ANSWER = TaskResponse.parse(taskResponseExample)

let test: TestApi
let id: number
beforeEach(async () => {
  test = createTestApi()
  id = (await test.db.images.create(makeNewImage('mug'))).id
})
afterEach(() => test.dispose())

const findMug = async () => (await test.api.search.query({ query: 'mug has:objects' })).hits.length
const keep = () => test.api.tools.keep({ id, response: ANSWER, input: { phrase: 'the red mug' } })

describe('tools', () => {
  it('tell what can be done now', async () => {
    expect(await test.api.tools.available()).toEqual({ tasks: ['caption', 'open-vocabulary-detection'] })
  })

  it('run on an image and keep nothing by themselves', async () => {
    const input = { phrase: 'the red mug' }
    expect(await test.api.tools.run({ id, task: ANSWER.task, input })).toEqual(ANSWER)
    expect(test.tools.asked).toMatchObject([{ of: id, request: { task: ANSWER.task, input } }])
    expect((await test.api.images.byId({ id })).annotations).toEqual([])
  })

  it('keep an answer, so that it is found, drop it, and put it back', async () => {
    const { kept } = await keep()
    expect(await findMug()).toBe(1)
    const { dropped } = await test.api.tools.drop({ id, annotationIds: kept.map((one) => one.id) })
    expect([dropped, await findMug()]).toEqual([kept, 0])
    await test.api.tools.putBack({ id, annotations: dropped })
    expect(await findMug()).toBe(1)
  })
})

import { ModelsReport, Weights, WireError } from '@vitrine/contracts'
import { modelsReportExample } from '@vitrine/contracts/fixtures'
import { createTestDb } from '@vitrine/db/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createModelsDouble } from '../testing/models.ts'
import { createTestRestApp } from '../testing/rest.ts'

function openFace() {
  const { db, dispose } = createTestDb()
  const models = createModelsDouble()
  const app = createTestRestApp(db, { models })
  return { app, models, dispose }
}

let face: ReturnType<typeof openFace>
beforeEach(() => {
  face = openFace()
})
afterEach(() => face.dispose())

const ask = (method: string, path: string) => face.app.request(`/api/v1${path}`, { method })

describe('/models', () => {
  it('lists what is loaded and what can be had', async () => {
    const response = await ask('GET', '/models')
    expect(ModelsReport.parse(await response.json())).toEqual(modelsReportExample)
  })

  it.each([
    ['POST', '/models/florence-2-base-ft/pull', 202, 'pull florence-2-base-ft'],
    ['POST', '/models/florence-2-base-ft/cancel', 200, 'cancel florence-2-base-ft'],
    ['POST', '/models/florence-2-base-ft/use', 200, 'use florence-2-base-ft'],
    ['DELETE', '/models/florence-2-base-ft', 200, 'remove florence-2-base-ft'],
  ])('%s %s answers %i with the weights as they are', async (method, path, status, asked) => {
    const response = await ask(method, path)
    expect(response.status).toBe(status)
    expect(Weights.parse(await response.json()).key).toBe('florence-2-base-ft')
    expect(face.models.asked).toEqual([asked])
  })

  it.each([
    ['POST', '/models/gpt-9/use', 404, 'not-found'],
    ['POST', '/models/Large!/pull', 400, 'bad-request'],
  ])('%s %s is refused with %i %s', async (method, path, status, code) => {
    const response = await ask(method, path)
    expect([response.status, WireError.parse(await response.json()).error.code]).toEqual([status, code])
  })

  it('is in the OpenAPI document', async () => {
    expect(await (await ask('GET', '/openapi.json')).json()).toMatchObject({
      paths: {
        '/api/v1/models': { get: {} },
        '/api/v1/models/{key}': { delete: {} },
        '/api/v1/models/{key}/pull': { post: {} },
        '/api/v1/models/{key}/cancel': { post: {} },
        '/api/v1/models/{key}/use': { post: {} },
      },
      components: { schemas: { ModelsReport: {}, Weights: {} } },
    })
  })
})

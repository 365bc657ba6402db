import { ImageDetail, WireError } from '@vitrine/contracts'
import { createTestDb, makeNewImage, makePerception, makeTriage } from '@vitrine/db/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createIndexAsk } from '../testing/ask.ts'
import { createExportsWithoutFiles } from '../testing/exports.ts'
import { createModelsDouble } from '../testing/models.ts'
import { createToolsDouble } from '../testing/tools.ts'
import { createRestApp } from './app.ts'

const unused = () => Promise.reject(new Error('not asked for here'))

function openFace() {
  const { db, dispose } = createTestDb()
  let pokes = 0
  const app = createRestApp({
    db,
    models: createModelsDouble(),
    exports: createExportsWithoutFiles(db),
    importCsv: unused,
    ask: createIndexAsk(db),
    inference: { perceive: unused, reason: unused, hasReasoningEngine: () => false },
    tools: createToolsDouble(),
    receiveForm: unused,
    receiveImage: unused,
    upload: unused,
    sendBytes: unused,
    pipeline: {
      problem: () => null,
      poke: () => {
        pokes += 1
      },
    },
    logError: () => undefined,
    version: '1.2.3',
  })
  return { app, db, pokes: () => pokes, dispose }
}

let face: ReturnType<typeof openFace>
beforeEach(() => {
  face = openFace()
})
afterEach(() => face.dispose())

const post = (path: string, body?: unknown) =>
  face.app.request(`/api/v1/images/${path}`, {
    method: 'POST',
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })

async function readBy(engine: 'builtin' | 'florence2', caption: string) {
  const [job] = await face.db.jobs.claim({ stage: 'perception', limit: 1, leaseMs: 60_000 })
  if (!job) throw new Error('There is no job to claim.')
  const result = makePerception({ engine, caption })
  await face.db.jobs.commitPerception(job, { result, triage: makeTriage(), hasReasoningEngine: false })
  return job
}

async function addRead(): Promise<number> {
  const { id } = await face.db.images.create(makeNewImage('beach'))
  await readBy('builtin', 'First.')
  return id
}

it('reads an image anew with the wanted engine, then shows both readings', async () => {
  const id = await addRead()
  const answer = await post(`${id}/reread`, { engine: 'florence2' })
  expect(answer.status).toBe(202)
  expect(ImageDetail.parse(await answer.json())).toMatchObject({ id, status: 'queued' })
  expect(face.pokes()).toBe(1)
  expect(await readBy('florence2', 'Second.')).toMatchObject({ engine: 'florence2' })
  const detail = await face.app.request(`/api/v1/images/${id}`)
  expect(ImageDetail.parse(await detail.json()).former).toMatchObject({
    caption: 'First.',
    successor: { caption: 'Second.', engine: 'florence2' },
  })
})

it('asks for the best engine when none is named', async () => {
  const id = await addRead()
  expect((await post(`${id}/reread`)).status).toBe(202)
  expect(await readBy('builtin', 'Again.')).toMatchObject({ engine: null })
})

it.each([
  ['accept', 'Second.'],
  ['take-back', 'First.'],
])('%s leaves one reading', async (decision, caption) => {
  const id = await addRead()
  await post(`${id}/reread`)
  await readBy('florence2', 'Second.')
  const answer = await post(`${id}/reread/${decision}`)
  expect(answer.status).toBe(200)
  expect(ImageDetail.parse(await answer.json())).toMatchObject({ caption, former: null })
  const again = await post(`${id}/reread/${decision}`)
  expect(again.status).toBe(409)
  expect(WireError.parse(await again.json()).error.code).toBe('conflict')
})

it('says so when there is no such image', async () => {
  for (const path of ['7/reread', '7/reread/accept', '7/reread/take-back'])
    expect((await post(path)).status).toBe(404)
  expect((await post('7/reread', { engine: 'nobody' })).status).toBe(400)
})

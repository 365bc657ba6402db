/** The whole sidecar as main builds it, with a server for deep readings that comes and goes. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ModelsReport, ReasoningResult, SidecarHealth, WireError } from '@vitrine/contracts'
import { perceptionExample } from '@vitrine/contracts/fixtures'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parseEnv } from './env.ts'
import { createSidecar } from './sidecar.ts'
import { eventually } from './testing/eventually.ts'
import { type FakeModelServer, PLAIN_ANSWER, startFakeModelServer } from './testing/fake-model-server.ts'
import { postImage } from './testing/sidecar.ts'

/** Its one model is Qwen-VL. */
const OLLAMA: Partial<FakeModelServer> = { kind: 'ollama', models: ['qwen2.5vl:7b'] }
const seen = { ...perceptionExample, kind: { kind: 'photo', score: 1, evidence: [] } }

/** A sidecar that is told of these servers; not started yet. */
function build(urls: string) {
  const dir = mkdtempSync(path.join(tmpdir(), 'vitrine-reasoning-'))
  const env = parseEnv({
    VITRINE_DATA_DIR: dir,
    VITRINE_DEVICE: 'cpu',
    VITRINE_LOG_LEVEL: 'silent',
    VITRINE_THREADS: '1',
    VITRINE_REASONING_URLS: urls,
  })
  const { app, start, stop } = createSidecar(env, { loaderEnv: {}, platform: 'linux' })
  const health = async () => SidecarHealth.parse(await (await app.request('/health')).json())
  return {
    start,
    stop: async () => {
      await stop()
      rmSync(dir, { recursive: true, force: true })
    },
    health,
    openai: async () => (await health()).engines.find(({ engine }) => engine === 'openai'),
    report: async () => ModelsReport.parse(await (await app.request('/v1/models')).json()),
    reason: async (reasons: string[], signal?: AbortSignal) =>
      postImage(app, '/v1/reasoning', { bytes: red, options: { reasons, perception: seen }, signal }),
  }
}
type Built = ReturnType<typeof build>

let red: Buffer
beforeAll(async () => {
  red = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#d01010' } })
    .png()
    .toBuffer()
})

const refusalOf = async (response: Response) => WireError.parse(await response.json()).error

describe('deep readings', () => {
  let server: FakeModelServer
  let sidecar: Built
  beforeAll(async () => {
    server = await startFakeModelServer(OLLAMA)
    sidecar = build(server.url)
    await sidecar.start()
  })
  afterAll(async () => {
    await sidecar.stop()
    await server.close()
    expect(server.problems).toEqual([])
  })
  beforeEach(() => {
    server.requests.length = 0
  })

  it('go to the server that is named, and take no memory of any device here', async () => {
    expect(await sidecar.openai()).toMatchObject({ state: 'ready', stages: ['reasoning'], device: 'remote' })
    const response = await sidecar.reason(['many-objects'])
    expect(response.status).toBe(200)
    expect(ReasoningResult.parse(await response.json())).toMatchObject({
      engine: 'openai',
      model: { id: 'qwen2.5vl:7b', revision: 'fb90415cde1e', dtype: 'none', device: 'remote' },
      promptVersion: 'reading-2/scene',
      reading: PLAIN_ANSWER,
      fields: [],
      tables: [],
    })
    const { ledgers, models } = await sidecar.report()
    expect(ledgers.map(({ device }) => device)).toEqual(['cpu'])
    expect(models.find(({ engine }) => engine === 'openai')).toMatchObject({ residency: 'loaded' })
  })

  it('bring fields and tables', async () => {
    const fields = [{ name: 'total', value: '21,05 €', unit: null }]
    const tables = [{ title: '', columns: ['item', 'amount'], rows: [['tea', '2,50']] }]
    server.replies.push({ text: JSON.stringify({ reading: 'A receipt.', fields, tables }) })
    const response = await sidecar.reason(['receipt-like'])
    expect(ReasoningResult.parse(await response.json())).toMatchObject({
      reading: 'A receipt.',
      fields: [{ name: 'total', value: '21,05 €', number: 21.05, unit: 'EUR' }],
      tables,
    })
  })

  it('are broken off when the caller goes', async () => {
    server.replies.push({ stall: 'A de' })
    const abort = new AbortController()
    const response = sidecar.reason(['many-objects'], abort.signal)
    await eventually(() => expect(server.requests).toHaveLength(1))
    abort.abort()
    await Promise.allSettled([response])
    await eventually(() => expect(server.abandoned).toBe(1))
    expect((await sidecar.reason(['many-objects'])).status).toBe(200)
  })

  it('fail for want of memory by themselves, and no engine here has to make way', async () => {
    const full = { status: 500, body: { error: 'model requires more system memory than is available' } }
    server.replies.push(full, full)
    expect(await refusalOf(await sidecar.reason([]))).toMatchObject({
      code: 'out-of-memory',
      message: expect.stringContaining('requires more system memory'),
    })
    expect(await sidecar.openai()).toMatchObject({ state: 'ready', restarts: 0 })
  })

  it('have no engine where no server is named', async () => {
    const without = build('')
    expect(await without.openai()).toBeUndefined()
    expect(await refusalOf(await without.reason([]))).toMatchObject({ code: 'no-engine' })
    await without.stop()
  })
})

describe('a server that is off', () => {
  let server: FakeModelServer
  let sidecar: Built
  beforeEach(async () => {
    server = await startFakeModelServer(OLLAMA)
    sidecar = build(server.url)
  })
  afterEach(async () => {
    await sidecar.stop()
    await server.close()
    expect(server.problems).toEqual([])
  })
  const back = async () => {
    server = await startFakeModelServer(OLLAMA, Number(new URL(server.url).port))
  }

  it('is said to be, is waited for, and serves once it is there', async () => {
    await server.close()
    await sidecar.start()
    expect(await sidecar.health()).toMatchObject({ status: 'degraded' })
    expect(await sidecar.openai()).toMatchObject({
      state: 'failed',
      lastError: expect.stringMatching(/The server at http:\S+ does not answer: nothing listens there\./),
    })
    expect(await refusalOf(await sidecar.reason([]))).toMatchObject({
      code: 'engine-starting',
      retryable: true,
    })
    await back()
    await eventually(async () => expect(await sidecar.openai()).toMatchObject({ state: 'ready' }))
    expect((await sidecar.reason([])).status).toBe(200)
  })

  it('is noticed when it goes, and its picture is not to blame', async () => {
    await sidecar.start()
    await server.close()
    expect(await refusalOf(await sidecar.reason([]))).toMatchObject({
      code: 'engine-starting',
      message: expect.stringContaining('does not answer'),
      retryable: true,
    })
    await eventually(async () =>
      expect(await sidecar.openai()).toMatchObject({
        state: 'failed',
        lastError: expect.stringContaining('does not answer'),
      }),
    )
    await back()
    await eventually(async () => expect(await sidecar.openai()).toMatchObject({ state: 'ready' }))
  })
})

/** The whole sidecar as main builds it, with tiny weights that come and go, and devices that do not work. */
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  type Device,
  type EngineName,
  ModelsReport,
  PerceptionResult,
  SidecarHealth,
  WireError,
} from '@vitrine/contracts'
import sharp from 'sharp'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ProbeOutcome } from '../devices/probe-protocol.ts'
import { parseEnv } from '../env.ts'
import { createSidecar, type Surroundings } from '../sidecar.ts'
import { postChat, readAll, textOf } from '../testing/chat.ts'
import { eventually } from '../testing/eventually.ts'
import { postImage } from '../testing/sidecar.ts'
import { writeTinyFlorence } from '../testing/tiny/florence-repository.ts'
import { writeTinyQwen } from '../testing/tiny/qwen-repository.ts'

let red: Buffer
beforeAll(async () => {
  red = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#d01010' } })
    .png()
    .toBuffer()
})

let dir: string
const stops: (() => Promise<void>)[] = []
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'vitrine-weights-'))
})
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
  rmSync(dir, { recursive: true, force: true })
})

const weightsDir = (name: string) => path.join(dir, 'models/onnx-community', name)
const away = (name: string) => path.join(dir, name)

async function start(settings: Record<string, string> = {}, surroundings: Partial<Surroundings> = {}) {
  const env = parseEnv({
    VITRINE_DATA_DIR: path.join(dir, 'data'),
    VITRINE_MODELS_DIR: path.join(dir, 'models'),
    VITRINE_DEVICE: 'cpu',
    VITRINE_LOG_LEVEL: 'silent',
    VITRINE_THREADS: '1',
    ...settings,
  })
  const sidecar = createSidecar(env, { loaderEnv: {}, platform: 'linux', ...surroundings })
  stops.push(sidecar.stop)
  await sidecar.start()
  const post = async (url: string) => sidecar.app.request(url, { method: 'POST' })
  return {
    post,
    app: sidecar.app,
    rescan: async () => expect((await post('/v1/models/rescan')).status).toBe(200),
    report: async () => ModelsReport.parse(await (await sidecar.app.request('/v1/models')).json()),
    health: async () => SidecarHealth.parse(await (await sidecar.app.request('/health')).json()),
    perceive: async () => {
      const response = await postImage(sidecar.app, '/v1/perception', { bytes: red, options: {} })
      return PerceptionResult.parse(await response.json())
    },
    ground: async () => {
      const options = { input: { phrase: 'a red box' } }
      return postImage(sidecar.app, '/v1/tasks/phrase-grounding', { bytes: red, options })
    },
  }
}

type Started = Awaited<ReturnType<typeof start>>

const keysInUse = ({ weights }: ModelsReport, engine: EngineName) =>
  weights.filter((one) => one.engine === engine && one.isInUse).map(({ key }) => key)

async function untilReady({ health }: Started): Promise<void> {
  await eventually(async () =>
    expect((await health()).engines).toMatchObject([{ engine: 'florence2', state: 'ready' }, {}]),
  )
}

describe('weights', () => {
  it('take over when they arrive, without a restart, and leave it to the builtin engine when they go', async () => {
    const sidecar = await start()
    expect(await sidecar.health()).toMatchObject({ engines: [{ engine: 'builtin' }] })
    expect((await sidecar.perceive()).engine).toBe('builtin')
    const missing = WireError.parse(await (await sidecar.ground()).json())
    expect(missing.error).toMatchObject({
      code: 'no-engine',
      message: expect.stringContaining('weights are not on this machine'),
    })

    writeTinyFlorence(weightsDir('Florence-2-base-ft'))
    await sidecar.rescan()
    await untilReady(sidecar)
    expect(await sidecar.perceive()).toMatchObject({
      engine: 'florence2',
      caption: 'a red square',
      warnings: [],
    })
    expect((await sidecar.ground()).status).toBe(200)
    const report = await sidecar.report()
    expect(keysInUse(report, 'florence2')).toEqual(['florence-2-base-ft'])
    expect(report.ledgers).toMatchObject([
      {
        device: 'cpu',
        entries: [
          { engine: 'florence2', isPinned: false },
          { engine: 'builtin', isPinned: false },
          { engine: 'gguf' },
          { engine: 'qwen2-vl' },
        ],
      },
    ])

    renameSync(weightsDir('Florence-2-base-ft'), away('gone'))
    await sidecar.rescan()
    await eventually(async () => expect((await sidecar.health()).engines).toHaveLength(1))
    expect((await sidecar.perceive()).engine).toBe('builtin')
  })

  it('are chosen by a person, now and at the next start', async () => {
    for (const name of ['Florence-2-base-ft', 'Florence-2-base']) writeTinyFlorence(weightsDir(name))
    const sidecar = await start()
    await untilReady(sidecar)
    expect((await sidecar.post('/v1/models/florence-2-large/use')).status).toBe(409)
    expect((await sidecar.post('/v1/models/florence-9/use')).status).toBe(404)
    expect((await sidecar.post('/v1/models/florence-2-base/use')).status).toBe(200)
    const inUse = async ({ report }: Started) => keysInUse(await report(), 'florence2')
    expect(await inUse(sidecar)).toEqual(['florence-2-base'])
    await eventually(async () =>
      expect((await sidecar.report()).models[0]?.model.id).toBe('onnx-community/Florence-2-base'),
    )
    expect((await sidecar.perceive()).provenance[0]?.model.id).toBe('onnx-community/Florence-2-base')
    await stops.pop()?.()
    expect(await inUse(await start())).toEqual(['florence-2-base'])
    await stops.pop()?.()
    const fixed = await start({ VITRINE_FLORENCE_MODEL: 'florence-2-base-ft' })
    expect(await inUse(fixed)).toEqual(['florence-2-base-ft'])
    const refused = WireError.parse(await (await fixed.post('/v1/models/florence-2-base/use')).json())
    expect(refused.error.message).toContain('VITRINE_FLORENCE_MODEL')
  })
})

describe('weights for conversations', () => {
  it('are there beside those for reading, and are loaded by the first who asks', async () => {
    writeTinyFlorence(weightsDir('Florence-2-base-ft'))
    writeTinyQwen(weightsDir('Qwen2-VL-2B-Instruct'), { dtypes: ['fp32', 'fp16', 'q4'] })
    const sidecar = await start()
    const qwen = async () => (await sidecar.health()).engines.find(({ engine }) => engine === 'qwen2-vl')
    await eventually(async () =>
      expect((await sidecar.health()).engines[0]).toMatchObject({ engine: 'florence2', state: 'ready' }),
    )
    expect(await qwen()).toMatchObject({ state: 'stopped', stages: ['reasoning'] })
    const report = await sidecar.report()
    expect(keysInUse(report, 'qwen2-vl')).toEqual(['qwen2-vl-2b'])
    expect(keysInUse(report, 'florence2')).toEqual(['florence-2-base-ft'])

    const events = await readAll(
      await postChat(sidecar.app, { text: 'What is this?', pictures: { red }, options: { maxTokens: 8 } }),
    )
    expect(events[0]).toEqual({ type: 'loading', engine: 'qwen2-vl' })
    expect(textOf(events)).not.toBe('')
    expect(events.at(-1)).toMatchObject({
      type: 'done',
      engine: 'qwen2-vl',
      model: { id: 'onnx-community/Qwen2-VL-2B-Instruct' },
    })
    expect(await qwen()).toMatchObject({ state: 'ready', restarts: 0 })
    expect((await sidecar.health()).engines[0]).toMatchObject({ engine: 'florence2', state: 'ready' })
  })

  it('are fixed by a setting of their own', async () => {
    const fixed = await start({ VITRINE_QWEN_MODEL: 'qwen2-vl-2b' })
    const refused = WireError.parse(await (await fixed.post('/v1/models/qwen2.5-vl-3b/use')).json())
    expect(refused.error.message).toContain('VITRINE_QWEN_MODEL')
  })
})

describe('a device', () => {
  const works: ProbeOutcome = { type: 'ran', runMs: 4, cpuMs: 60, error: 0, log: '' }
  const absent: ProbeOutcome = { type: 'threw', message: 'ERR: backend not found.', log: '' }
  /** No machine that runs these tests has DirectML, whatever the probe says. */
  const claimsDml = async (device: Device) => (device === 'dml' || device === 'cpu' ? works : absent)

  it('that is asked for and does not work is not replaced in silence', async () => {
    writeTinyFlorence(weightsDir('Florence-2-base-ft'))
    const sidecar = await start({ VITRINE_DEVICE: 'dml' })
    expect(await sidecar.health()).toMatchObject({
      status: 'degraded',
      engines: [
        {
          engine: 'florence2',
          state: 'failed',
          lastError: expect.stringContaining('VITRINE_DEVICE asks for DirectML'),
        },
        { engine: 'builtin' },
      ],
    })
    const result = await sidecar.perceive()
    expect(result.engine).toBe('builtin')
    expect(result.warnings.join(' ')).toContain(
      'since florence2 does not run. VITRINE_DEVICE asks for DirectML',
    )
    const report = await sidecar.report()
    expect(report.devices).toMatchObject({
      chosen: null,
      why: expect.stringContaining('Set VITRINE_DEVICE=auto'),
    })
    expect(await (await sidecar.ground()).json()).toMatchObject({
      error: { code: 'no-engine', suggestion: expect.stringContaining('Set VITRINE_DEVICE=auto') },
    })
  })

  it('that passes its probe and cannot load the model is given up for the next, with the reason', async () => {
    writeTinyFlorence(weightsDir('Florence-2-base-ft'))
    const sidecar = await start({ VITRINE_DEVICE: 'auto' }, { platform: 'win32', probe: claimsDml })
    await untilReady(sidecar)
    const { devices } = await sidecar.report()
    expect(devices).toMatchObject({
      chosen: 'cpu',
      why: expect.stringMatching(/DirectML was given up: .*could not load/),
    })
    expect(await sidecar.perceive()).toMatchObject({ engine: 'florence2', caption: 'a red square' })
  })

  it('is remembered, and a probe that is under way ends with the sidecar', async () => {
    let tries = 0
    const probe = async (device: Device) => {
      tries += 1
      return device === 'cpu' ? works : absent
    }
    const sidecar = await start({ VITRINE_DEVICE: 'auto' }, { probe })
    await eventually(async () => expect((await sidecar.report()).devices.chosen).toBe('cpu'))
    expect((await sidecar.post('/v1/devices/probe')).status).toBe(200)
    expect(tries).toBe(6)
    expect(existsSync(path.join(dir, 'data/cache/devices.json'))).toBe(true)
    await stops.pop()?.()
    const again = await start({ VITRINE_DEVICE: 'auto' }, { probe })
    expect((await again.report()).devices.chosen).toBe('cpu')
    expect(tries).toBe(6)
    expect(readFileSync(path.join(dir, 'data/cache/devices.json'), 'utf8')).toContain('"cpu"')
  })
})

/** Several engines in real children that share one device: together, in turns, pinned, ejected, and out of memory. */
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import {
  type EngineName,
  ModelsReport,
  PerceptionResult,
  ReasoningResult,
  type ResidencyRequest,
  SidecarHealth,
  WireError,
} from '@vitrine/contracts'
import { perceptionExample } from '@vitrine/contracts/fixtures'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { postChat, readAll, textOf } from '../testing/chat.ts'
import { eventually } from '../testing/eventually.ts'
import { type Behaviour, createPicture } from '../testing/pictures.ts'
import { isAlive } from '../testing/processes.ts'
import {
  createTestSidecar,
  postImage,
  type TestEngine,
  type TestSidecar,
  type TestSidecarOptions,
} from '../testing/sidecar.ts'

const pictures = new Map<Behaviour, Buffer>()
beforeAll(async () => {
  for (const behaviour of ['plain', 'gate', 'bulky', 'immense'] as const)
    pictures.set(behaviour, await createPicture(behaviour))
})
const picture = (behaviour: Behaviour): Buffer => pictures.get(behaviour) ?? Buffer.alloc(0)

const open: TestSidecar[] = []
afterEach(async () => {
  for (const sidecar of open.splice(0)) await sidecar.close()
})

/** Two stages on a device whose memory is counted in units; both need 6 of them. */
const TWO: TestEngine[] = [
  { name: 'florence2', stages: ['perception'], expectedBytes: 6 },
  { name: 'qwen2-vl', stages: ['reasoning'], expectedBytes: 6 },
]
/** Measured sizes are megabytes: what a child really takes would not fit into a budget of units. */
const UNMEASURED: Partial<TestEngine> = { device: 'cuda' }

async function start(
  engines: readonly TestEngine[],
  options: Omit<TestSidecarOptions, 'engines'> = {},
): Promise<TestSidecar> {
  const sidecar = createTestSidecar({
    engines: engines.map((engine) => ({ ...UNMEASURED, ...engine })),
    ...options,
  })
  open.push(sidecar)
  await sidecar.residency.preload()
  return sidecar
}

const residentOf = (sidecar: TestSidecar, engine: EngineName) => sidecar.residency.find(engine)
const stateOf = (sidecar: TestSidecar, engine: EngineName) => residentOf(sidecar, engine).host.status.state
const pidOf = (sidecar: TestSidecar, engine: EngineName) => residentOf(sidecar, engine).host.status.pid

async function perceive(sidecar: TestSidecar, behaviour: Behaviour = 'plain'): Promise<PerceptionResult> {
  const response = await sidecar.perceive(picture(behaviour))
  expect(response.status).toBe(200)
  return PerceptionResult.parse(await response.json())
}

async function reason(sidecar: TestSidecar): Promise<ReasoningResult> {
  const response = await postImage(sidecar.app, '/v1/reasoning', {
    bytes: picture('plain'),
    options: { reasons: ['much-text'], perception: perceptionExample },
  })
  expect(response.status).toBe(200)
  return ReasoningResult.parse(await response.json())
}

async function ask(sidecar: TestSidecar, engine: EngineName, request: ResidencyRequest) {
  const response = await sidecar.app.request(`/v1/engines/${engine}/residency`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
  const reply: unknown = await response.json()
  if (response.ok) return ModelsReport.parse(reply).ledgers.flatMap(({ entries }) => entries)
  throw new Error(WireError.parse(reply).error.message)
}

describe('two engines on one device', () => {
  it('are both loaded where both fit', async () => {
    const sidecar = await start(TWO, { budgetBytes: 12 })
    await eventually(() => expect(stateOf(sidecar, 'qwen2-vl')).toBe('ready'))
    const pids = [pidOf(sidecar, 'florence2'), pidOf(sidecar, 'qwen2-vl')]
    await perceive(sidecar)
    await reason(sidecar)
    expect([pidOf(sidecar, 'florence2'), pidOf(sidecar, 'qwen2-vl')]).toEqual(pids)
    const report = ModelsReport.parse(await (await sidecar.app.request('/v1/models')).json())
    expect(report.ledgers).toMatchObject([{ device: 'cuda', budgetBytes: 12, policy: 'together' }])
  })

  it('take turns where they do not: the process of one is gone before the other is loaded', async () => {
    const sidecar = await start(TWO, { budgetBytes: 8 })
    for (let round = 0; round < 2; round += 1) {
      await perceive(sidecar)
      const pid = pidOf(sidecar, 'florence2')
      await reason(sidecar)
      expect(isAlive(pid)).toBe(false)
      expect([stateOf(sidecar, 'florence2'), stateOf(sidecar, 'qwen2-vl')]).toEqual(['stopped', 'ready'])
    }
    expect(sidecar.restarts).toEqual([])
  })

  it('both come to an end of their work when all of it comes at once', async () => {
    const sidecar = await start(TWO, { budgetBytes: 8, rules: { batchSize: 1 } })
    await perceive(sidecar)
    const work = Array.from({ length: 3 }, () => [perceive(sidecar), reason(sidecar)]).flat()
    await Promise.all(work)
    expect(sidecar.restarts).toEqual([])
  })

  it('of which one is pinned: it makes way when it must, and comes back', async () => {
    const engines = TWO.map((engine) => ({ ...engine, isPinned: engine.name === 'florence2' }))
    const sidecar = await start(engines, { budgetBytes: 8 })
    expect(stateOf(sidecar, 'florence2')).toBe('ready')
    await reason(sidecar)
    await eventually(() => expect(stateOf(sidecar, 'florence2')).toBe('ready'))
    expect(stateOf(sidecar, 'qwen2-vl')).toBe('stopped')
  })
})

describe('what a person asks of an engine', () => {
  const ONE: TestEngine[] = [{ name: 'florence2', stages: ['perception'], expectedBytes: 6, isPinned: false }]

  it('is loaded, measured, ejected, and comes back with its next request', async () => {
    const sidecar = await start(ONE.map((engine) => ({ ...engine, device: 'cpu' })))
    expect(stateOf(sidecar, 'florence2')).toBe('stopped')
    const [entry] = await ask(sidecar, 'florence2', { action: 'load' })
    expect(entry).toMatchObject({ residency: 'loaded', isPinned: false, loadedBytes: expect.any(Number) })
    await perceive(sidecar)
    const pid = pidOf(sidecar, 'florence2')
    const [after] = await ask(sidecar, 'florence2', { action: 'eject' })
    expect(after).toMatchObject({ residency: 'unloaded', peakBytes: expect.any(Number) })
    expect(isAlive(pid)).toBe(false)
    await perceive(sidecar)
  })

  it('lets a batch end before the engine goes', async () => {
    const sidecar = await start(ONE)
    const response = sidecar.perceive(picture('gate'))
    await eventually(() => expect(sidecar.scheduler.depths()[0]?.depth.running).toBe(1))
    const ejected = ask(sidecar, 'florence2', { action: 'eject' })
    expect(stateOf(sidecar, 'florence2')).toBe('ready')
    sidecar.openGate()
    expect((await response).status).toBe(200)
    expect(await ejected).toMatchObject([{ residency: 'unloaded' }])
  })

  it('pins it, which holds until it is unpinned, and is kept', async () => {
    const sidecar = await start(ONE, { idleUnloadMs: 60 })
    expect(await ask(sidecar, 'florence2', { action: 'pin' })).toMatchObject([
      { residency: 'loaded', isPinned: true },
    ])
    await ask(sidecar, 'florence2', { action: 'unpin' })
    await eventually(() => expect(stateOf(sidecar, 'florence2')).toBe('stopped'))
    expect(sidecar.stays.map(([engine, { pin }]) => [engine, pin])).toEqual([
      ['florence2', true],
      ['florence2', false],
    ])
  })

  it('says how long it stays without work', async () => {
    const sidecar = await start(ONE)
    await ask(sidecar, 'florence2', { action: 'load' })
    await ask(sidecar, 'florence2', { action: 'keep-alive', minutes: 0.001 })
    await eventually(() => expect(stateOf(sidecar, 'florence2')).toBe('stopped'))
    expect(await ask(sidecar, 'florence2', { action: 'keep-alive', minutes: null })).toMatchObject([
      { keepAliveMinutes: null },
    ])
  })

  it('is refused for an engine that is not here', async () => {
    const sidecar = await start(ONE)
    await expect(ask(sidecar, 'gguf', { action: 'load' })).rejects.toThrow('no engine called gguf')
  })
})

describe('an engine that runs out of memory', () => {
  const together = { rules: { batchSize: 2, collectMs: 20_000 } }

  it('is started afresh, and its pictures are tried once more, each by itself', async () => {
    const sidecar = await start(TWO.slice(0, 1), together)
    const answers = await Promise.all([perceive(sidecar, 'bulky'), perceive(sidecar, 'plain')])
    expect(answers.map(({ engine }) => engine)).toEqual(['florence2', 'florence2'])
    expect(sidecar.restarts).toEqual(['memory'])
    const health = SidecarHealth.parse(await (await sidecar.app.request('/health')).json())
    expect(health.engines).toMatchObject([{ lastError: expect.stringContaining('ran out of memory') }])
  })

  it('says so when it is not enough even then', async () => {
    const sidecar = await start(TWO.slice(0, 1), { rules: { batchSize: 1 } })
    const response = await sidecar.perceive(picture('immense'))
    expect(response.status).toBe(503)
    expect(WireError.parse(await response.json()).error).toMatchObject({
      code: 'out-of-memory',
      retryable: true,
    })
    await perceive(sidecar)
  })

  it('has the device for itself from then on', async () => {
    const sidecar = await start(TWO, { budgetBytes: 12, ...together })
    await reason(sidecar)
    await Promise.all([perceive(sidecar, 'bulky'), perceive(sidecar, 'plain')])
    await eventually(() => expect(stateOf(sidecar, 'qwen2-vl')).toBe('stopped'))
    const report = ModelsReport.parse(await (await sidecar.app.request('/v1/models')).json())
    expect(report.ledgers[0]?.policy).toBe('swap')
    await reason(sidecar)
  })
})

describe('an engine for which there is no memory to begin with', () => {
  it('has the others make way, and is loaded then', async () => {
    const sidecar = await start(TWO, { budgetBytes: 12, restart: { firstDelayMs: 300 } })
    await eventually(() => expect(stateOf(sidecar, 'qwen2-vl')).toBe('ready'))
    await ask(sidecar, 'florence2', { action: 'eject' })
    const full = path.join(sidecar.cacheDir, 'full-florence2')
    writeFileSync(full, '')
    const loaded = ask(sidecar, 'florence2', { action: 'load' })
    await eventually(() => expect(stateOf(sidecar, 'qwen2-vl')).toBe('stopped'))
    rmSync(full)
    expect(await loaded).toMatchObject([{ residency: 'loaded' }, { residency: 'unloaded' }])
    expect(new Set(sidecar.restarts)).toEqual(new Set(['memory']))
  })
})

describe('an engine that does not start', () => {
  const BOTH: TestEngine[] = [
    { name: 'florence2', stages: ['perception'], expectedBytes: 6 },
    { name: 'builtin', stages: ['perception'], expectedBytes: 1, device: 'cpu' },
  ]

  it('is stood in for by the next, which says so, and takes over again once it runs', async () => {
    const sidecar = createTestSidecar({ engines: BOTH, restart: { failedAfter: 2, firstDelayMs: 300 } })
    open.push(sidecar)
    const broken = path.join(sidecar.cacheDir, 'broken-florence2')
    writeFileSync(broken, '')
    await sidecar.residency.preload()
    const result = await perceive(sidecar)
    expect(result).toMatchObject({ engine: 'builtin' })
    expect(result.warnings.join(' ')).toMatch(/since florence2 does not run.*broken on purpose/)
    const health = SidecarHealth.parse(await (await sidecar.app.request('/health')).json())
    expect(health).toMatchObject({ status: 'degraded', engines: [{ engine: 'florence2' }, {}] })
    rmSync(broken)
    await eventually(() => expect(stateOf(sidecar, 'florence2')).toBe('ready'))
    expect(await perceive(sidecar)).toMatchObject({ engine: 'florence2', warnings: [] })
  })

  it('does not hold up a request that has come before it failed', async () => {
    const sidecar = createTestSidecar({ engines: BOTH, restart: { failedAfter: 2, firstDelayMs: 50 } })
    open.push(sidecar)
    writeFileSync(path.join(sidecar.cacheDir, 'broken-florence2'), '')
    expect(await perceive(sidecar)).toMatchObject({ engine: 'builtin' })
  })
})

describe('engines for conversations', () => {
  const THREE: TestEngine[] = [
    { name: 'florence2', stages: ['perception'], expectedBytes: 6 },
    { name: 'gguf', stages: ['reasoning'], expectedBytes: 6 },
    { name: 'qwen2-vl', stages: ['reasoning'], expectedBytes: 4 },
  ]
  const ask = async (sidecar: TestSidecar, engine?: EngineName) =>
    readAll(await postChat(sidecar.app, { text: 'hello', options: engine ? { engine } : {} }))

  it('take turns with the one that reads pictures, where they do not fit beside it', async () => {
    const sidecar = await start(THREE, { budgetBytes: 8 })
    expect((await sidecar.perceive(picture('plain'))).status).toBe(200)
    const events = await ask(sidecar)
    expect(events[0]).toEqual({ type: 'loading', engine: 'gguf' })
    expect(textOf(events)).toBe('hello')
    expect(stateOf(sidecar, 'florence2')).toBe('stopped')
    expect((await sidecar.perceive(picture('plain'))).status).toBe(200)
    expect(stateOf(sidecar, 'gguf')).toBe('stopped')
  })

  it('stay beside it where they fit; one that nobody has asked for is never loaded', async () => {
    const sidecar = await start(THREE, { budgetBytes: 12 })
    expect(stateOf(sidecar, 'florence2')).toBe('ready')
    expect(stateOf(sidecar, 'gguf')).toBe('ready')
    expect(textOf(await ask(sidecar))).toBe('hello')
    expect(stateOf(sidecar, 'florence2')).toBe('ready')
    expect(stateOf(sidecar, 'qwen2-vl')).toBe('stopped')
  })

  it('are chosen by who asks, else the first that runs', async () => {
    const sidecar = await start(THREE, { budgetBytes: 20 })
    expect((await ask(sidecar)).at(-1)).toMatchObject({ type: 'done', engine: 'gguf' })
    expect((await ask(sidecar, 'qwen2-vl')).at(-1)).toMatchObject({ type: 'done', engine: 'qwen2-vl' })
    const refused = await postChat(sidecar.app, { text: 'hello', options: { engine: 'florence2' } })
    expect(WireError.parse(await refused.json()).error.code).toBe('task-unsupported')
  })

  it('are replaced by the next while one does not start, and that is said', async () => {
    const sidecar = createTestSidecar({
      engines: THREE.map((engine) => ({ ...UNMEASURED, ...engine })),
      budgetBytes: 20,
      restart: { failedAfter: 1, firstDelayMs: 60_000, maxDelayMs: 60_000 },
    })
    open.push(sidecar)
    writeFileSync(path.join(sidecar.cacheDir, 'broken-gguf'), '')
    const done = (await ask(sidecar)).at(-1)
    expect(done).toMatchObject({ type: 'done', engine: 'qwen2-vl' })
    expect(done?.type === 'done' && done.warnings[0]).toContain('gguf does not run')
  })
})

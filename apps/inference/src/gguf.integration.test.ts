/** The whole sidecar as main builds it, with a tiny model of llama.cpp in its folder of weights. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type ChatEvent, ModelsReport, ReasoningResult, SidecarHealth, WireError } from '@vitrine/contracts'
import { perceptionExample } from '@vitrine/contracts/fixtures'
import sharp from 'sharp'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { whyNoLibrary } from './engines/gguf/testing.ts'
import { parseEnv } from './env.ts'
import { createSidecar, type Surroundings } from './sidecar.ts'
import { postChat, readAll, readEvents, type TestChat, textOf } from './testing/chat.ts'
import { eventually } from './testing/eventually.ts'
import { isAlive } from './testing/processes.ts'
import { postImage } from './testing/sidecar.ts'
import { TINY_GGUF_ANSWER, type TinyGgufOptions, writeTinyGguf } from './testing/tiny/gguf-repository.ts'

const KEY = 'qwen2-vl-7b-gguf'
const why = whyNoLibrary()
if (why) console.warn(`Tests of the sidecar with llama.cpp are skipped. ${why}`)

let red: Buffer
beforeAll(async () => {
  red = await sharp({ create: { width: 112, height: 84, channels: 3, background: '#d01010' } })
    .png()
    .toBuffer()
})

let dir: string
const stops: (() => Promise<void>)[] = []
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'vitrine-gguf-sidecar-'))
})
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
  rmSync(dir, { recursive: true, force: true })
})

const WITHOUT_CARD: NonNullable<Surroundings['probe']> = async () => ({
  type: 'threw',
  message: 'no CUDA-capable device',
  log: '',
})
const BUILDS_FAIL = [
  { device: 'cuda' as const, works: false, why: 'There is no NVIDIA driver.' },
  { device: 'vulkan' as const, works: false, why: 'There is no Vulkan loader.' },
]

interface StartOptions {
  model?: TinyGgufOptions
  settings?: Record<string, string>
  surroundings?: Partial<Surroundings>
}

async function start({ model = {}, settings = {}, surroundings = {} }: StartOptions = {}) {
  writeTinyGguf(path.join(dir, 'models/bartowski/Qwen2-VL-7B-Instruct-GGUF'), model)
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
  const { app } = sidecar
  return {
    app,
    ask: (chat: TestChat) => postChat(app, chat),
    pid: () => sidecar.residency.find('gguf').host.status.pid,
    report: async () => ModelsReport.parse(await (await app.request('/v1/models')).json()),
    gguf: async () => {
      const { engines } = SidecarHealth.parse(await (await app.request('/health')).json())
      return engines.find(({ engine }) => engine === 'gguf')
    },
  }
}

/** So that leaving the loop does not hang up. */
async function* keepOpen(events: AsyncGenerator<ChatEvent, void>): AsyncGenerator<ChatEvent, void> {
  for (let next = await events.next(); !next.done; next = await events.next()) yield next.value
}

describe.skipIf(why !== null)('a sidecar with a model of llama.cpp', () => {
  it('lists it, loads it for the first question, and streams the answer of its process', async () => {
    const { ask, report, pid } = await start()
    const before = await report()
    expect(before.weights.find(({ key }) => key === KEY)).toMatchObject({
      engine: 'gguf',
      state: 'present',
      place: 'folder',
      isInUse: true,
    })
    expect(pid()).toBeUndefined()

    const events = await readAll(await ask({ text: 'what is this?', pictures: { red } }))
    const types = [...new Set(events.map(({ type }) => type))]
    expect(types).toEqual(['loading', 'started', 'reading', 'text', 'done'])
    expect(textOf(events)).toBe(TINY_GGUF_ANSWER)
    expect(events.at(-1)).toMatchObject({
      engine: 'gguf',
      model: { id: 'bartowski/Qwen2-VL-7B-Instruct-GGUF', dtype: 'q4-k-m', device: 'cpu' },
      finish: 'stop',
      usage: { imageTokens: 12 },
    })
    expect(pid()).not.toBe(process.pid)
    expect((await report()).models.find(({ engine }) => engine === 'gguf')).toMatchObject({
      residency: 'loaded',
    })
  })

  it('fails the answer whose process ends in the middle of it, and answers the next', async () => {
    const { ask, pid, gguf } = await start({ model: { isEndless: true } })
    const events: ChatEvent[] = []
    let killed: number | undefined
    for await (const event of readEvents(await ask({ text: 'go on', options: { maxTokens: 8000 } }))) {
      events.push(event)
      if (event.type !== 'text' || killed !== undefined) continue
      killed = pid()
      if (killed !== undefined) process.kill(killed, 'SIGKILL')
    }
    expect(events.at(-1)).toMatchObject({ type: 'failed', error: { code: 'engine-crashed' } })
    expect(isAlive(killed)).toBe(false)

    await eventually(async () => expect(await gguf()).toMatchObject({ state: 'ready' }))
    const next = await readAll(await ask({ text: 'hello', options: { maxTokens: 5 } }))
    expect(next.at(-1)).toMatchObject({ type: 'done', finish: 'length' })
    expect(pid()).not.toBe(killed)
  })

  it('leaves nothing of what was asked behind: neither when it stops, nor after it was killed', async () => {
    const states = path.join(dir, 'data/cache/gguf-states')
    const { ask } = await start()
    await readAll(await ask({ text: 'hello', options: { conversation: 'a' } }))
    expect(readdirSync(states)).not.toEqual([])
    for (const stop of stops.splice(0)) await stop()
    expect(existsSync(states)).toBe(false)
    mkdirSync(states)
    writeFileSync(path.join(states, '1.state'), 'what was asked')
    await start()
    expect(existsSync(states)).toBe(false)
  })

  it('answers two people at once', async () => {
    const { ask } = await start({ model: { isEndless: true } })
    const long = readEvents(await ask({ text: 'go on', options: { maxTokens: 8000 } }))
    for await (const event of keepOpen(long)) if (event.type === 'text') break
    const short = await readAll(await ask({ text: 'hello', options: { maxTokens: 5 } }))
    expect(short.at(-1)).toMatchObject({ type: 'done', finish: 'length' })
    // The long one is still written.
    expect((await long.next()).value).toMatchObject({ type: 'text' })
    await long.return()
  })

  it('ends an answer in the process when who reads it hangs up', async () => {
    const { ask, pid } = await start({ model: { isEndless: true } })
    const events = readEvents(await ask({ text: 'go on', options: { maxTokens: 8000 } }))
    for await (const event of events) if (event.type === 'text') break
    const before = pid()
    const next = await readAll(await ask({ text: 'hello', options: { maxTokens: 5 } }))
    expect(next.at(-1)).toMatchObject({ type: 'done' })
    expect(pid()).toBe(before)
  })

  it('reads deeply with it', async () => {
    const { app } = await start()
    const response = await postImage(app, '/v1/reasoning', {
      bytes: red,
      options: { reasons: [], perception: perceptionExample },
    })
    expect(response.status).toBe(200)
    const result = ReasoningResult.parse(await response.json())
    expect(result).toMatchObject({ engine: 'gguf', model: { dtype: 'q4-k-m' } })
    expect(JSON.stringify(result)).toContain(TINY_GGUF_ANSWER)
  })

  it('says why it runs on the processor where no card could be used', async () => {
    const { ask, report } = await start({
      settings: { VITRINE_DEVICE: 'auto' },
      surroundings: { probe: WITHOUT_CARD, probeGguf: async () => BUILDS_FAIL },
    })
    await eventually(async () =>
      expect(textOf(await readAll(await ask({ text: 'hello', options: { engine: 'gguf' } })))).toBe(
        TINY_GGUF_ANSWER,
      ),
    )
    expect((await report()).models.find(({ engine }) => engine === 'gguf')).toMatchObject({
      model: { device: 'cpu' },
      detail: 'llama.cpp runs on the processor. There is no NVIDIA driver. There is no Vulkan loader.',
    })
  })

  it('does not take the processor in the place of a card that is asked for', async () => {
    const { ask, gguf, pid } = await start({
      settings: { VITRINE_DEVICE: 'cuda' },
      surroundings: { probe: WITHOUT_CARD, probeGguf: async () => BUILDS_FAIL },
    })
    await eventually(async () =>
      expect(await gguf()).toMatchObject({
        state: 'failed',
        lastError: expect.stringContaining('There is no NVIDIA driver.'),
      }),
    )
    const response = await ask({ text: 'hello', options: { engine: 'gguf' } })
    expect(WireError.parse(await response.json()).error).toMatchObject({
      code: 'no-engine',
      suggestion: expect.stringContaining('VITRINE_DEVICE'),
    })
    expect(pid()).toBeUndefined()
  })
})

/** The whole sidecar as main builds it, told of its servers by a person. */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  ReasoningServer,
  ServersReport,
  type ServersRequest,
  SidecarHealth,
  WireError,
} from '@vitrine/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { parseEnv } from './env.ts'
import { createSidecar } from './sidecar.ts'
import { postChat, readAll, textOf } from './testing/chat.ts'
import { type FakeModelServer, PLAIN_ANSWER, startFakeModelServer } from './testing/fake-model-server.ts'

const OLLAMA: Partial<FakeModelServer> = {
  kind: 'ollama',
  models: ['llama3:8b', 'qwen2.5vl:7b'],
  seeing: ['qwen2.5vl:7b'],
  contextTokens: 16_384,
}
const UNLOADED = { isLoaded: false, memoryBytes: null, contextTokens: null }
let dir: string
let server: FakeModelServer
const running: { stop(): Promise<void> }[] = []

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'vitrine-servers-'))
  server = await startFakeModelServer(OLLAMA)
})
afterEach(async () => {
  for (const sidecar of running.splice(0)) await sidecar.stop()
  await server.close().catch(() => undefined)
  rmSync(dir, { recursive: true, force: true })
})

async function start(urls?: string) {
  const env = parseEnv({
    VITRINE_DATA_DIR: dir,
    VITRINE_DEVICE: 'cpu',
    VITRINE_LOG_LEVEL: 'silent',
    VITRINE_THREADS: '1',
    ...(urls ? { VITRINE_REASONING_URLS: urls } : {}),
  })
  const sidecar = createSidecar(env, { loaderEnv: {}, platform: 'linux' })
  running.push(sidecar)
  await sidecar.start()
  const { app } = sidecar
  const send = (method: string, where: string, body?: object) =>
    app.request(where, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    })
  return {
    app,
    stop: async () => {
      await sidecar.stop()
      running.splice(running.indexOf(sidecar), 1)
    },
    choose: (request: z.input<typeof ServersRequest>) => send('PUT', '/v1/servers', request),
    report: async () => ServersReport.parse(await (await send('GET', '/v1/servers')).json()),
    attempt: async (url: string) =>
      ReasoningServer.parse(await (await send('POST', '/v1/servers/try', { url })).json()),
    act: (action: string) => send('POST', '/v1/engines/openai/residency', { action }),
    engines: async () =>
      SidecarHealth.parse(await (await app.request('/health')).json()).engines.map(({ engine }) => engine),
  }
}

const ask = async (app: Awaited<ReturnType<typeof start>>['app']) =>
  textOf(await readAll(await postChat(app, { text: 'What is this?' })))

describe('servers named by a person', () => {
  it('answer from then on, and after a restart', async () => {
    const sidecar = await start()
    expect(await sidecar.engines()).not.toContain('openai')
    expect((await sidecar.choose({ servers: [{ url: server.url }] })).status).toBe(200)
    expect(await sidecar.engines()).toContain('openai')
    expect(await ask(sidecar.app)).toBe(PLAIN_ANSWER)
    await sidecar.stop()
    const again = await start()
    expect(await ask(again.app)).toBe(PLAIN_ANSWER)
  })

  it('are gone when they are taken away', async () => {
    const sidecar = await start()
    await sidecar.choose({ servers: [{ url: server.url }] })
    await sidecar.choose({ servers: [] })
    expect(await sidecar.engines()).not.toContain('openai')
    expect(await sidecar.report()).toMatchObject({ servers: [], isFixed: false })
  })

  it('say what they are and which models they have', async () => {
    const sidecar = await start()
    server.loaded = [{ name: 'qwen2.5vl:7b', size_vram: 6_000_000_000 }]
    await sidecar.choose({ servers: [{ url: server.url }] })
    expect(await sidecar.report()).toEqual({
      model: null,
      isFixed: false,
      isHeld: false,
      servers: [
        {
          url: server.url,
          kind: 'ollama',
          problem: null,
          hasApiKey: false,
          models: [
            { ...UNLOADED, id: 'llama3:8b', isInUse: false, takesPictures: false },
            {
              id: 'qwen2.5vl:7b',
              isInUse: true,
              takesPictures: true,
              isLoaded: true,
              memoryBytes: 6_000_000_000,
              contextTokens: 16_384,
            },
          ],
        },
      ],
    })
  })

  it('are asked for the model that is chosen', async () => {
    const sidecar = await start()
    await sidecar.choose({ servers: [{ url: server.url }], model: 'llama3:8b' })
    await ask(sidecar.app)
    expect(server.requests[0]?.model).toBe('llama3:8b')
  })

  it('get their key, which is kept in a file for its owner only and never told', async () => {
    server.apiKey = 'secret'
    const sidecar = await start()
    await sidecar.choose({ servers: [{ url: server.url, apiKey: 'secret' }] })
    expect(await ask(sidecar.app)).toBe(PLAIN_ANSWER)
    const report = await sidecar.report()
    expect(report.servers[0]?.hasApiKey).toBe(true)
    expect(JSON.stringify(report)).not.toContain('secret')
    expect(statSync(path.join(dir, 'cache', 'inference-settings.json')).mode & 0o077).toBe(0)
    // Named anew without a key, it is the one that was kept.
    await sidecar.choose({ servers: [{ url: server.url }], model: 'qwen2.5vl:7b' })
    expect(await ask(sidecar.app)).toBe(PLAIN_ANSWER)
    await sidecar.choose({ servers: [{ url: server.url, apiKey: null }] })
    expect((await sidecar.report()).servers[0]?.problem).toContain('wants a key')
  })

  it('can be tried before they are used', async () => {
    const sidecar = await start()
    expect(await sidecar.attempt(server.url)).toMatchObject({ kind: 'ollama', problem: null })
    await server.close()
    expect(await sidecar.attempt(server.url)).toMatchObject({
      kind: null,
      problem: expect.stringContaining('nothing listens there'),
    })
    expect(await sidecar.engines()).not.toContain('openai')
  })

  it.each(['ftp://example.com', 'http://me:pw@example.com', 'nonsense'])('are no %s', async (url) => {
    const sidecar = await start()
    expect((await sidecar.choose({ servers: [{ url }] })).status).toBe(400)
  })

  it('give way to those of the environment', async () => {
    const sidecar = await start(server.url)
    const refused = await sidecar.choose({ servers: [] })
    expect(refused.status).toBe(409)
    expect(WireError.parse(await refused.json()).error.message).toContain('VITRINE_REASONING_URLS')
    expect((await sidecar.report()).isFixed).toBe(true)
  })
})

describe('a model in Ollama’s memory', () => {
  const isLoaded = async (sidecar: Awaited<ReturnType<typeof start>>) =>
    (await sidecar.report()).servers[0]?.models.find(({ isInUse }) => isInUse)?.isLoaded

  it('is held for ever when pinned, after every answer, until it is pinned no longer', async () => {
    const sidecar = await start()
    await sidecar.choose({ servers: [{ url: server.url }] })
    expect((await sidecar.act('pin')).status).toBe(200)
    expect(server.kept).toEqual([{ model: 'qwen2.5vl:7b', keep_alive: -1 }])
    expect(await isLoaded(sidecar)).toBe(true)
    expect((await sidecar.report()).isHeld).toBe(true)
    // Each answer sets Ollama's own clock anew.
    await ask(sidecar.app)
    expect(server.kept.at(-1)).toEqual({ model: 'qwen2.5vl:7b', keep_alive: -1 })
    await sidecar.act('unpin')
    expect(server.kept.at(-1)).toEqual({ model: 'qwen2.5vl:7b', keep_alive: '5m' })
    expect((await sidecar.report()).isHeld).toBe(false)
  })

  it('leaves it when ejected', async () => {
    const sidecar = await start()
    server.loaded = [{ name: 'qwen2.5vl:7b', size_vram: 6_000_000_000 }]
    await sidecar.choose({ servers: [{ url: server.url }] })
    await sidecar.act('eject')
    expect(server.kept).toEqual([{ model: 'qwen2.5vl:7b', keep_alive: 0 }])
    expect(await isLoaded(sidecar)).toBe(false)
  })

  it('is not loaded only to leave', async () => {
    const sidecar = await start()
    await sidecar.choose({ servers: [{ url: server.url }] })
    await sidecar.act('eject')
    expect(server.kept).toEqual([])
  })

  it('that does not fit is told of', async () => {
    server.keepRefusal = {
      status: 500,
      body: { error: 'model requires more system memory (9.1 GiB) than is available' },
    }
    const sidecar = await start()
    await sidecar.choose({ servers: [{ url: server.url }] })
    const refused = await sidecar.act('pin')
    expect(refused.status).toBe(503)
    expect(WireError.parse(await refused.json()).error).toMatchObject({
      code: 'out-of-memory',
      suggestion: expect.stringContaining('smaller model'),
    })
  })
})

/** How the hub is spoken to: the token, proxies, refusals, and a hub that cannot be reached. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { eventually } from '../testing/eventually.ts'
import { sha256 } from '../testing/fake-hub.ts'
import { startFakeProxy } from '../testing/fake-proxy.ts'
import type { LocalModelStore } from './local-store.ts'
import type { WeightsManifest } from './manifest.ts'
import { makeHub, makeStore } from './testing/stores.ts'
import { makeFolder, SMALL } from './testing/weights.ts'

const { key, repository } = SMALL

async function pullToEnd(store: LocalModelStore): Promise<string | null> {
  await store.start()
  await store.pull(key)
  await eventually(() => expect(store.list()[0]?.state).not.toBe('downloading'))
  return store.list()[0]?.problem ?? null
}

describe('the token', () => {
  it('is told to the hub, and never to the host that it sends for files to', async () => {
    const hub = await makeHub()
    const { store } = makeStore({ modelsDir: await makeFolder(), hubUrl: hub.url, token: 'hf_secret' })
    expect(await pullToEnd(store)).toBeNull()
    const told = (host: string) =>
      new Set(hub.requests.filter((request) => request.host === host).map((request) => request.authorization))
    expect(told('hub')).toEqual(new Set(['Bearer hf_secret']))
    expect(told('storage')).toEqual(new Set([undefined]))
  })

  it('is left out where there is none', async () => {
    const hub = await makeHub()
    const { store } = makeStore({ modelsDir: await makeFolder(), hubUrl: hub.url })
    expect(await pullToEnd(store)).toBeNull()
    expect(hub.requests.filter(({ authorization }) => authorization)).toEqual([])
  })
})

describe('a proxy', () => {
  const startProxy = async () => {
    const proxy = await startFakeProxy()
    onTestFinished(() => proxy.close())
    return proxy
  }

  it('is what every byte comes through', async () => {
    const [hub, proxy] = [await makeHub(), await startProxy()]
    const { store } = makeStore({
      modelsDir: await makeFolder(),
      hubUrl: hub.url,
      proxy: { httpProxy: proxy.url },
    })
    expect(await pullToEnd(store)).toBeNull()
    expect(store.find(key)).not.toBeNull()
    const through = proxy.seen.filter((line) => /^(CONNECT 127|GET http:\/\/127)/.test(line))
    expect(through.length).toBeGreaterThan(0)
    expect(through).toHaveLength(proxy.seen.length)
  })

  it('is passed by for the hosts that are named', async () => {
    const [hub, proxy] = [await makeHub(), await startProxy()]
    const { store } = makeStore({
      modelsDir: await makeFolder(),
      hubUrl: hub.url,
      proxy: { httpProxy: proxy.url, httpsProxy: proxy.url, noProxy: 'example.com,127.0.0.1' },
    })
    expect(await pullToEnd(store)).toBeNull()
    expect(proxy.seen).toEqual([])
  })
})

describe('a refusal', () => {
  it.each([
    [401, 'gives out somebody/small-one at main only to those who may have it. Accept its licence'],
    [403, 'set HF_TOKEN to a token of your account'],
    [404, 'has no somebody/small-one at main. If HF_ENDPOINT names a mirror'],
    [418, 'answered 418'],
  ])('of %d is told with what to do, and not tried again', async (status, sentence) => {
    const hub = await makeHub()
    hub.trouble = { refuses: { status, times: 99 } }
    const { store } = makeStore({ modelsDir: await makeFolder(), hubUrl: hub.url })
    expect(await pullToEnd(store)).toContain(sentence)
    expect(hub.requests).toHaveLength(1)
  })

  it('of the other host is tried again by way of the hub, since its leave may have run out', async () => {
    const hub = await makeHub()
    hub.trouble = { refuses: { status: 403, times: 2, path: /signed/ } }
    const { store } = makeStore({ modelsDir: await makeFolder(), hubUrl: hub.url, token: 'hf_secret' })
    expect(await pullToEnd(store)).toBeNull()
    expect(store.find(key)).not.toBeNull()
  })

  it('names a file that the repository lacks', async () => {
    const hub = await makeHub()
    hub.files.delete('onnx/vision_encoder.onnx')
    const { store } = makeStore({ modelsDir: await makeFolder(), hubUrl: hub.url })
    expect(await pullToEnd(store)).toContain(`The hub's ${repository} has no onnx/vision_encoder.onnx.`)
  })
})

describe('a hub that cannot be reached', () => {
  it('is told once, with the ways out, for as long as it lasts', async () => {
    const hub = await makeHub()
    await hub.close()
    const { store, warnings } = makeStore({ modelsDir: await makeFolder(), hubUrl: hub.url })
    const problem = await pullToEnd(store)
    for (const words of ['cannot be reached', 'HTTPS_PROXY', 'HF_ENDPOINT', 'VITRINE_MODELS_DIR'])
      expect(problem).toContain(words)
    expect(store.hub).toEqual({ url: hub.url, isReachable: false, problem })
    await pullToEnd(store)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain('cannot be reached')
  })

  it('is told from a network that answers for it', async () => {
    const hub = await makeHub()
    hub.trouble = { refuses: { status: 200, times: 9 } }
    const { store } = makeStore({ modelsDir: await makeFolder(), hubUrl: hub.url })
    expect(await pullToEnd(store)).toContain('is not what a model hub says. Check HF_ENDPOINT')
  })
})

describe('the commit that the manifest names', () => {
  const pinned = (revision: string, known: { sizeBytes: number; sha256: string }): WeightsManifest => ({
    ...SMALL,
    revision,
    graphs: { ...SMALL.graphs, vision_encoder: { fp32: { ...known, isExact: true } } },
  })

  it('is asked for, and its files are held against what is known of them', async () => {
    const hub = await makeHub()
    const bytes = hub.files.get('onnx/vision_encoder.onnx') ?? Buffer.alloc(0)
    const known = { sizeBytes: bytes.byteLength, sha256: sha256(Buffer.from('another')) }
    const manifests = [pinned(hub.commit, known)]
    const { store } = makeStore({ modelsDir: await makeFolder(), hubUrl: hub.url, manifests })
    expect(await pullToEnd(store)).toContain('The hub has another onnx/vision_encoder.onnx than Small one')
    expect(hub.requests[0]?.path).toContain(`/revision/${hub.commit}`)
    expect(hub.requests.some(({ path }) => path.includes('/resolve/'))).toBe(false)
  })

  it('gives way to the newest where the hub does not know it', async () => {
    const hub = await makeHub()
    const manifests = [pinned('a'.repeat(40), { sizeBytes: 1, sha256: sha256(Buffer.from('another')) })]
    const { store } = makeStore({ modelsDir: await makeFolder(), hubUrl: hub.url, manifests })
    expect(await pullToEnd(store)).toBeNull()
    expect(store.find(key)?.revision).toBe(hub.commit)
  })
})

/** Downloads from a hub over real HTTP, with all that can go wrong on the way. */
import { cp, mkdir, readdir, readFile, rename, stat, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { eventually } from '../testing/eventually.ts'
import { sha256 } from '../testing/fake-hub.ts'
import type { LocalModelStore } from './local-store.ts'
import { readRecord } from './record.ts'
import { FP32, makeHub, makeStore, placeOf, Q8 } from './testing/stores.ts'
import { makeFolder, onnxFile, SMALL, smallRepository } from './testing/weights.ts'

const { key } = SMALL

function weightsOf(store: LocalModelStore) {
  const [weights] = store.list()
  if (!weights) throw new Error('the store lists nothing')
  return weights
}

/** Pulls, and waits until the download has ended, either way. */
async function pullToEnd(store: LocalModelStore): Promise<void> {
  await store.pull(key)
  await ended(store)
}

const ended = (store: LocalModelStore) =>
  eventually(() => expect(weightsOf(store).state).not.toBe('downloading'))

/** Bytes of one file that lie in the folder of what is on its way, as its `.part`. */
const partBytes = async (modelsDir: string, file: string) =>
  (await stat(path.join(modelsDir, '.incoming', key, `${file}.part`))).size

describe('a download', () => {
  it('fetches what the device wants, and no more, and is found when it is whole', async () => {
    const [hub, modelsDir] = [await makeHub(), await makeFolder()]
    const { store, warnings } = makeStore({ modelsDir, hubUrl: hub.url, device: { dtypes: Q8 } })
    await store.start()
    expect(weightsOf(store)).toMatchObject({
      state: 'absent',
      diskBytes: 0,
      isExactSize: false,
      revision: null,
    })
    expect(store.hub).toEqual({ url: hub.url, isReachable: null, problem: null })
    const told: string[] = []
    store.onChange(() => told.push(weightsOf(store).state))
    await pullToEnd(store)
    const wanted = [
      'config.json',
      'generation_config.json',
      'onnx/decoder_model_merged_quantized.onnx',
      'onnx/vision_encoder_quantized.onnx',
      'tokenizer.json',
    ]
    const sizeBytes = wanted.reduce((sum, file) => sum + (hub.files.get(file)?.byteLength ?? 0), 0)
    expect(store.find(key)).toEqual({
      key,
      repository: SMALL.repository,
      revision: hub.commit,
      dir: placeOf(modelsDir),
      dtypes: Q8,
      sizeBytes,
      licence: 'MIT',
    })
    expect(weightsOf(store)).toMatchObject({
      state: 'present',
      place: 'downloaded',
      downloadBytes: sizeBytes,
      isExactSize: true,
      diskBytes: sizeBytes,
      problem: null,
    })
    for (const file of wanted)
      expect(await readFile(path.join(placeOf(modelsDir), file))).toEqual(hub.files.get(file))
    const record = await readRecord(placeOf(modelsDir))
    expect(record).toMatchObject({ repository: SMALL.repository, revision: hub.commit })
    expect(record?.files.map((file) => file.path).sort()).toEqual(wanted)
    for (const file of record?.files ?? [])
      expect(file.sha256).toBe(sha256(hub.files.get(file.path) ?? Buffer.alloc(0)))
    expect(await readdir(path.join(modelsDir, '.incoming'))).toEqual([])
    expect(told).toEqual(['present'])
    expect(store.hub).toMatchObject({ isReachable: true, problem: null })
    expect(warnings).toEqual([])
  })

  it('is not found, and tells how far it is, until it is whole', async () => {
    const [hub, modelsDir] = [await makeHub(), await makeFolder()]
    hub.trouble = { holds: true }
    const { store } = makeStore({ modelsDir, hubUrl: hub.url })
    await store.start()
    await store.pull(key)
    await store.pull(key)
    await eventually(() =>
      expect(hub.requests.some((request) => request.path.includes('/resolve/'))).toBe(true),
    )
    const { state, progress, revision } = weightsOf(store)
    expect({ state, revision }).toEqual({ state: 'downloading', revision: hub.commit })
    expect(progress).toMatchObject({ receivedBytes: 0, totalBytes: weightsOf(store).downloadBytes })
    expect(store.find(key)).toBeNull()
    hub.release()
    await ended(store)
    expect(store.find(key)).not.toBeNull()
    expect(hub.requests.filter(({ path: asked }) => asked.includes('/tree/'))).toHaveLength(1)
  })

  it('adds only what another device wants beside it, of the same commit', async () => {
    const [hub, modelsDir, device] = [await makeHub(), await makeFolder(), { dtypes: FP32 }]
    const { store } = makeStore({ modelsDir, hubUrl: hub.url, device })
    await store.start()
    await pullToEnd(store)
    const before = hub.requests.length
    device.dtypes = { ...FP32, vision_encoder: 'fp16' }
    expect(store.find(key)?.dtypes).toEqual(FP32)
    expect(weightsOf(store).problem).toMatch(/another precision .* Download again/)
    await pullToEnd(store)
    const asked = hub.requests.slice(before).filter(({ host }) => host === 'storage')
    expect(asked.map((request) => request.path)).toEqual(['/onnx/vision_encoder_fp16.onnx?signed=1'])
    expect(store.find(key)?.dtypes).toEqual(device.dtypes)
    expect((await readRecord(placeOf(modelsDir)))?.files).toHaveLength(6)
    expect(weightsOf(store).problem).toBeNull()
    await store.pull(key)
    expect(weightsOf(store).state).toBe('present')
  })

  it('replaces all where the hub has only another commit', async () => {
    const [hub, modelsDir, device] = [await makeHub(), await makeFolder(), { dtypes: FP32 }]
    const { store } = makeStore({ modelsDir, hubUrl: hub.url, device })
    await store.start()
    await pullToEnd(store)
    hub.commit = 'f'.repeat(40)
    hub.files = smallRepository('two')
    device.dtypes = Q8
    await pullToEnd(store)
    expect(store.find(key)).toMatchObject({ revision: 'f'.repeat(40), dtypes: Q8 })
    expect((await readdir(path.join(placeOf(modelsDir), 'onnx'))).sort()).toEqual([
      'decoder_model_merged_quantized.onnx',
      'vision_encoder_quantized.onnx',
    ])
    expect(await readdir(path.join(modelsDir, '.incoming'))).toEqual([])
  })

  it('takes the tensors that lie beside a graph', async () => {
    const [hub, modelsDir] = [await makeHub(), await makeFolder()]
    hub.files.set('onnx/vision_encoder.onnx_data', Buffer.alloc(700, 7))
    const { store } = makeStore({ modelsDir, hubUrl: hub.url })
    await store.start()
    await pullToEnd(store)
    expect(await readFile(path.join(placeOf(modelsDir), 'onnx/vision_encoder.onnx_data'))).toHaveLength(700)
    await writeFile(path.join(placeOf(modelsDir), 'onnx/vision_encoder.onnx_data'), 'short')
    await store.rescan()
    expect(store.find(key)).toBeNull()
    expect(weightsOf(store).state).toBe('damaged')
  })
})

describe('on a bad line', () => {
  it('goes on from where the connection broke', async () => {
    const [hub, modelsDir] = [await makeHub(), await makeFolder()]
    hub.files.set('onnx/vision_encoder.onnx', onnxFile(4_000_000, 'long'))
    hub.trouble = { drops: { afterBytes: 1_000_000, times: 3 } }
    const { store } = makeStore({ modelsDir, hubUrl: hub.url })
    await store.start()
    await pullToEnd(store)
    expect(store.find(key)).not.toBeNull()
    expect(hub.requests.filter(({ host, range }) => host === 'storage' && range)).toHaveLength(3)
    expect(hub.sentBytes).toBeLessThan(6_000_000)
  })

  it('goes on when nothing came for too long', async () => {
    const [hub, modelsDir] = [await makeHub(), await makeFolder()]
    hub.trouble = { stalls: { afterBytes: 2_000, times: 2 } }
    const { store } = makeStore({ modelsDir, hubUrl: hub.url, rules: { stallMs: 300, tries: 20 } })
    await store.start()
    await pullToEnd(store)
    expect(store.find(key)).not.toBeNull()
  })

  it('starts a file over where the server knows no ranges', async () => {
    const [hub, modelsDir] = [await makeHub(), await makeFolder()]
    hub.trouble = { ignoresRange: true, drops: { afterBytes: 2_000, times: 2 } }
    const { store } = makeStore({ modelsDir, hubUrl: hub.url })
    await store.start()
    await pullToEnd(store)
    expect(store.find(key)).not.toBeNull()
    expect(weightsOf(store).diskBytes).toBe(weightsOf(store).downloadBytes)
  })

  it.each([503, 429])('tries again after %d', async (status) => {
    const [hub, modelsDir] = [await makeHub(), await makeFolder()]
    hub.trouble = { refuses: { status, times: 2, retryAfter: '0.01' } }
    const { store } = makeStore({ modelsDir, hubUrl: hub.url })
    await store.start()
    await pullToEnd(store)
    expect(store.find(key)).not.toBeNull()
  })

  it('does not wait for a hub that wants hours', async () => {
    const [hub, modelsDir] = [await makeHub(), await makeFolder()]
    hub.trouble = { refuses: { status: 429, times: 9, retryAfter: '7200' } }
    const { store } = makeStore({ modelsDir, hubUrl: hub.url })
    await store.start()
    await pullToEnd(store)
    expect(weightsOf(store).problem).toContain('is asked too often at the moment')
  })

  it('gives up on a line that keeps breaking, keeps what came, and goes on when asked again', async () => {
    const [hub, modelsDir] = [await makeHub(), await makeFolder()]
    hub.trouble = { drops: { afterBytes: 0, times: 99 } }
    const { store, warnings } = makeStore({ modelsDir, hubUrl: hub.url })
    await store.start()
    await pullToEnd(store)
    expect(weightsOf(store)).toMatchObject({ state: 'absent', problem: expect.stringContaining('broke off') })
    expect(warnings).toHaveLength(1)
    hub.trouble = {}
    await pullToEnd(store)
    expect(weightsOf(store)).toMatchObject({ state: 'present', problem: null })
    expect(store.hub).toMatchObject({ isReachable: true, problem: null })
  })

  it('refuses bytes that are not those of the file', async () => {
    const [hub, modelsDir] = [await makeHub(), await makeFolder()]
    const file = 'onnx/vision_encoder.onnx'
    hub.trouble = { corrupts: file }
    const { store } = makeStore({ modelsDir, hubUrl: hub.url })
    await store.start()
    await pullToEnd(store)
    expect(store.find(key)).toBeNull()
    expect(weightsOf(store).problem).toContain(`The bytes that came for ${file} are not those of the file.`)
    expect(await partBytes(modelsDir, file)).toBe(0)
    hub.trouble = {}
    await pullToEnd(store)
    expect(store.find(key)).not.toBeNull()
  })
})

describe('a process that ends in the middle', () => {
  it('goes on by itself at the next start, from the bytes that are there', async () => {
    const [hub, modelsDir, left] = [await makeHub(), await makeFolder(), await makeFolder()]
    hub.trouble = { stalls: { afterBytes: 4_000, times: 2 } }
    const killed = makeStore({ modelsDir, hubUrl: hub.url }).store
    await killed.start()
    await killed.pull(key)
    await eventually(async () => {
      expect(await partBytes(modelsDir, 'onnx/vision_encoder.onnx')).toBe(4_000)
      expect(await partBytes(modelsDir, 'onnx/decoder_model_merged.onnx')).toBe(4_000)
    })
    // The disk as it is when the process ends without a word.
    await cp(modelsDir, left, { recursive: true })
    const { store } = makeStore({ modelsDir: left, hubUrl: hub.url })
    expect(store.find(key)).toBeNull()
    const before = hub.requests.length
    await store.start()
    await ended(store)
    expect(store.find(key)).toMatchObject({ revision: hub.commit, dtypes: FP32 })
    const ranges = hub.requests.slice(before).flatMap(({ range }) => range ?? [])
    expect(ranges).toEqual(['bytes=4000-', 'bytes=4000-', 'bytes=4000-', 'bytes=4000-'])
  })

  it('goes on with what it was begun for, though the device is not known yet', async () => {
    const [hub, modelsDir] = [await makeHub(), await makeFolder()]
    hub.trouble = { drops: { afterBytes: 1_000, times: 99 } }
    const first = makeStore({ modelsDir, hubUrl: hub.url, device: { dtypes: Q8 }, rules: { tries: 1 } }).store
    await first.start()
    await pullToEnd(first)
    await first.stop()
    hub.trouble = {}
    const device = { dtypes: FP32 }
    const { store } = makeStore({ modelsDir, hubUrl: hub.url, device })
    await store.start()
    await ended(store)
    device.dtypes = Q8
    expect(store.find(key)?.dtypes).toEqual(Q8)
    expect(weightsOf(store).problem).toBeNull()
  })

  it('keeps nothing of another precision than is wanted now', async () => {
    const [hub, modelsDir, device] = [await makeHub(), await makeFolder(), { dtypes: FP32 }]
    hub.trouble = { stalls: { afterBytes: 4_000, times: 2 } }
    const { store } = makeStore({ modelsDir, hubUrl: hub.url, device })
    await store.start()
    await store.pull(key)
    await eventually(async () => {
      expect(await partBytes(modelsDir, 'onnx/vision_encoder.onnx')).toBe(4_000)
    })
    store.cancel(key)
    await ended(store)
    device.dtypes = Q8
    await pullToEnd(store)
    expect((await readdir(path.join(placeOf(modelsDir), 'onnx'))).sort()).toEqual([
      'decoder_model_merged_quantized.onnx',
      'vision_encoder_quantized.onnx',
    ])
  })

  it('starts a file over whose part is of another version', async () => {
    const [hub, modelsDir] = [await makeHub(), await makeFolder()]
    hub.trouble = { drops: { afterBytes: 2_000, times: 99 } }
    const first = makeStore({ modelsDir, hubUrl: hub.url, rules: { tries: 1 } }).store
    await first.start()
    await pullToEnd(first)
    await first.stop()
    hub.trouble = {}
    hub.files.set('onnx/vision_encoder.onnx', onnxFile(8_000, 'another version'))
    const { store } = makeStore({ modelsDir, hubUrl: hub.url })
    await store.start()
    await ended(store)
    expect(store.find(key)).not.toBeNull()
  })

  it('fetches a part again that has gone bad on the disk', async () => {
    const [hub, modelsDir] = [await makeHub(), await makeFolder()]
    hub.trouble = { drops: { afterBytes: 2_000, times: 99 } }
    const first = makeStore({ modelsDir, hubUrl: hub.url, rules: { tries: 1 } }).store
    await first.start()
    await pullToEnd(first)
    await first.stop()
    const part = path.join(modelsDir, '.incoming', key, 'onnx/vision_encoder.onnx.part')
    await writeFile(part, Buffer.alloc(1_000))
    hub.trouble = {}
    const { store } = makeStore({ modelsDir, hubUrl: hub.url })
    await store.start()
    await ended(store)
    expect(store.find(key)).not.toBeNull()
  })

  it('brings to its place what had all come', async () => {
    const [hub, modelsDir] = [await makeHub(), await makeFolder()]
    const first = makeStore({ modelsDir, hubUrl: hub.url }).store
    await first.start()
    await pullToEnd(first)
    await first.stop()
    await mkdir(path.join(modelsDir, '.incoming'), { recursive: true })
    await rename(placeOf(modelsDir), path.join(modelsDir, '.incoming', key))
    const asked = hub.requests.length
    const { store } = makeStore({ modelsDir, hubUrl: hub.url })
    await store.start()
    expect(store.find(key)).toMatchObject({ revision: hub.commit })
    expect(hub.requests).toHaveLength(asked)
  })
})

describe('a person', () => {
  it('stops a download, which then waits until it is asked for again', async () => {
    const [hub, modelsDir] = [await makeHub(), await makeFolder()]
    hub.trouble = { stalls: { afterBytes: 4_000, times: 2 } }
    const first = makeStore({ modelsDir, hubUrl: hub.url }).store
    await first.start()
    await first.pull(key)
    await eventually(async () => {
      expect(await partBytes(modelsDir, 'onnx/vision_encoder.onnx')).toBe(4_000)
    })
    first.cancel(key)
    await ended(first)
    expect(weightsOf(first)).toMatchObject({ state: 'absent', problem: null, revision: hub.commit })
    expect(weightsOf(first).diskBytes).toBeGreaterThan(4_000)
    await first.stop()
    const { store } = makeStore({ modelsDir, hubUrl: hub.url })
    await store.start()
    expect(weightsOf(store).state).toBe('absent')
    await pullToEnd(store)
    expect(store.find(key)).not.toBeNull()
  })

  it('deletes what was downloaded, whole and in parts', async () => {
    const [hub, modelsDir] = [await makeHub(), await makeFolder()]
    const { store } = makeStore({ modelsDir, hubUrl: hub.url })
    await store.start()
    await pullToEnd(store)
    let changes = 0
    store.onChange(() => {
      changes += 1
    })
    await store.remove(key)
    expect(weightsOf(store)).toMatchObject({ state: 'absent', diskBytes: 0, place: null })
    expect(store.find(key)).toBeNull()
    expect(changes).toBe(1)
    hub.trouble = { holds: true }
    await store.pull(key)
    await store.remove(key)
    expect(weightsOf(store)).toMatchObject({ state: 'absent', diskBytes: 0 })
    expect((await readdir(modelsDir)).sort()).toEqual(['.incoming'])
  })

  it('repairs files that were damaged later', async () => {
    const [hub, modelsDir] = [await makeHub(), await makeFolder()]
    const { store } = makeStore({ modelsDir, hubUrl: hub.url })
    await store.start()
    await pullToEnd(store)
    await truncate(path.join(placeOf(modelsDir), 'onnx/vision_encoder.onnx'), 100)
    await store.rescan()
    expect(store.find(key)).toBeNull()
    expect(weightsOf(store)).toMatchObject({
      state: 'damaged',
      problem: expect.stringContaining('onnx/vision_encoder.onnx has another size than it should'),
    })
    const before = hub.requests.length
    await pullToEnd(store)
    expect(store.find(key)).not.toBeNull()
    expect(hub.requests.slice(before).filter(({ host }) => host === 'storage')).toHaveLength(1)
  })

  it('is told of weights that nobody knows', async () => {
    const { store } = makeStore({ modelsDir: await makeFolder() })
    await expect(store.pull('large-one')).rejects.toMatchObject({ code: 'not-found' })
    await expect(store.remove('large-one')).rejects.toMatchObject({ code: 'not-found' })
    expect(() => store.cancel('large-one')).toThrow('There are no weights called large-one.')
    expect(store.find('large-one')).toBeNull()
    expect(store.keysOf('florence2')).toEqual([key])
  })
})

describe('room on the disk', () => {
  it('is asked for before anything is fetched, and what is lacking is told', async () => {
    const [hub, modelsDir] = [await makeHub(), await makeFolder()]
    const freeBytes = async () => 5_000
    const { store } = makeStore({ modelsDir, hubUrl: hub.url, freeBytes, rules: { marginBytes: 3e9 } })
    await store.start()
    await expect(store.pull(key)).rejects.toMatchObject({
      code: 'storage-full',
      message: 'The disk lacks 3.0 GB for this download of 1 MB.',
    })
    expect(hub.requests).toEqual([])
    expect(weightsOf(store).state).toBe('absent')
  })

  it('is asked for again when the hub has told the sizes', async () => {
    const [hub, modelsDir] = [await makeHub(), await makeFolder()]
    hub.files.set('onnx/vision_encoder.onnx', onnxFile(60_000, 'grown'))
    const { store } = makeStore({ modelsDir, hubUrl: hub.url, freeBytes: async () => 50_000 })
    await store.start()
    await pullToEnd(store)
    expect(weightsOf(store)).toMatchObject({
      state: 'absent',
      problem: expect.stringContaining('The disk lacks'),
    })
    expect(hub.requests.some(({ host }) => host === 'storage')).toBe(false)
  })
})

/** Weights that a person has put into a folder, for a machine that never sees the internet. */
import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { eventually } from '../testing/eventually.ts'
import { FP32, makeHub, makeStore, placeOf, Q8 } from './testing/stores.ts'
import { makeFolder, SMALL, smallRepository, writeFiles } from './testing/weights.ts'

const { key } = SMALL

/** A folder with the repository in it, less the files that match. */
async function makeOfflineDir(without = /^$/): Promise<string> {
  const offlineDir = await makeFolder()
  const files = [...smallRepository()].filter(([name]) => !without.test(name))
  await writeFiles(placeOf(offlineDir), new Map(files))
  return offlineDir
}

describe('a folder of models', () => {
  it('is found at the start, and left as it is', async () => {
    const [modelsDir, offlineDir] = [await makeFolder(), await makeOfflineDir()]
    const before = await readdir(offlineDir, { recursive: true })
    const { store } = makeStore({ modelsDir, offlineDir, device: { dtypes: Q8 } })
    await store.start()
    expect(store.find(key)).toMatchObject({
      dir: placeOf(offlineDir),
      dtypes: Q8,
      revision: expect.any(String),
    })
    expect(store.find(key)?.revision).toMatch(/^local-[0-9a-f]{12}$/)
    expect(store.list()[0]).toMatchObject({ state: 'present', place: 'folder', problem: null })
    await store.pull(key)
    expect(store.list()[0]?.state).toBe('present')
    await expect(store.remove(key)).rejects.toMatchObject({ code: 'conflict' })
    expect(await readdir(offlineDir, { recursive: true })).toEqual(before)
  })

  it('serves a device that would rather have another precision', async () => {
    const [modelsDir, offlineDir] = [await makeFolder(), await makeOfflineDir(/_fp16|_quantized/)]
    const { store } = makeStore({ modelsDir, offlineDir, device: { dtypes: Q8 } })
    await store.start()
    expect(store.find(key)?.dtypes).toEqual(FP32)
    expect(store.list()[0]).toMatchObject({ state: 'present', dtypes: Q8, problem: null })
  })

  it('is noticed when files appear, and when they go', async () => {
    const [modelsDir, offlineDir] = [await makeFolder(), await makeFolder()]
    const { store } = makeStore({ modelsDir, offlineDir, lookEveryMs: 10 })
    await store.start()
    expect(store.list()[0]?.state).toBe('absent')
    const told: boolean[] = []
    store.onChange(() => told.push(store.find(key) !== null))
    await writeFiles(placeOf(offlineDir), smallRepository())
    await eventually(() => expect(store.find(key)).not.toBeNull())
    await rename(placeOf(offlineDir), path.join(offlineDir, 'elsewhere'))
    await eventually(() => expect(store.find(key)).toBeNull())
    expect(told).toContain(true)
    expect(told.at(-1)).toBe(false)
  })

  it.each([
    ['lacks a graph', 'onnx/decoder_model_merged.onnx', null, 'is missing'],
    ['has an empty file', 'config.json', '', 'is empty'],
    ['has JSON that is cut short', 'tokenizer.json', '{"version":', 'is not JSON, or cut short'],
    [
      'has something else for a graph',
      'onnx/vision_encoder.onnx',
      'version https://git-lfs',
      'is not an ONNX model',
    ],
  ])('that %s is told as damaged, with the file and the fault', async (_name, file, content, fault) => {
    const [modelsDir, offlineDir] = [await makeFolder(), await makeOfflineDir(/_fp16|_quantized/)]
    const full = path.join(placeOf(offlineDir), file)
    if (content === null) await rm(full)
    else await writeFile(full, content)
    const { store } = makeStore({ modelsDir, offlineDir })
    await store.start()
    expect(store.find(key)).toBeNull()
    const { state, problem } = store.list()[0] ?? {}
    expect(state).toBe('damaged')
    expect(problem).toContain(`In ${placeOf(offlineDir)}, ${file} ${fault}`)
  })

  it('may stay away', async () => {
    const { store, warnings } = makeStore({ modelsDir: await makeFolder(), offlineDir: '/nowhere/at/all' })
    await store.start()
    expect(store.list()[0]?.state).toBe('absent')
    expect(warnings).toEqual([])
  })
})

describe('a downloaded folder that was copied to another machine', () => {
  async function downloadAndCopy(): Promise<{ offlineDir: string; commit: string }> {
    const [hub, modelsDir, offlineDir] = [await makeHub(), await makeFolder(), await makeFolder()]
    const { store } = makeStore({ modelsDir, hubUrl: hub.url })
    await store.start()
    await store.pull(key)
    await eventually(() => expect(store.find(key)).not.toBeNull())
    await mkdir(path.dirname(placeOf(offlineDir)), { recursive: true })
    await cp(placeOf(modelsDir), placeOf(offlineDir), { recursive: true })
    return { offlineDir, commit: hub.commit }
  }

  it('is verified once, and then remembered', async () => {
    const { offlineDir, commit } = await downloadAndCopy()
    const modelsDir = await makeFolder()
    const first = makeStore({ modelsDir, offlineDir }).store
    await first.start()
    await eventually(() => expect(first.find(key)).not.toBeNull())
    expect(first.find(key)).toMatchObject({ revision: commit, dir: placeOf(offlineDir) })
    await first.stop()
    const { store } = makeStore({ modelsDir, offlineDir })
    await store.start()
    expect(store.find(key)).toMatchObject({ revision: commit })
  })

  it('is not used before it is verified', async () => {
    const { offlineDir } = await downloadAndCopy()
    const { store } = makeStore({ modelsDir: await makeFolder(), offlineDir })
    const seen: string[] = []
    store.onChange(() => seen.push(store.list()[0]?.state ?? ''))
    await store.start()
    await eventually(() => expect(store.list()[0]?.state).toBe('present'))
    expect(seen).toEqual(['present'])
  })

  it('is refused when a byte has changed on the way', async () => {
    const { offlineDir } = await downloadAndCopy()
    const file = path.join(placeOf(offlineDir), 'onnx/vision_encoder.onnx')
    const bytes = smallRepository().get('onnx/vision_encoder.onnx') ?? Buffer.alloc(0)
    bytes[4_000] = (bytes[4_000] ?? 0) ^ 1
    await writeFile(file, bytes)
    const { store } = makeStore({ modelsDir: await makeFolder(), offlineDir })
    await store.start()
    await eventually(() => expect(store.list()[0]?.state).toBe('damaged'))
    expect(store.find(key)).toBeNull()
    expect(store.list()[0]?.problem).toContain('onnx/vision_encoder.onnx has other bytes than it should')
  })
})

/** A whole repository in the hub's layout, by way of the real manifest: downloaded, found, and read where it lies. */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { eventually } from '../testing/eventually.ts'
import { startFakeHub } from '../testing/fake-hub.ts'
import { writeTinyFlorence } from '../testing/tiny/florence-repository.ts'
import { writeTinyQwen } from '../testing/tiny/qwen-repository.ts'
import { WEIGHTS } from './manifests.ts'
import { makeStore } from './testing/stores.ts'
import { makeFolder } from './testing/weights.ts'

const REPOSITORY = 'onnx-community/Florence-2-base-ft'

async function readAll(dir: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    const full = path.join(entry.parentPath, entry.name)
    if (entry.isFile()) files.set(path.relative(dir, full), await readFile(full))
  }
  return files
}

it('is downloaded whole and found', async () => {
  const source = await makeFolder()
  writeTinyFlorence(source)
  const files = await readAll(source)
  const hub = await startFakeHub(REPOSITORY, files)
  onTestFinished(() => hub.close())
  const modelsDir = await makeFolder()
  const { store } = makeStore({
    modelsDir,
    hubUrl: hub.url,
    manifests: WEIGHTS,
    device: { dtypes: {} },
    freeBytes: async () => 10e9,
  })
  await store.start()
  await store.pull('florence-2-base-ft')
  await eventually(() => expect(store.find('florence-2-base-ft')).not.toBeNull())
  const found = store.find('florence-2-base-ft')
  expect(found).toMatchObject({ repository: REPOSITORY, revision: hub.commit })
  const installed = await readAll(found?.dir ?? '')
  installed.delete('vitrine.json')
  expect(installed).toEqual(files)
})

it('is found in an offline folder', async () => {
  const offlineDir = await makeFolder()
  writeTinyFlorence(path.join(offlineDir, REPOSITORY), { dtypes: ['fp32', 'q4'] })
  writeTinyQwen(path.join(offlineDir, 'onnx-community/Qwen2-VL-2B-Instruct'), { dtypes: ['fp16', 'q4'] })
  const { store } = makeStore({ modelsDir: await makeFolder(), offlineDir, manifests: WEIGHTS })
  await store.start()
  expect(store.list().map(({ key, state }) => `${key} ${state}`)).toEqual([
    'florence-2-base-ft present',
    'florence-2-base absent',
    'florence-2-large-ft absent',
    'florence-2-large absent',
    'qwen2-vl-2b present',
    'qwen2.5-vl-3b absent',
    'qwen2-vl-7b-gguf absent',
    'qwen2-vl-2b-gguf absent',
  ])
  expect(store.find('qwen2-vl-2b')?.dtypes).toEqual({
    embed_tokens: 'q4',
    vision_encoder: 'q4',
    decoder_model_merged: 'q4',
  })
})

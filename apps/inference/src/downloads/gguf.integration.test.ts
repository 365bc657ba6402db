/** Weights of llama.cpp in the folders: two files at the root, told whole or damaged by their form. */
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeTinyGguf } from '../testing/tiny/gguf-repository.ts'
import { GGUF_WEIGHTS } from './gguf-manifests.ts'
import { makeStore } from './testing/stores.ts'
import { makeFolder } from './testing/weights.ts'

const KEY = 'qwen2-vl-7b-gguf'
const REPOSITORY = 'bartowski/Qwen2-VL-7B-Instruct-GGUF'
const MODEL = 'Qwen2-VL-7B-Instruct-Q4_K_M.gguf'
const MMPROJ = 'mmproj-Qwen2-VL-7B-Instruct-f16.gguf'
const device = { dtypes: { model: 'q4-k-m', mmproj: 'fp16' } } as const

async function makeOfflineDir(): Promise<{ offlineDir: string; dir: string }> {
  const offlineDir = await makeFolder()
  const dir = path.join(offlineDir, REPOSITORY)
  writeTinyGguf(dir)
  return { offlineDir, dir }
}

async function look(offlineDir: string) {
  const { store } = makeStore({
    modelsDir: await makeFolder(),
    offlineDir,
    device,
    manifests: GGUF_WEIGHTS,
  })
  await store.start()
  return { found: store.find(KEY), shown: store.list().find(({ key }) => key === KEY) }
}

describe('weights of llama.cpp in a folder', () => {
  it('are found by their two files', async () => {
    const { offlineDir, dir } = await makeOfflineDir()
    const { found, shown } = await look(offlineDir)
    expect(found).toMatchObject({ dir, dtypes: device.dtypes, repository: REPOSITORY })
    expect(found?.sizeBytes).toBe(
      readFileSync(path.join(dir, MODEL)).length + readFileSync(path.join(dir, MMPROJ)).length,
    )
    expect(shown).toMatchObject({ state: 'present', place: 'folder', problem: null })
  })

  it.each([
    ['is cut short', (file: string) => truncateSync(file, readFileSync(file).length - 400)],
    ['is cut within its header', (file: string) => truncateSync(file, 60)],
    [
      'is something else',
      (file: string) => writeFileSync(file, 'version https://git-lfs.github.com/spec/v1'),
    ],
    ['has a header of nonsense', (file: string) => writeFileSync(file, 'GGUFxxxx'.repeat(100))],
  ])('are damaged when the model %s, and the file is named', async (_how, damage) => {
    const { offlineDir, dir } = await makeOfflineDir()
    damage(path.join(dir, MODEL))
    const { found, shown } = await look(offlineDir)
    expect(found).toBeNull()
    expect(shown?.state).toBe('damaged')
    expect(shown?.problem).toContain(`${MODEL} is not a GGUF model, or cut short`)
  })

  it('are not used without the eyes', async () => {
    const { offlineDir, dir } = await makeOfflineDir()
    rmSync(path.join(dir, MMPROJ))
    const { found, shown } = await look(offlineDir)
    expect(found).toBeNull()
    expect(shown?.problem).toContain(`${MMPROJ} is missing`)
  })
})

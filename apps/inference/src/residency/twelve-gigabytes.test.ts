/** A 12 GB card by what the manifests expect, which is reckoned and was not measured on one. */
import type { Device, DtypeMap, StageName, WeightsKey } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { chooseWeights } from '../devices/choose-weights.ts'
import { dtypesFor } from '../devices/dtypes.ts'
import { expectMemoryBytes, type WeightsManifest } from '../downloads/manifest.ts'
import { WEIGHTS } from '../downloads/manifests.ts'
import { planAdmission, planBudget, type Tenant } from './ledger.ts'
import { findPinned } from './pins.ts'

const MIB = 1024 ** 2
/** As nvidia-smi tells it of a GeForce RTX 3060. */
const CARD = { totalBytes: 12_288 * MIB, systemBytes: 16e9 }

const of = (engine: WeightsManifest['engine']) => WEIGHTS.filter((one) => one.engine === engine)
const dtypesOf = (engine: WeightsManifest['engine'], device: Device): DtypeMap =>
  dtypesFor(device, {}, engine)

function needOf(key: WeightsKey, device: Device): number {
  const manifest = WEIGHTS.find((one) => one.key === key)
  if (!manifest) throw new Error(`no manifest of ${key}`)
  return expectMemoryBytes(manifest, dtypesOf(manifest.engine, device), device)
}

function recommend(engine: WeightsManifest['engine'], device: Device, besideBytes: number): string | null {
  return chooseWeights({
    device,
    candidates: of(engine).map(({ key, rank }) => ({
      key,
      rank,
      memoryBytes: needOf(key, device),
      isInstalled: false,
    })),
    roomBytes: planBudget(device, CARD, null),
    reservedBytes: besideBytes,
    preferred: null,
  }).recommended
}

const pinnable = (device: Device, needBytes: number, stage: StageName) => ({
  manifest: { stages: [stage] },
  fitness: { type: 'able' as const },
  device,
  needBytes,
  measured: { expectedBytes: needBytes },
})

describe('a card of 12 GB', () => {
  it.each<[Device, Device]>([
    ['cuda', 'cuda'],
    ['cuda', 'vulkan'],
    ['webgpu', 'vulkan'],
  ])('holds Florence-2 (%s) and Qwen2-VL 7B (%s), both for good', (eyes, mind) => {
    const gguf = recommend('gguf', mind, 0)
    expect(gguf).toBe('qwen2-vl-7b-gguf')
    const florence = recommend('florence2', eyes, needOf('qwen2-vl-7b-gguf', mind))
    expect(florence).not.toBeNull()
    const [first, second] = [needOf(florence ?? '', eyes), needOf(gguf ?? '', mind)]
    const engines = [pinnable(eyes, first, 'perception'), pinnable(mind, second, 'reasoning')]
    expect(findPinned(engines, (device) => planBudget(device, CARD, null))).toEqual(new Set(engines))
    const inside: Tenant = {
      engine: 'florence2',
      isIn: true,
      isBusy: false,
      isPinned: true,
      lastUsedAt: 0,
      needBytes: first,
    }
    expect(planAdmission(planBudget(mind, CARD, null), second, [inside])).toEqual({ type: 'fits' })
  })

  it('asks for a smaller conversation model on 6 GB', () => {
    const room = planBudget('vulkan', { ...CARD, totalBytes: 6_144 * MIB }, null)
    expect(needOf('qwen2-vl-7b-gguf', 'vulkan')).toBeGreaterThan(room)
    expect(needOf('qwen2-vl-2b-gguf', 'vulkan')).toBeLessThan(room)
  })
})

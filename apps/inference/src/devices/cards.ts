/** The graphics cards of this machine, and how much of their memory is taken. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { askForCards, type NvidiaCard } from './nvidia-smi.ts'

export interface Cards {
  nvidia: NvidiaCard | null
  /** Whether there is such a card at all, with or without its driver. */
  hasNvidia: boolean
  amd: { name: string; totalBytes: number; usedBytes: number } | null
}

/** PCI vendor ids (https://pcisig.com/membership/member-companies). */
const VENDOR = { nvidia: '0x10de', amd: '0x1002' } as const
const DRM = '/sys/class/drm'
const NVIDIA_DRIVER = '/proc/driver/nvidia/version'

/** Looks at the first card of each maker: it is the one that the runtime takes. */
export async function readCards(): Promise<Cards> {
  const nvidia = (await askForCards())[0] ?? null
  const { hasNvidia, amd } = lookAtSystem(DRM)
  return { nvidia, hasNvidia: nvidia !== null || existsSync(NVIDIA_DRIVER) || hasNvidia, amd }
}

/** What Linux knows of its graphics cards, with or without their makers' tools. */
export function lookAtSystem(drm: string): Pick<Cards, 'hasNvidia' | 'amd'> {
  const devices = listDrmDevices(drm)
  return { hasNvidia: devices.some((dir) => readVendor(dir) === VENDOR.nvidia), amd: findAmd(devices) }
}

function listDrmDevices(root: string): string[] {
  if (!existsSync(root)) return []
  return readdirSync(root)
    .filter((name) => /^card\d+$/.test(name))
    .map((name) => path.join(root, name, 'device'))
}

/** The `amdgpu` driver's files: https://docs.kernel.org/gpu/amdgpu/driver-misc.html#memory-info. */
function findAmd(devices: readonly string[]): Cards['amd'] {
  for (const dir of devices) {
    if (readVendor(dir) !== VENDOR.amd) continue
    const total = Number(readText(path.join(dir, 'mem_info_vram_total')))
    const used = Number(readText(path.join(dir, 'mem_info_vram_used')))
    if (total > 0) {
      const name = readText(path.join(dir, 'product_name')) ?? 'AMD graphics card'
      return { name, totalBytes: total, usedBytes: used }
    }
  }
  return null
}

const readVendor = (dir: string) => readText(path.join(dir, 'vendor'))

function readText(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() || null : null
}

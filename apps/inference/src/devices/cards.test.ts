import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lookAtSystem } from './cards.ts'
import { memoryOf } from './memory.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'vitrine-cards-'))
})
afterEach(() => rmSync(root, { recursive: true }))

function writeCard(name: string, files: Record<string, string>): void {
  const dir = path.join(root, name, 'device')
  mkdirSync(dir, { recursive: true })
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(dir, file), `${text}\n`)
}

describe('lookAtSystem', () => {
  it('finds nothing on a machine without cards', () => {
    expect(lookAtSystem(path.join(root, 'none'))).toEqual({ hasNvidia: false, amd: null })
  })

  it('sees an NVIDIA card whose driver is not installed', () => {
    writeCard('card0', { vendor: '0x10de' })
    expect(lookAtSystem(root)).toEqual({ hasNvidia: true, amd: null })
  })

  it('reads the memory of an AMD card, past an adapter that only draws', () => {
    writeCard('card0', { vendor: '0x1234' })
    writeCard('card1', { vendor: '0x1002', mem_info_vram_total: '17163091968', mem_info_vram_used: '1000' })
    writeCard('card1-HDMI-A-1', {})
    expect(lookAtSystem(root)).toEqual({
      hasNvidia: false,
      amd: { name: 'AMD graphics card', totalBytes: 17_163_091_968, usedBytes: 1_000 },
    })
  })
})

describe('memoryOf', () => {
  const nvidia = { name: 'NVIDIA T4', totalBytes: 15, usedBytes: 3, driver: '580.1' }
  const amd = { name: 'AMD', totalBytes: 16, usedBytes: 4 }
  it.each<[string, Parameters<typeof memoryOf>, object]>([
    [
      'CUDA has the NVIDIA card',
      ['cuda', { nvidia, hasNvidia: true, amd }],
      { totalBytes: 15, usedBytes: 3 },
    ],
    ['CUDA has no AMD card', ['cuda', { nvidia: null, hasNvidia: false, amd }], { totalBytes: null }],
    [
      'WebGPU has either',
      ['webgpu', { nvidia: null, hasNvidia: false, amd }],
      { totalBytes: 16, usedBytes: 4 },
    ],
    ['a remote device is not ours', ['remote', { nvidia, hasNvidia: true, amd }], { totalBytes: null }],
  ])('%s', (_name, given, expected) => {
    expect(memoryOf(...given)).toMatchObject(expected)
  })

  it("of a processor is the system's", () => {
    const { totalBytes, usedBytes } = memoryOf('cpu', { nvidia, hasNvidia: true, amd })
    expect(totalBytes).toBeGreaterThan(usedBytes ?? Number.POSITIVE_INFINITY)
  })
})

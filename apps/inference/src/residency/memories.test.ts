import type { Device } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { Gates } from './gates.ts'
import { sharesMemory } from './memories.ts'

const GIB = 1024 ** 3

describe('sharesMemory', () => {
  it.each<[Device, Device, boolean]>([
    ['cuda', 'vulkan', true],
    ['webgpu', 'vulkan', true],
    ['dml', 'cuda', true],
    ['coreml', 'metal', true],
    ['cpu', 'cuda', false],
    ['cpu', 'metal', false],
    ['remote', 'cpu', false],
  ])('%s and %s: %s', (one, other, expected) => {
    expect(sharesMemory(one, other)).toBe(expected)
  })
})

describe('the gates', () => {
  const gates = (known: Partial<Record<Device, number>>) =>
    new Gates(
      {
        totalBytes: (device) => known[device] ?? null,
        systemBytes: 32 * GIB,
        budgetBytes: null,
        turnMs: 0,
        comeBackMs: 0,
        now: () => 0,
      },
      () => undefined,
    )

  it('are one for a card, by whatever way it is reached', () => {
    const all = gates({})
    expect(all.of('vulkan')).toBe(all.of('cuda'))
    expect(all.of('cpu')).not.toBe(all.of('cuda'))
  })

  it('know a card by another name when it was tried by that one only', () => {
    const all = gates({ cpu: 32 * GIB, cuda: 12 * GIB })
    expect(all.totalOf('vulkan')).toBe(12 * GIB)
    expect(all.budgetOf('vulkan')).toBe(all.budgetOf('cuda'))
  })

  it('take half of the system’s memory where a card tells nothing, and on a Mac', () => {
    expect(gates({ cpu: 32 * GIB }).budgetOf('vulkan')).toBe(16 * GIB)
    expect(gates({ coreml: 32 * GIB }).budgetOf('metal')).toBe(16 * GIB)
  })
})

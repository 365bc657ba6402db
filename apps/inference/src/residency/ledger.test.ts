import type { Device, EngineName } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { mayReturn, needOf, planAdmission, planBudget, planPolicy, type Tenant } from './ledger.ts'

const GIB = 1024 ** 3

describe('planBudget', () => {
  it.each<[string, Device, number | null, number | null, number]>([
    ['a large GPU keeps a tenth free', 'cuda', 24 * GIB, null, 21.6 * GIB],
    ['a small GPU keeps a gigabyte free', 'cuda', 8 * GIB, null, 7 * GIB],
    ['a processor keeps half free', 'cpu', 32 * GIB, null, 8 * GIB],
    ['a GPU of unknown size shares the memory of the system', 'webgpu', null, null, 8 * GIB],
    ['a person may say', 'cuda', 24 * GIB, 3 * GIB, 3 * GIB],
  ])('%s', (_name, device, totalBytes, override, expected) => {
    const budget = planBudget(device, { totalBytes, systemBytes: 16 * GIB }, override)
    expect(budget).toBe(Math.floor(expected))
  })
})

/** `f4` is florence2 with a need of 4, `q6` qwen2-vl with 6, and so on; `!` pinned, `*` busy, `-` not inside. */
const NAMES: Record<string, EngineName> = { f: 'florence2', q: 'qwen2-vl', g: 'gguf', b: 'builtin' }
function tenants(text: string): Tenant[] {
  return text.split(' ').flatMap((word, index) => {
    const engine = NAMES[word[0] ?? '']
    if (!engine) return []
    return {
      engine,
      needBytes: Number.parseInt(word.slice(1), 10),
      isIn: !word.endsWith('-'),
      isBusy: word.endsWith('*'),
      isPinned: word.endsWith('!'),
      lastUsedAt: index,
    }
  })
}

describe('planAdmission', () => {
  it.each<[string, string, number, string | EngineName[]]>([
    ['an empty device has room', '', 6, 'fits'],
    ['12 GB hold both', 'f4', 6, 'fits'],
    ['engines that are not loaded take no room', 'f9- q9-', 8, 'fits'],
    ['8 GB swap', 'f4', 8, ['florence2']],
    ['the longest unused leaves first', 'f4 q4', 4, ['florence2']],
    ['no more leave than it takes', 'b2 f4 q4', 5, ['builtin', 'florence2']],
    ['a pinned one stays while another can go', 'f4! q4', 5, ['qwen2-vl']],
    ['a pinned one goes when nothing else helps', 'f4! q4', 9, ['qwen2-vl', 'florence2']],
    ['one that works is waited for', 'f6*', 6, 'wait'],
    ['one that works and need not leave is let be', 'q4 b2*', 6, ['qwen2-vl']],
    ['one larger than the whole device is let in alone', 'f4 q2', 99, ['florence2', 'qwen2-vl']],
    ['and on an empty device at once', '', 99, 'fits'],
  ])('%s', (_name, others, needBytes, expected) => {
    const admission = planAdmission(10, needBytes, tenants(others))
    expect(admission.type === 'swap' ? admission.leave : admission.type).toEqual(expected)
  })
})

describe('mayReturn', () => {
  it.each<[string, string, boolean]>([
    ['where there is room', 'f4', true],
    ['in the place of one that is not pinned', 'f8', true],
    ['not in the place of a pinned one: the two would chase each other', 'f8!', false],
    ['not while the other works', 'f8*', false],
  ])('%s', (_name, others, expected) => {
    expect(mayReturn(10, 6, tenants(others))).toBe(expected)
  })
})

describe('planPolicy', () => {
  it.each<[string, number[], string]>([
    ['all fit', [4, 6], 'together'],
    ['not all fit', [4, 6, 1], 'swap'],
    ['none are wanted', [], 'together'],
  ])('%s', (_name, needs, policy) => {
    expect(
      planPolicy(
        10,
        needs.map((needBytes) => ({ needBytes })),
      ),
    ).toBe(policy)
  })
})

describe('needOf', () => {
  const base = { expectedBytes: 5, loadedBytes: null, peakBytes: null, floorBytes: 0 }
  it.each<[string, Partial<typeof base> | object, number]>([
    ['is what is expected before anything is measured', {}, 5],
    ['is still that when only the weights are in', { loadedBytes: 2 }, 5],
    ['is what was loaded where that is more', { loadedBytes: 7 }, 7],
    ['is the peak once there is one', { loadedBytes: 2, peakBytes: 3 }, 3],
    [
      'is the whole device for one that ran out of memory beside others',
      { peakBytes: 3, floorBytes: 10 },
      10,
    ],
  ])('%s', (_name, measured, expected) => {
    expect(needOf({ ...base, ...measured })).toBe(expected)
  })
})

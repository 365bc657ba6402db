import { DeviceProbe, type LedgerEntry, ModelsReport } from '@vitrine/contracts'
import { modelsReportExample } from '@vitrine/contracts/fixtures'
import { describe, expect, it } from 'vitest'
import {
  describeProbe,
  describeUse,
  describeWish,
  fromKeepAlive,
  keepAliveOptions,
  memoryParts,
  toKeepAlive,
} from './device-words.ts'

const [ledger] = ModelsReport.parse(modelsReportExample).ledgers
const [builtin, florence] = ledger?.entries ?? []
if (!ledger || !builtin || !florence) throw new Error('The golden report has a ledger with two engines.')

describe('describeProbe', () => {
  const probe = DeviceProbe.parse(modelsReportExample.devices.probes[1])
  it.each<[Partial<DeviceProbe>, string]>([
    [{}, '16 GB memory, 9 GB free · trial run 41.5 ms'],
    [{ adapter: 'NVIDIA L4', freeMemoryBytes: null }, 'NVIDIA L4 · 16 GB memory · trial run 41.5 ms'],
    [{ totalMemoryBytes: null, runMs: null }, ''],
  ])('%j', (over, words) => {
    expect(describeProbe({ ...probe, ...over })).toBe(words)
  })
})

describe('describeWish', () => {
  it('tells a wish from the automatic choice', () => {
    expect(describeWish('auto')).toContain('best device that works')
    expect(describeWish('cuda')).toBe('VITRINE_DEVICE asks for cuda.')
  })
})

describe('describeUse', () => {
  it.each<[LedgerEntry, string]>([
    [builtin, 'Takes 520 MB at most, measured.'],
    [{ ...builtin, peakBytes: null }, 'Takes 400 MB at most, measured.'],
    [{ ...builtin, residency: 'unloaded' }, 'Took 520 MB at most, measured.'],
    [florence, 'It has no weights here yet.'],
    [{ ...florence, residency: 'unloaded' }, 'Would take about 2.6 GB, expected.'],
    [{ ...florence, residency: 'loading' }, 'Takes about 2.6 GB, expected.'],
  ])('%j', (entry, words) => {
    expect(describeUse(entry)).toBe(words)
  })
})

describe('memoryParts', () => {
  it('shows what is in memory, and what is left', () => {
    expect(memoryParts({ entries: [builtin, florence], budgetBytes: 1_040_000_000 })).toEqual([
      { name: 'builtin', bytes: 520_000_000, share: 0.5 },
      { name: 'free', bytes: 520_000_000, share: 0.5 },
    ])
  })

  it('stays within the bar when more is used than planned', () => {
    const parts = memoryParts({ entries: [builtin], budgetBytes: 260_000_000 })
    expect(parts.map(({ share }) => share)).toEqual([1, 0])
  })
})

describe('keep-alive', () => {
  it.each([
    [15, ['5', '15', '60', 'forever']],
    [null, ['5', '15', '60', 'forever']],
    [30, ['5', '15', '30', '60', 'forever']],
  ])('of %j minutes can be set to %j', (minutes, values) => {
    expect(keepAliveOptions(minutes).map(({ value }) => value)).toEqual(values)
  })

  it.each([[null], [5], [0.5]])('%j survives the way there and back', (minutes) => {
    expect(fromKeepAlive(toKeepAlive(minutes))).toBe(minutes)
  })
})

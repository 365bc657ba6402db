import { ModelsReport, type Weights } from '@vitrine/contracts'
import { modelsReportExample, weightsExample } from '@vitrine/contracts/fixtures'
import { describe, expect, it } from 'vitest'
import { ledgerOf } from './read-report.ts'
import {
  announce,
  describeDtypes,
  describeMemoryNeed,
  describeProgress,
  describePurpose,
  formatParameters,
  nameState,
  shareOf,
} from './weights-words.ts'

const report = ModelsReport.parse(modelsReportExample)
const progress = {
  receivedBytes: 440_000_000,
  totalBytes: 1_100_000_000,
  bytesPerSecond: 5_500_000,
  secondsLeft: 100,
  file: null,
}

describe('nameState', () => {
  it.each<[Partial<Weights>, string]>([
    [{ state: 'absent' }, 'not here'],
    [{ state: 'absent', diskBytes: 5 }, 'partly here'],
    [{ state: 'present', diskBytes: 5 }, 'ready'],
  ])('%j', (over, name) => {
    expect(nameState({ ...weightsExample, ...over })).toBe(name)
  })
})

describe('describeProgress and shareOf', () => {
  it.each<[Partial<Weights>, string, number | null]>([
    [{ state: 'downloading', progress }, '440 MB of 1.1 GB · 5.5 MB/s · 2 min left', 0.4],
    [
      { state: 'downloading', progress: { ...progress, bytesPerSecond: null, secondsLeft: null } },
      '440 MB of 1.1 GB',
      0.4,
    ],
    [{ state: 'downloading', progress: null }, 'Asking the hub for the files.', null],
    [{ state: 'verifying', progress }, 'Checking that every byte is right.', null],
  ])('%j', (over, words, share) => {
    const weights = { ...weightsExample, ...over }
    expect([describeProgress(weights), shareOf(weights)]).toEqual([words, share])
  })
})

describe('announce', () => {
  it.each<[Partial<Weights>, string]>([
    [{ state: 'absent' }, ''],
    [{ state: 'downloading', progress: null }, 'Downloading Florence-2 base, fine-tuned.'],
    [{ state: 'downloading', progress }, 'Downloading Florence-2 base, fine-tuned, 25 percent.'],
    [
      { state: 'downloading', progress: { ...progress, receivedBytes: 500_000_000 } },
      'Downloading Florence-2 base, fine-tuned, 25 percent.',
    ],
    [{ state: 'verifying' }, 'Verifying Florence-2 base, fine-tuned.'],
    [{ state: 'present' }, 'Florence-2 base, fine-tuned is ready.'],
  ])('says of %j: %s', (over, words) => {
    expect(announce({ ...weightsExample, ...over })).toBe(words)
  })
})

describe('memory', () => {
  it('is set against what the chosen device may give', () => {
    const ledger = ledgerOf(report)
    expect(describeMemoryNeed(2_600_000_000, ledger)).toEqual({ words: '2.6 GB of 8 GB', fits: true })
    expect(describeMemoryNeed(9_000_000_000, ledger).fits).toBe(false)
  })

  it('is said alone where nothing is known of the device', () => {
    expect(ledgerOf({ ...report, ledgers: [] })).toBeNull()
    expect(describeMemoryNeed(2_600_000_000, null)).toEqual({ words: '2.6 GB', fits: true })
  })
})

describe('small words', () => {
  it.each([
    [231_000_000, '231 million'],
    [777_400_000, '777 million'],
    [8_290_000_000, '8.29 billion'],
  ])('%i parameters are %s', (parameters, words) => {
    expect(formatParameters(parameters)).toBe(words)
  })

  it('names each precision once', () => {
    expect(describeDtypes(weightsExample.dtypes)).toBe('fp32, q8')
  })

  it('finds a sentence for weights it has never heard of', () => {
    expect(describePurpose({ key: 'new-model', stages: ['perception'] })).toContain('Reads images')
    expect(describePurpose({ key: 'new-model', stages: ['reasoning'] })).toContain('in depth')
  })
})

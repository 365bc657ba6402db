import { ModelsReport, type Weights } from '@vitrine/contracts'
import { modelsReportExample, weightsExample } from '@vitrine/contracts/fixtures'
import { describe, expect, it } from 'vitest'
import {
  announce,
  canComplete,
  canRemove,
  describeDtypes,
  describeMemoryNeed,
  describeProgress,
  describePurpose,
  firstSentence,
  formatParameters,
  isHubWanted,
  isUnderWay,
  ledgerOf,
  mainAction,
  nameState,
  readingWeights,
  shareOf,
} from './models-words.ts'

const report = ModelsReport.parse(modelsReportExample)
const progress = {
  receivedBytes: 440_000_000,
  totalBytes: 1_100_000_000,
  bytesPerSecond: 5_500_000,
  secondsLeft: 100,
  file: null,
}

describe('mainAction', () => {
  it.each<[Partial<Weights>, string]>([
    [{ state: 'absent' }, 'download'],
    [{ state: 'absent', diskBytes: 5 }, 'resume'],
    [{ state: 'downloading' }, 'cancel'],
    [{ state: 'verifying' }, 'none'],
    [{ state: 'damaged' }, 'resume'],
    [{ state: 'present', isInUse: false, place: 'downloaded' }, 'use'],
    [{ state: 'present', isInUse: true, place: 'downloaded', diskBytes: 5 }, 'remove'],
    [{ state: 'present', isInUse: true, place: 'folder' }, 'none'],
  ])('%j leads to %s', (over, action) => {
    expect(mainAction({ ...weightsExample, ...over })).toBe(action)
  })
})

describe('canRemove', () => {
  it.each<[Partial<Weights>, boolean]>([
    [{ state: 'present', place: 'downloaded' }, true],
    [{ state: 'damaged', place: 'downloaded' }, true],
    [{ state: 'absent', place: null }, true],
    [{ state: 'absent', place: null, diskBytes: 0 }, false],
    [{ state: 'present', place: 'folder' }, false],
    [{ state: 'downloading', place: 'downloaded' }, false],
  ])('%j: %s', (over, can) => {
    expect(canRemove({ ...weightsExample, diskBytes: 5, ...over })).toBe(can)
  })
})

describe('nameState', () => {
  it.each<[Partial<Weights>, string]>([
    [{ state: 'absent' }, 'not here'],
    [{ state: 'absent', diskBytes: 5 }, 'partly here'],
    [{ state: 'present', diskBytes: 5 }, 'ready'],
  ])('%j', (over, name) => {
    expect(nameState({ ...weightsExample, ...over })).toBe(name)
  })
})

describe('canComplete', () => {
  it('holds for downloaded weights that suit the device less than others', () => {
    const present = { ...weightsExample, state: 'present' as const, place: 'downloaded' as const }
    expect(canComplete({ ...present, problem: 'Another precision suits better.' })).toBe(true)
    expect(canComplete(present)).toBe(false)
    expect(canComplete({ ...present, state: 'damaged', problem: 'A file is missing.' })).toBe(false)
  })
})

describe('firstSentence', () => {
  it.each([
    [
      'The model hub at http://127.0.0.1:9 cannot be reached. Behind a proxy, set HTTPS_PROXY.',
      'The model hub at http://127.0.0.1:9 cannot be reached.',
    ],
    [
      'The hub at huggingface.co answered 503 when asked.',
      'The hub at huggingface.co answered 503 when asked.',
    ],
    ['no sentence', 'no sentence'],
  ])('of %j', (text, first) => {
    expect(firstSentence(text)).toBe(first)
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

describe('isUnderWay', () => {
  it('holds while something is fetched or loaded, and only then', () => {
    expect(isUnderWay(report)).toBe(false)
    expect(isUnderWay({ ...report, weights: [{ ...weightsExample, state: 'downloading' }] })).toBe(true)
    expect(
      isUnderWay({ ...report, models: report.models.map((m) => ({ ...m, residency: 'loading' })) }),
    ).toBe(true)
  })
})

describe('readingWeights', () => {
  const here: Weights = { ...weightsExample, state: 'present', place: 'folder' }
  const florence = report.models.map((model) => ({ ...model, engine: 'florence2' as const }))
  it.each<[string, Partial<ModelsReport>, string | null]>([
    ['none while none is here', {}, null],
    ['none before its engine has them', { weights: [here] }, null],
    ['those in use', { weights: [here], models: florence }, 'florence-2-base-ft'],
    [
      'none when their engine failed',
      { weights: [here], models: florence.map((model) => ({ ...model, residency: 'failed' as const })) },
      null,
    ],
    ['none that nobody chose', { weights: [{ ...here, isInUse: false }], models: florence }, null],
  ])('%s', (_name, over, key) => {
    expect(readingWeights({ ...report, ...over })?.key ?? null).toBe(key)
  })
})

describe('isHubWanted', () => {
  const hub = { url: 'http://127.0.0.1:9', isReachable: false, problem: 'It cannot be reached.' }
  const here: Weights = { ...weightsExample, state: 'present', place: 'folder', problem: hub.problem }
  const models = report.models.map((model) => ({ ...model, engine: 'florence2' as const }))
  it.each<[string, Partial<ModelsReport>, boolean]>([
    ['not before it was asked', {}, false],
    ['while it does not answer', { hub }, true],
    ['no longer once files came by hand', { hub, models, weights: [here] }, false],
    [
      'while other weights could not be had',
      { hub, models, weights: [here, { ...weightsExample, key: 'other', problem: hub.problem }] },
      true,
    ],
  ])('%s', (_name, over, isWanted) => {
    expect(isHubWanted({ ...report, ...over })).toBe(isWanted)
  })
})

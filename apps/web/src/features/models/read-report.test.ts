import { ModelsReport, type Weights } from '@vitrine/contracts'
import { modelsReportExample, weightsExample } from '@vitrine/contracts/fixtures'
import { describe, expect, it } from 'vitest'
import { firstSentence, isHubWanted, isUnderWay, readingWeights } from './read-report.ts'

const report = ModelsReport.parse(modelsReportExample)

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

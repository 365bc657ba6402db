import { ModelsReport, type Weights } from '@vitrine/contracts'
import { modelsReportExample, weightsExample } from '@vitrine/contracts/fixtures'
import { describe, expect, it } from 'vitest'
import { chooseNotice } from './choose-notice.ts'
import { type NoticeMemory, readNoticeMemory } from './notice-memory.ts'

const report = ModelsReport.parse(modelsReportExample)
const NEW: NoticeMemory = { isOfferDismissed: false, knownArrival: null }
const withWeights = (over: Partial<Weights>) => ({ ...report, weights: [{ ...weightsExample, ...over }] })
const reading: ModelsReport = {
  ...withWeights({ state: 'present', place: 'downloaded', revision: 'abc' }),
  models: report.models.map((model) => ({ ...model, engine: 'florence2' })),
}

describe('chooseNotice', () => {
  it.each<[string, ModelsReport, Partial<NoticeMemory>, string | null]>([
    ['offers what suits the machine', report, {}, 'offer'],
    ['offers nothing once that was declined', report, { isOfferDismissed: true }, null],
    ['shows a download', withWeights({ state: 'downloading' }), {}, 'download'],
    [
      'shows no download to who declined',
      withWeights({ state: 'verifying' }),
      { isOfferDismissed: true },
      null,
    ],
    ['offers nothing while weights that are here get ready', withWeights({ state: 'present' }), {}, null],
    ['tells of an arrival, even to who declined', reading, { isOfferDismissed: true }, 'arrival'],
    ['tells of no arrival twice', reading, { knownArrival: 'florence-2-base-ft@abc' }, null],
    ['tells of other weights anew', reading, { knownArrival: 'florence-2-base-ft@older' }, 'arrival'],
    ['offers nothing where nothing can be had', { ...report, weights: [] }, {}, null],
  ])('%s', (_name, given, memory, kind) => {
    expect(chooseNotice(given, { ...NEW, ...memory })?.kind ?? null).toBe(kind)
  })

  it('says so when a download was tried in vain', () => {
    const failed = withWeights({ problem: 'The hub does not answer.' })
    expect(chooseNotice(failed, NEW)).toMatchObject({ kind: 'offer', hasFailed: true })
  })
})

describe('readNoticeMemory', () => {
  it.each([
    [null, NEW],
    ['not json', NEW],
    ['[]', NEW],
    ['{"isOfferDismissed":true}', { isOfferDismissed: true, knownArrival: null }],
    ['{"isOfferDismissed":"yes","knownArrival":"a@b"}', { isOfferDismissed: false, knownArrival: 'a@b' }],
  ])('reads %s', (stored, memory) => {
    expect(readNoticeMemory(stored)).toEqual(memory)
  })
})

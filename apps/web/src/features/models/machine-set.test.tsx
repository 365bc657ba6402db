import { cleanup, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { EngineName, LedgerEntry, ModelsReport, Weights } from '@vitrine/contracts'
import { weightsExample } from '@vitrine/contracts/fixtures'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { renderWithApi } from '~/trpc/api-double.tsx'
import { describeSet, isComplete, machineSetOf, setAction } from './machine-set.ts'
import { ModelsPage } from './models-page.tsx'
import { makeModelsReport } from './report-fixture.ts'

const GB = 1_000_000_000

const florence: Weights = { ...weightsExample, memoryBytes: 1.7 * GB, downloadBytes: 0.4 * GB }
const qwen = (over: Partial<Weights> = {}): Weights => ({
  ...weightsExample,
  key: 'qwen2-vl-7b-gguf',
  engine: 'gguf',
  title: 'Qwen2-VL 7B (GGUF)',
  stages: ['reasoning'],
  memoryBytes: 7.9 * GB,
  downloadBytes: 6 * GB,
  ...over,
})
const entry = (engine: EngineName, isPinned = false): LedgerEntry => ({
  engine,
  model: null,
  residency: 'absent',
  isPinned,
  keepAliveMinutes: 15,
  beforeBytes: null,
  loadedBytes: null,
  peakBytes: null,
  expectedBytes: GB,
})

/** A machine with a card; `budget` in GB. */
function withCard(weights: Weights[], { budget = 10.8, entries = [entry('florence2'), entry('gguf')] } = {}) {
  const report = makeModelsReport()
  return {
    ...report,
    weights,
    devices: { ...report.devices, chosen: 'cuda' as const },
    ledgers: [
      {
        device: 'cuda' as const,
        totalBytes: 12 * GB,
        budgetBytes: budget * GB,
        usedBytes: 0,
        policy: 'together' as const,
        entries,
      },
    ],
  }
}

function setOf(report: ModelsReport) {
  const set = machineSetOf(report)
  if (!set) throw new Error('This machine has a set.')
  return set
}

describe('the two models of a card', () => {
  it('are none where the processor does the work', () => {
    expect(machineSetOf(makeModelsReport())).toBeNull()
  })

  it('are the recommended ones, llama.cpp’s before others', () => {
    const small = qwen({ key: 'qwen2-vl-2b', engine: 'qwen2-vl', title: 'Qwen2-VL 2B' })
    const entries = [entry('florence2'), entry('qwen2-vl'), entry('gguf')]
    const set = setOf(withCard([florence, small, qwen()], { entries }))
    expect([set.reader.key, set.talker.key]).toEqual(['florence-2-base-ft', 'qwen2-vl-7b-gguf'])
    const noCuda = setOf(withCard([florence, small, qwen()], { entries: entries.slice(0, 2) }))
    expect(noCuda.talker.key).toBe('qwen2-vl-2b')
  })

  it.each([
    [
      'a card of 12 GB',
      10.8,
      'Download both (6.4 GB) and keep both loaded',
      'Together they take about 9.6 GB',
    ],
    ['a card of 8 GB', 7, 'Download both (6.4 GB)', 'they take turns'],
  ])('on %s', (_card, budget, action, words) => {
    const set = setOf(withCard([florence, qwen()], { budget }))
    expect(setAction(set)).toBe(action)
    expect(describeSet(set)).toContain(words)
  })

  it('want only what is missing, and are complete when both stay loaded', () => {
    const here = { ...florence, state: 'present' as const }
    expect(setAction(setOf(withCard([here, qwen()])))).toBe(
      'Download Qwen2-VL 7B (GGUF) (6 GB) and keep both loaded',
    )
    const present = [here, qwen({ state: 'present' })]
    expect(setAction(setOf(withCard(present)))).toBe('Keep both loaded')
    const entries = [entry('florence2', true), entry('gguf', true)]
    expect(isComplete(setOf(withCard(present, { entries })))).toBe(true)
    expect(setAction(setOf(withCard([here, qwen({ state: 'downloading' })])))).toBeNull()
  })
})

describe('the button', () => {
  beforeAll(() => {
    globalThis.ResizeObserver = class {
      observe() {}
      unobserve() {}
      disconnect() {}
    }
  })
  afterEach(cleanup)

  it('downloads both and holds both', async () => {
    const report = withCard([florence, qwen()])
    const view = renderWithApi(<ModelsPage />, {
      answers: {
        'models.report': () => report,
        'models.pull': () => report,
        'models.residency': () => report,
      },
      pathname: '/models',
    })
    await userEvent.click(await screen.findByRole('button', { name: /Download both/ }))
    await waitFor(() =>
      expect(view.callsTo('models.pull')).toEqual([
        { key: 'florence-2-base-ft' },
        { key: 'qwen2-vl-7b-gguf' },
      ]),
    )
    expect(view.callsTo('models.residency')).toEqual([
      { engine: 'florence2', request: { action: 'pin' } },
      { engine: 'gguf', request: { action: 'pin' } },
    ])
  })
})

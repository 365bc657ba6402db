import { cleanup, screen } from '@testing-library/react'
import type { EngineHealth, ModelStatus } from '@vitrine/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import { renderWithApi } from '~/trpc/api-double.tsx'
import { makeReport } from '../system/report-fixture.ts'
import { ReasoningCard } from './reasoning-card.tsx'

afterEach(cleanup)

const engine: EngineHealth = {
  engine: 'openai',
  state: 'ready',
  stages: ['reasoning'],
  tasks: [],
  device: 'remote',
  queueDepth: 0,
  running: 0,
  restarts: 0,
  rssBytes: 0,
  imagesPerSecond: 0,
}
const model: ModelStatus = {
  engine: 'openai',
  model: { id: 'qwen2.5vl:7b', revision: '5ced39dfa4ba', dtype: 'none', device: 'remote' },
  stages: ['reasoning'],
  tasks: [],
  residency: 'loaded',
  licence: 'as its server has it',
  sizeBytes: 0,
}

function show(engines: readonly EngineHealth[], models: readonly ModelStatus[] = []) {
  const report = makeReport()
  const sidecar = report.sidecar && { ...report.sidecar, engines: [...report.sidecar.engines, ...engines] }
  renderWithApi(<ReasoningCard models={models} />, {
    answers: { 'system.report': () => ({ ...report, sidecar }) },
  })
}

describe('the card of deep reading', () => {
  it('tells how to set an engine where there is none', async () => {
    show([])
    expect(await screen.findByText('no engine')).toBeDefined()
    expect(screen.getByText('ollama pull qwen2.5vl:7b')).toBeDefined()
  })

  it('names the model and how its engine is', async () => {
    show([engine], [model])
    expect(await screen.findByText('qwen2.5vl:7b')).toBeDefined()
    expect(screen.getByText('ready')).toBeDefined()
    expect(screen.getByText('on its server')).toBeDefined()
    expect(screen.queryByText('no engine')).toBeNull()
  })

  it('tells what went wrong last', async () => {
    show([{ ...engine, state: 'failed', lastError: 'Nothing answers at http://127.0.0.1:11434.' }])
    expect(await screen.findByText('Last error: Nothing answers at http://127.0.0.1:11434.')).toBeDefined()
    expect(screen.getByText('Its model is not known yet.')).toBeDefined()
  })
})

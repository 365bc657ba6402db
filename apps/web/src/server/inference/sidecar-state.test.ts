import type { EngineHealth } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { makeHealth } from '../testing/sidecar-health.ts'
import { canServe, describeProblem, hasEngine, type SidecarState } from './sidecar-state.ts'

function answering(...engines: Partial<EngineHealth>[]): SidecarState {
  return { type: 'answering', health: makeHealth(engines) }
}

describe('canServe', () => {
  it.each<[EngineHealth['state'], boolean]>([
    ['ready', true],
    ['busy', true],
    ['stopped', true],
    ['starting', false],
    ['restarting', false],
    ['failed', false],
  ])('an engine that is %s takes work: %s', (state, takes) => {
    expect(canServe(answering({ state }), 'perception')).toBe(takes)
  })

  it('asks for an engine of the stage', () => {
    expect(canServe(answering({}), 'reasoning')).toBe(false)
  })

  it('expects nothing of a sidecar that was never asked', () => {
    expect(canServe({ type: 'unknown' }, 'perception')).toBe(false)
  })
})

describe('hasEngine', () => {
  it('counts an engine that is restarting, not one that failed for good', () => {
    expect(hasEngine(answering({ state: 'restarting' }), 'perception')).toBe(true)
    expect(hasEngine(answering({ state: 'failed' }), 'perception')).toBe(false)
  })
})

describe('describeProblem', () => {
  const unreachable: SidecarState = { type: 'unreachable' }
  it.each<[string, SidecarState[], string | null]>([
    ['nothing while one serves', [unreachable, answering({})], null],
    ['nothing before the first answer', [{ type: 'unknown' }], null],
    [
      'an absent sidecar',
      [unreachable],
      'The inference sidecar at http://s0 does not answer. Images wait; nothing is lost.',
    ],
    [
      'several absent sidecars',
      [unreachable, unreachable],
      'The inference sidecar at http://s0 and http://s1 does not answer. Images wait; nothing is lost.',
    ],
    ['a start', [answering({ state: 'starting' })], 'The engine is starting; reading begins in a moment.'],
    [
      'a crash',
      [answering({ state: 'restarting', lastError: 'out of memory' })],
      'The builtin engine stopped and is starting again: out of memory.',
    ],
    ['an engine that cannot run', [answering({ state: 'failed' })], 'The builtin engine cannot run.'],
    ['no engine at all', [answering()], 'The sidecar has no engine that reads images.'],
    ['something else at the address', [{ type: 'foreign', message: 'Not a sidecar.' }], 'Not a sidecar.'],
  ])('tells of %s', (_name, states, sentence) => {
    const sidecars = states.map((state, index) => ({ url: `http://s${index}`, state }))
    expect(describeProblem(sidecars)).toBe(sentence)
  })
})

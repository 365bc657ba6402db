import { AppError, type ErrorCode } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { outcomeOf } from './retry.ts'

const NOW = 1_000_000

describe('outcomeOf', () => {
  it.each<ErrorCode>([
    'engine-busy',
    'engine-starting',
    'sidecar-unreachable',
    'database-busy',
    'storage-full',
    'no-engine',
  ])('waits without spending an attempt on %s', (code) => {
    const outcome = outcomeOf(new AppError(code, 'Not now.'), NOW)
    expect(outcome).toEqual({ type: 'retryLater', at: NOW + 1000, reason: 'Not now.' })
  })

  it.each<ErrorCode>([
    'undecodable-image',
    'unsupported-media',
    'too-many-pixels',
    'too-large',
    'not-found',
    'bad-request',
    'task-unsupported',
  ])('gives up at once on %s', (code) => {
    const outcome = outcomeOf(new AppError(code, 'The file ends early.'), NOW)
    expect(outcome).toEqual({ type: 'failed', code, reason: 'The file ends early.', retryable: false })
  })

  it.each<ErrorCode>(['engine-crashed', 'deadline-exceeded', 'internal'])(
    'spends an attempt on %s',
    (code) => {
      expect(outcomeOf(new AppError(code, 'It broke.'), NOW)).toMatchObject({
        type: 'failed',
        retryable: true,
      })
    },
  )

  it('does not wait without end for an engine that was asked for by name', () => {
    const error = new AppError('no-engine', 'Its weights are not here.')
    expect(outcomeOf(error, NOW, 'florence2')).toEqual({
      type: 'failed',
      code: 'no-engine',
      reason: 'Its weights are not here.',
      retryable: true,
    })
    expect(outcomeOf(new AppError('engine-busy', 'Busy.'), NOW, 'florence2')).toMatchObject({
      type: 'retryLater',
    })
  })

  it('hands a job back at once when the worker stops', () => {
    expect(outcomeOf(new AppError('cancelled', 'x'), NOW)).toMatchObject({ type: 'retryLater', at: NOW })
  })

  it.each([
    [3, 3000],
    [0.01, 250],
    [9999, 60_000],
  ])('waits as long as a busy engine asks (%s s), within reason', (retryAfterSeconds, waitMs) => {
    const error = new AppError('engine-busy', 'Busy.', { retryAfterSeconds })
    expect(outcomeOf(error, NOW)).toMatchObject({ at: NOW + waitMs })
  })

  it('tells a person what to do when there is something', () => {
    const error = new AppError('undecodable-image', 'The file ends early.', {
      suggestion: 'Upload it again.',
    })
    expect(outcomeOf(error, NOW)).toMatchObject({ reason: 'The file ends early. Upload it again.' })
  })
})

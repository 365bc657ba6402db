import { AppError, ErrorCode } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { failureOf } from './turn-failure.ts'

describe('a turn that failed', () => {
  it('keeps the advice that came with the error', () => {
    const error = new AppError('out-of-memory', 'It is full.', { suggestion: 'Make room.' })
    expect(failureOf(error)).toEqual({
      code: 'out-of-memory',
      message: 'It is full.',
      retryable: true,
      suggestion: 'Make room.',
    })
  })

  it('does not promise to go on by itself when the sidecar is gone', () => {
    const error = new AppError('sidecar-unreachable', 'It does not answer.', {
      suggestion: 'The work goes on when it is back.',
    })
    expect(failureOf(error).suggestion).toMatch(/ask again/)
  })

  it.each(ErrorCode.options.filter((code) => !['unauthorized', 'conflict', 'cancelled'].includes(code)))(
    'says what to do about %s',
    (code) => {
      const thrown = code === 'internal' ? new Error('Oops.') : new AppError(code, 'Oops.')
      expect(failureOf(thrown).suggestion).toMatch(/\.$/)
    },
  )
})

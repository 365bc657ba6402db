import { describe, expect, test } from 'vitest'
import { AppError, ErrorCode, WireError } from './errors.ts'

describe('an AppError', () => {
  test.each(ErrorCode.options)('%s has an HTTP status of an error', (code) => {
    const { status } = new AppError(code, 'x')
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(600)
  })

  test('crosses a process with all that a person needs', () => {
    const error = new AppError('engine-busy', 'Too much to do.', {
      suggestion: 'Wait.',
      retryAfterSeconds: 3,
      cause: new Error('secret path'),
    })
    const wire = WireError.parse(JSON.parse(JSON.stringify(error.toWire())))
    const back = AppError.fromWire(wire)
    expect(back).toMatchObject({
      code: 'engine-busy',
      message: 'Too much to do.',
      retryable: true,
      suggestion: 'Wait.',
      retryAfterSeconds: 3,
    })
    expect(JSON.stringify(wire)).not.toContain('secret')
  })

  test('says by its code whether another try makes sense', () => {
    expect(new AppError('engine-crashed', 'x').retryable).toBe(true)
    expect(new AppError('undecodable-image', 'x').retryable).toBe(false)
    expect(new AppError('internal', 'x', { retryable: true }).retryable).toBe(true)
  })
})

describe('anything thrown', () => {
  test('that is an AppError stays itself', () => {
    const error = new AppError('not-found', 'x')
    expect(AppError.from(error)).toBe(error)
  })

  test('by an abort is a cancellation', () => {
    expect(AppError.from(new DOMException('gone', 'AbortError')).code).toBe('cancelled')
  })

  test('else is internal, its cause kept and not shown', () => {
    const cause = new TypeError('x is undefined')
    const error = AppError.from(cause)
    expect(error).toMatchObject({ code: 'internal', cause })
    expect(error.message).not.toContain('undefined')
  })
})

/** What goes wrong, in one closed list: the UI speaks by code, logs carry the cause. */
import * as z from 'zod'

export const ErrorCode = z.enum([
  'bad-request',
  'unauthorized',
  'not-found',
  'conflict',
  'too-large',
  'too-many-pixels',
  'unsupported-media',
  'undecodable-image',
  'task-unsupported',
  'no-engine',
  'engine-busy',
  'engine-starting',
  'engine-crashed',
  'out-of-memory',
  'hub-unreachable',
  'deadline-exceeded',
  'cancelled',
  'sidecar-unreachable',
  'storage-full',
  'database-busy',
  'internal',
])
export type ErrorCode = z.infer<typeof ErrorCode>

/** The form in which an error crosses a process. */
export const WireError = z.object({
  error: z.object({
    code: ErrorCode,
    /** One sentence a person can read. */
    message: z.string(),
    retryable: z.boolean(),
    /** What to do about it, when there is something to do. */
    suggestion: z.string().optional(),
    /** Seconds to wait before another try, for busy answers. */
    retryAfterSeconds: z.number().positive().optional(),
  }),
})
export type WireError = z.infer<typeof WireError>

const STATUS: Record<ErrorCode, number> = {
  'bad-request': 400,
  unauthorized: 401,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'too-many-pixels': 413,
  'unsupported-media': 415,
  'undecodable-image': 422,
  'task-unsupported': 422,
  cancelled: 499,
  internal: 500,
  'engine-crashed': 502,
  'hub-unreachable': 502,
  'out-of-memory': 503,
  'no-engine': 503,
  'engine-busy': 503,
  'engine-starting': 503,
  'sidecar-unreachable': 503,
  'database-busy': 503,
  'deadline-exceeded': 504,
  'storage-full': 507,
}

const RETRYABLE = new Set<ErrorCode>([
  'engine-busy',
  'engine-starting',
  'engine-crashed',
  'out-of-memory',
  'hub-unreachable',
  'deadline-exceeded',
  'sidecar-unreachable',
  'database-busy',
  'storage-full',
])

/** A bundler may put this file into one process twice; the mark lets `instanceof` see past that. */
const MARK = Symbol.for('vitrine.AppError')

/** The one error type of the product; anything else that is thrown is a bug and becomes `internal`. */
export class AppError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && MARK in value
  }

  readonly [MARK] = true
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly suggestion: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; suggestion?: string; retryable?: boolean; retryAfterSeconds?: number } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.retryable = options.retryable ?? RETRYABLE.has(code)
    this.suggestion = options.suggestion
    this.retryAfterSeconds = options.retryAfterSeconds
  }

  /** The HTTP status that stands for this code. */
  get status(): number {
    return STATUS[this.code]
  }

  toWire(): WireError {
    return {
      error: {
        code: this.code,
        message: this.message,
        retryable: this.retryable,
        ...(this.suggestion ? { suggestion: this.suggestion } : {}),
        ...(this.retryAfterSeconds ? { retryAfterSeconds: this.retryAfterSeconds } : {}),
      },
    }
  }

  static fromWire(wire: WireError): AppError {
    const { code, message, retryable, suggestion, retryAfterSeconds } = wire.error
    return new AppError(code, message, {
      retryable,
      ...(suggestion ? { suggestion } : {}),
      ...(retryAfterSeconds ? { retryAfterSeconds } : {}),
    })
  }

  /** Any thrown value as an AppError: itself, a cancellation, or `internal` with the cause kept. */
  static from(thrown: unknown): AppError {
    if (thrown instanceof AppError) return thrown
    if (thrown instanceof Error && thrown.name === 'AbortError')
      return new AppError('cancelled', 'The request was cancelled.', { cause: thrown })
    return new AppError('internal', 'Something went wrong inside Vitrine.', {
      cause: thrown,
      suggestion: 'The log holds the details.',
    })
  }
}

/** Errors as tRPC sends them: whatever was thrown, the browser reads `data.appError`. */
import { TRPCError } from '@trpc/server'
import { AppError, type ErrorCode } from '@vitrine/contracts'
import { z } from 'zod'

const TRPC_CODE: Record<ErrorCode, TRPCError['code']> = {
  'bad-request': 'BAD_REQUEST',
  unauthorized: 'UNAUTHORIZED',
  'not-found': 'NOT_FOUND',
  conflict: 'CONFLICT',
  'too-large': 'PAYLOAD_TOO_LARGE',
  'too-many-pixels': 'PAYLOAD_TOO_LARGE',
  'unsupported-media': 'UNSUPPORTED_MEDIA_TYPE',
  'undecodable-image': 'UNPROCESSABLE_CONTENT',
  'task-unsupported': 'UNPROCESSABLE_CONTENT',
  cancelled: 'CLIENT_CLOSED_REQUEST',
  internal: 'INTERNAL_SERVER_ERROR',
  'engine-crashed': 'BAD_GATEWAY',
  'hub-unreachable': 'BAD_GATEWAY',
  'out-of-memory': 'SERVICE_UNAVAILABLE',
  'no-engine': 'SERVICE_UNAVAILABLE',
  'engine-busy': 'SERVICE_UNAVAILABLE',
  'engine-starting': 'SERVICE_UNAVAILABLE',
  'sidecar-unreachable': 'SERVICE_UNAVAILABLE',
  'database-busy': 'SERVICE_UNAVAILABLE',
  'deadline-exceeded': 'GATEWAY_TIMEOUT',
  'storage-full': 'INTERNAL_SERVER_ERROR',
}

/** The AppError that stands for a tRPC error: the one inside it, a bad input explained, or `internal`. */
export function appErrorOf(error: TRPCError): AppError {
  if (error.cause instanceof AppError) return error.cause
  if (error.cause instanceof z.ZodError)
    return new AppError('bad-request', z.prettifyError(error.cause), { cause: error })
  if (error.code === 'NOT_FOUND') return new AppError('not-found', error.message, { cause: error })
  if (error.code === 'INTERNAL_SERVER_ERROR') return AppError.from(error.cause ?? error)
  return new AppError('bad-request', error.message, { cause: error })
}

/** The same error with the tRPC code (and so the HTTP status) that its AppError stands for. */
export function asTrpcError(error: TRPCError): TRPCError {
  const appError = appErrorOf(error)
  return new TRPCError({ code: TRPC_CODE[appError.code], message: appError.message, cause: appError })
}

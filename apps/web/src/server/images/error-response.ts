import { AppError } from '@vitrine/contracts'

/** Any thrown value as an HTTP answer in the wire form, never cached. */
export function errorResponse(thrown: unknown): Response {
  const error = AppError.from(thrown)
  const headers = new Headers({ 'cache-control': 'no-store' })
  if (error.retryAfterSeconds) headers.set('retry-after', String(Math.ceil(error.retryAfterSeconds)))
  // 499 is no status that a Response may have been told of by every runtime, but it is in its range.
  return Response.json(error.toWire(), { status: error.status, headers })
}

/** What went wrong, in a sentence to show. */
import { TRPCClientError } from '@trpc/client'
import { AppError } from '@vitrine/contracts'

/** The server's own sentence where there is one; a plain one where nothing answered. */
export function messageOf(error: unknown): string {
  if (error instanceof AppError) return error.message
  // Without a shape no answer came: the message would be the browser's "Failed to fetch".
  if (error instanceof TRPCClientError && error.shape) return error.message
  return 'Vitrine does not answer. It may have been stopped, or the network is away.'
}

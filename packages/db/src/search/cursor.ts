/** Where the next page begins. Opaque to callers: base64url of JSON. Pure. */
import { AppError } from '@vitrine/contracts'
import { z } from 'zod'

const Cursor = z.discriminatedUnion('in', [
  /** In the ranked pool of images up to `top`, after this rank and id; ranks are by these weights. */
  z.object({
    in: z.literal('pool'),
    top: z.int(),
    rank: z.number(),
    id: z.int(),
    weights: z.array(z.number()).max(64),
    averageLength: z.number().positive(),
  }),
  /** In order of id, after this one. */
  z.object({ in: z.literal('ids'), id: z.int() }),
  z.object({ in: z.literal('names'), name: z.string(), id: z.int() }),
  z.object({ in: z.literal('sizes'), sizeBytes: z.number(), id: z.int() }),
])
export type Cursor = z.infer<typeof Cursor>

export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch (error) {
    throw badCursor(error)
  }
}

function badCursor(cause: unknown): AppError {
  return new AppError('bad-request', 'This page of results cannot be found again.', {
    cause,
    suggestion: 'Start the search anew.',
  })
}

/** Throws `bad-request` for a cursor that is none. */
export function decodeCursor(text: string): Cursor {
  const read = Cursor.safeParse(readJson(text))
  if (!read.success) throw badCursor(read.error)
  return read.data
}

/** What a server's refusal says, in whatever form it says it: pure. */
import { z } from 'zod'

const Message = z.object({ message: z.string() })
const Body = z.union([
  z.object({ error: z.union([Message, z.string()]) }),
  z.object({ detail: z.union([z.string(), z.array(z.object({ msg: z.string() }))]) }),
  Message,
])

const MAX_SAID = 300

/** The sentence in a refusal's body, as the servers word it; its beginning where it is in no known form. */
export function readMessage(body: string): string {
  const text = unwrap(body).replace(/\s+/g, ' ').trim()
  const said = text.length > MAX_SAID ? `${text.slice(0, MAX_SAID)} …` : text
  return said === '' ? 'it did not say why.' : said.replace(/[^.!?…]$/, '$&.')
}

function unwrap(body: string): string {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return body
    throw thrown
  }
  const parsed = Body.safeParse(value)
  if (!parsed.success) return body
  const given = parsed.data
  if ('error' in given) return typeof given.error === 'string' ? given.error : given.error.message
  if ('message' in given) return given.message
  return typeof given.detail === 'string' ? given.detail : given.detail.map(({ msg }) => msg).join('; ')
}

const BUSY_WAIT = 5

/** Seconds, 1 to 600; a date is seconds from `now`, in milliseconds since 1970. */
export function parseRetryAfter(value: string | null, now = Date.now()): number {
  if (!value) return BUSY_WAIT
  const seconds = /^\s*\d+(?:\.\d+)?\s*$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000
  return Number.isFinite(seconds) ? Math.min(600, Math.max(1, Math.ceil(seconds))) : BUSY_WAIT
}

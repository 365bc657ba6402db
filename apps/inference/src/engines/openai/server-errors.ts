/** What a server's refusal means, in plain sentences: pure. */
import { AppError } from '@vitrine/contracts'
import { z } from 'zod'

export interface Refusal {
  /** Of HTTP; null for an error that came within a stream. */
  status: number | null
  body: string
  retryAfter?: string | null
}

export interface Asked {
  /** Its address, for a person. */
  server: string
  /** Null while the server is asked what it has. */
  model: string | null
}

const MEMORY =
  /out of memory|\boom\b|(?:insufficient|not enough) (?:\w+ )?memory|requires more (?:\w+ )?memory|failed to allocate/i
const NO_IMAGES =
  /(?:does not|doesn't|do not|not) (?:support|accept|take) (?:\w+ )?(?:image|vision|multimodal)|image input is not supported|not a (?:multimodal|vision) model|at most 0 image|missing data required for image input|mmproj/i
const TOO_LONG =
  /context (?:length|size|window)|maximum context|exceeds? .*(?:context|n_ctx)|prompt is too long|too many tokens/i
const SCHEMA = /grammar|json_schema|response_format|structured output|guided/i
const NO_MODEL = /model .*(?:not found|does not exist|not exist)|no such model|try pulling/i

/** A minute: what only a person can change is not asked about more often. */
const SETTINGS_WAIT = 60
const BUSY_WAIT = 5

export function explainRefusal({ status, body, retryAfter }: Refusal, { server, model }: Asked): AppError {
  const said = readMessage(body)
  const cause = new Error(`${status ?? 'In its stream'}: ${said}`)
  const waits = { cause, retryAfterSeconds: SETTINGS_WAIT }
  if (MEMORY.test(said))
    return new AppError('out-of-memory', `The server at ${server} ran out of memory: ${said}`, {
      cause,
      suggestion: 'A smaller model, or one with fewer bits a weight, takes less.',
    })
  if (status === 401 || status === 403)
    return new AppError('no-engine', `The server at ${server} wants a key, or another one.`, {
      ...waits,
      suggestion: 'Set VITRINE_REASONING_API_KEY to a key of that server.',
    })
  if (NO_IMAGES.test(said))
    return new AppError(
      'no-engine',
      `The model ${model ?? ''} of the server at ${server} does not take images.`,
      {
        ...waits,
        suggestion: 'Set VITRINE_REASONING_MODEL to one that does, for example a Qwen-VL.',
      },
    )
  if (status === 429 || status === 503)
    return new AppError('engine-busy', `The server at ${server} is busy: ${said}`, {
      cause,
      retryAfterSeconds: parseRetryAfter(retryAfter ?? null),
    })
  if (SCHEMA.test(said)) return refused(said, server, cause)
  if (TOO_LONG.test(said))
    return new AppError('too-large', `The picture and its context are too long for the model: ${said}`, {
      cause,
      suggestion: 'Let the server give the model a longer context, of 8192 tokens or more.',
    })
  if (NO_MODEL.test(said) || status === 404)
    return new AppError(
      'no-engine',
      `The server at ${server} does not have what was asked for: ${said}`,
      waits,
    )
  if (status !== null && (status < 500 || status === 501)) return refused(said, server, cause)
  return new AppError('engine-crashed', `The server at ${server} failed: ${said}`, { cause })
}

const refused = (said: string, server: string, cause: Error) =>
  new AppError('bad-request', `The server at ${server} refused the request: ${said}`, { cause })

const Message = z.object({ message: z.string() })
const Body = z.union([
  z.object({ error: z.union([Message, z.string()]) }),
  z.object({ detail: z.union([z.string(), z.array(z.object({ msg: z.string() }))]) }),
  Message,
])

const MAX_SAID = 300

/** The sentence in a refusal's body, as the servers word it; its beginning where it is in no known form. */
function readMessage(body: string): string {
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

/** Seconds, 1 to 600; a date is seconds from `now`, in milliseconds since 1970. */
export function parseRetryAfter(value: string | null, now = Date.now()): number {
  if (!value) return BUSY_WAIT
  const seconds = /^\s*\d+(?:\.\d+)?\s*$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000
  return Number.isFinite(seconds) ? Math.min(600, Math.max(1, Math.ceil(seconds))) : BUSY_WAIT
}

/** Why there was no answer at all, or no end of one. */
export function explainSilence(thrown: unknown, server: string, hasBegun: boolean): AppError {
  if (thrown instanceof AppError) return thrown
  if (hasBegun)
    return new AppError('engine-crashed', `The server at ${server} broke off in the middle of its answer.`, {
      cause: thrown,
    })
  return new AppError('engine-starting', `The server at ${server} does not answer${describeCode(thrown)}.`, {
    cause: thrown,
    suggestion: 'Start it, or correct VITRINE_REASONING_URLS; it is tried again by itself.',
    retryAfterSeconds: BUSY_WAIT,
  })
}

const CODES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name cannot be looked up',
  UND_ERR_CONNECT_TIMEOUT: 'no connection came about',
  ETIMEDOUT: 'no connection came about',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak https',
}

function describeCode(thrown: unknown): string {
  if (thrown instanceof Error && thrown.name === 'TimeoutError') return ' in time'
  const cause = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  const words = CODES[code] ?? code
  return words === '' ? '' : `: ${words}`
}

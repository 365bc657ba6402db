/** What a server's refusal means, in plain sentences: pure. */
import { AppError } from '@vitrine/contracts'
import { parseRetryAfter, readMessage } from './server-says.ts'

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

/** How Ollama, vLLM, llama-server and LM Studio word it. */
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

type Sort = 'memory' | 'busy' | 'too-long' | 'refused' | 'failed'
/** What a person has to set right; the picture is not to blame and waits. */
type SettingSort = 'key' | 'moved' | 'no-images' | 'no-model'

/** Words say more than a status, which servers choose freely; the first that fits counts. */
function sortOf(status: number | null, said: string): Sort | SettingSort {
  const code = status ?? 500
  if (MEMORY.test(said)) return 'memory'
  if (code === 401 || code === 403) return 'key'
  if (code >= 300 && code < 400) return 'moved'
  if (NO_IMAGES.test(said)) return 'no-images'
  if (code === 429 || code === 503) return 'busy'
  if (SCHEMA.test(said)) return 'refused'
  if (TOO_LONG.test(said)) return 'too-long'
  if (NO_MODEL.test(said) || code === 404) return 'no-model'
  return code < 500 || code === 501 ? 'refused' : 'failed'
}

export function explainRefusal({ status, body, retryAfter = null }: Refusal, asked: Asked): AppError {
  const said = readMessage(body)
  const cause = new Error(`${status ?? 'In its stream'}: ${said}`)
  const { server } = asked
  const sort = sortOf(status, said)
  switch (sort) {
    case 'memory':
      return new AppError('out-of-memory', `The server at ${server} ran out of memory: ${said}`, {
        cause,
        suggestion: 'A smaller model, or one with fewer bits a weight, takes less.',
      })
    case 'busy':
      return new AppError('engine-busy', `The server at ${server} is busy: ${said}`, {
        cause,
        retryAfterSeconds: parseRetryAfter(retryAfter),
      })
    case 'too-long':
      return new AppError('too-large', `The picture and its context are too long for the model: ${said}`, {
        cause,
        suggestion: 'Let the server give the model a longer context, of 8192 tokens or more.',
      })
    case 'refused':
      return new AppError('bad-request', `The server at ${server} refused the request: ${said}`, { cause })
    case 'failed':
      return new AppError('engine-crashed', `The server at ${server} failed: ${said}`, { cause })
    default: {
      const { message, suggestion } = describeSetting(sort, asked, said)
      return new AppError('no-engine', message, { cause, suggestion, retryAfterSeconds: SETTINGS_WAIT })
    }
  }
}

function describeSetting(
  sort: SettingSort,
  { server, model }: Asked,
  said: string,
): { message: string; suggestion: string } {
  switch (sort) {
    case 'key':
      return {
        message: `The server at ${server} wants a key, or another one.`,
        suggestion: 'Give its key on the Models page, or in VITRINE_REASONING_API_KEY.',
      }
    case 'moved':
      return {
        message: `The server at ${server} sends for another address.`,
        suggestion: 'Name that address instead: pictures go to no other.',
      }
    case 'no-images':
      return {
        message: `The model ${model ?? ''} of the server at ${server} does not take images.`,
        suggestion:
          'Choose one that does, for example a Qwen-VL: on the Models page, or in VITRINE_REASONING_MODEL.',
      }
    case 'no-model':
      return {
        message: `The server at ${server} does not have what was asked for: ${said}`,
        suggestion:
          'Correct its address or the model on the Models page, or in VITRINE_REASONING_URLS and VITRINE_REASONING_MODEL.',
      }
  }
}

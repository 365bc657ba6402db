/** The sidecar's settings, read from the environment once, at boot. */
import { availableParallelism, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { DeviceWish, type EngineName } from '@vitrine/contracts'
import { z } from 'zod'
import { parseDtypes } from './devices/dtypes.ts'
import { WEIGHTS } from './downloads/manifests.ts'

const GIB = 1024 ** 3

/** Holds in the source tree and in `dist/` alike: both lie three folders below the repository. */
const DEFAULT_DATA_DIR = fileURLToPath(new URL('../../../data', import.meta.url))

const integer = (example: string) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number, for example ${example}`)
    .transform(Number)
    .refine((value) => Number.isSafeInteger(value) && value > 0, `must be above 0, for example ${example}`)

const address = (example: string) =>
  z.url({ protocol: /^https?$/, error: `must be an http address, for example ${example}` })

/** Often written without its scheme. */
const proxy = z
  .string()
  .transform((value) => (value.includes('://') ? value : `http://${value}`))
  .pipe(address('http://proxy.example:3128'))

/** Proxies are known by either spelling; the one in capitals counts first. */
const ALSO_LOWER_CASE = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY']

const MAX_KEEP_ALIVE_MINUTES = 10_080

/** Minutes, or null for ever. */
const keepAlive = z
  .string()
  .regex(/^(\d+|forever)$/, 'must be minutes or forever, for example 15')
  .transform((value) => (value === 'forever' ? null : Number(value)))
  .refine(
    (value) => value === null || (value > 0 && value <= MAX_KEEP_ALIVE_MINUTES),
    `must be 1 to ${MAX_KEEP_ALIVE_MINUTES} minutes, or forever`,
  )

const dtypes = z.string().transform((value, context) => {
  try {
    return parseDtypes(value)
  } catch (thrown) {
    context.addIssue({ code: 'custom', message: thrown instanceof Error ? thrown.message : String(thrown) })
    return z.NEVER
  }
})

/** Several addresses, separated by commas. */
const addresses = (example: string) =>
  z
    .string()
    .transform((value) => value.split(',').flatMap((part) => part.trim() || []))
    .pipe(
      z.array(
        address(example).refine(
          (url) => new URL(url).username === '',
          'must hold no name and password; a key goes into VITRINE_REASONING_API_KEY',
        ),
      ),
    )

/** As Ollama takes it. */
const ollamaKeepAlive = z
  .string()
  .regex(
    /^-?\d+(?:\.\d+)?(?:ms|s|m|h)?$/,
    'must be a time as Ollama takes it, for example 30m, or -1 for ever',
  )

const oneOf = <T extends string>(values: readonly T[], example: T) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}, for example ${example}` })

const keysOf = (name: EngineName) => WEIGHTS.filter(({ engine }) => engine === name).map(({ key }) => key)

const EnvSchema = z.object({
  /** Where the sidecar listens; always on 127.0.0.1. */
  VITRINE_INFERENCE_PORT: integer('3211')
    .refine((port) => port < 65_536, 'must be below 65536, for example 3211')
    .default(3211),
  VITRINE_DATA_DIR: z.string().min(1).default(DEFAULT_DATA_DIR),
  VITRINE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** The most pixels a picture may have. */
  VITRINE_MAX_PIXELS: integer('200000000').default(200_000_000),
  VITRINE_MAX_UPLOAD_BYTES: integer('2147483648').default(2 * GIB),
  /** Threads one model runs on. */
  VITRINE_THREADS: integer('4').default(() => Math.min(availableParallelism(), 4)),
  /** An engine child above this resident size is replaced between two batches. */
  VITRINE_CHILD_MEMORY_BYTES: integer('4294967296').default(() =>
    Math.max(GIB, Math.min(4 * GIB, Math.floor(totalmem() / 2))),
  ),
  /** Where models run: the fastest that works, or the one that is named. */
  VITRINE_DEVICE: oneOf(DeviceWish.options, 'auto').default('auto'),
  /** Precision of a model's graphs, over the device's own table. */
  VITRINE_DTYPES: dtypes.default({}),
  /** What engines may take of a device's memory together; worked out from its size when left out. */
  VITRINE_DEVICE_MEMORY_BYTES: integer('8589934592').optional(),
  /** How long an engine that is not pinned stays loaded without work: minutes, or null for ever. */
  VITRINE_KEEP_ALIVE: keepAlive.default(15),
  /** Which weights the florence2 engine runs; chosen on the Models page when left out. */
  VITRINE_FLORENCE_MODEL: oneOf(keysOf('florence2'), 'florence-2-base-ft').optional(),
  /** The same for the qwen2-vl engine. */
  VITRINE_QWEN_MODEL: oneOf(keysOf('qwen2-vl'), 'qwen2-vl-2b').optional(),
  /** The same for the gguf engine. */
  VITRINE_GGUF_MODEL: oneOf(keysOf('gguf'), 'qwen2-vl-7b-gguf').optional(),
  /** Servers that speak the OpenAI way, for deep readings: Ollama, vLLM, llama-server, LM Studio. */
  VITRINE_REASONING_URLS: addresses('http://127.0.0.1:11434').optional(),
  /** The model they are asked for; when left out, each server's first that takes images. */
  VITRINE_REASONING_MODEL: z.string().min(1).optional(),
  VITRINE_REASONING_API_KEY: z.string().min(1).optional(),
  /** How long Ollama keeps the model in memory after a reading. */
  VITRINE_REASONING_KEEP_ALIVE: ollamaKeepAlive.optional(),
  /** A folder of models that a person keeps, laid out as the hub's repositories; read, never changed. */
  VITRINE_MODELS_DIR: z.string().min(1).optional(),
  /** Where models come from: the hub, or a mirror of it. */
  HF_ENDPOINT: address('https://huggingface.co').default('https://huggingface.co'),
  /** For repositories that want one; told to the hub's own host only. */
  HF_TOKEN: z.string().min(1).optional(),
  HTTPS_PROXY: proxy.optional(),
  HTTP_PROXY: proxy.optional(),
  /** Hosts that are reached without the proxy, separated by commas. */
  NO_PROXY: z.string().optional(),
})
export type Env = z.infer<typeof EnvSchema>

/** Parses the environment; throws one sentence a key that is wrong, with an example of a right one. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const lower = ALSO_LOWER_CASE.map((key) => [key, source[key.toLowerCase()]] as const)
  const given = Object.fromEntries(
    [...lower, ...Object.entries(source)].filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = EnvSchema.safeParse(given)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  throw new Error(`The environment is not right. ${problems.join('. ')}.`)
}

/** By these a person tells the system's loader where libraries and drivers are. */
const LOADER_KEYS = [
  'LD_LIBRARY_PATH',
  'CUDA_VISIBLE_DEVICES',
  'VK_ICD_FILENAMES',
  'VK_DRIVER_FILES',
  'VK_ADD_DRIVER_FILES',
]

/** What decides, besides Vitrine's own settings, which devices a child process finds. */
export function readLoaderEnv(source: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(LOADER_KEYS.map((key) => [key, source[key] ?? '']))
}

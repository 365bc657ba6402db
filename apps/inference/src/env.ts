/** The sidecar's settings, read from the environment once, at boot. */
import { availableParallelism, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

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

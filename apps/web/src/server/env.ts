/** The only place of the web app that reads the environment. */
import path from 'node:path'
import { AppError } from '@vitrine/contracts'
import { z } from 'zod'

const MEBIBYTE = 1024 * 1024

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .optional()

const UrlList = z
  .string()
  .transform((list) => list.split(',').map((url) => url.trim().replace(/\/+$/, '')))
  .pipe(z.array(z.url({ protocol: /^https?$/, error: 'must be http addresses separated by commas' })).min(1))
  .optional()

/** Every key the web app knows; `.env.example` lists the same ones. */
export const WebEnvKeys = z.object({
  VITRINE_HOST: z.string().min(1).optional(),
  VITRINE_PORT: wholeNumber(1, 65_535),
  VITRINE_DATA_DIR: z.string().min(1).optional(),
  VITRINE_INFERENCE_PORT: wholeNumber(1, 65_535),
  VITRINE_INFERENCE_URLS: UrlList,
  VITRINE_IMPORT_DIR: z.string().min(1).optional(),
  VITRINE_BACKUP_DIR: z.string().min(1).optional(),
  VITRINE_BACKUP_KEEP: wholeNumber(1, 10_000),
  VITRINE_MAX_UPLOAD_BYTES: wholeNumber(1, Number.MAX_SAFE_INTEGER),
  VITRINE_MAX_PIXELS: wholeNumber(1, 0x3fff_ffff),
  VITRINE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).optional(),
  VITRINE_LOG_FORMAT: z.enum(['json', 'pretty']).optional(),
})
type WebEnvKey = keyof z.infer<typeof WebEnvKeys>

const EXAMPLES: Record<WebEnvKey, string> = {
  VITRINE_HOST: '0.0.0.0',
  VITRINE_PORT: '3210',
  VITRINE_DATA_DIR: '/srv/vitrine',
  VITRINE_INFERENCE_PORT: '3211',
  VITRINE_INFERENCE_URLS: 'http://127.0.0.1:3211',
  VITRINE_IMPORT_DIR: '/home/me/scans',
  VITRINE_BACKUP_DIR: '/mnt/disk/vitrine',
  VITRINE_BACKUP_KEEP: '14',
  VITRINE_MAX_UPLOAD_BYTES: '2147483648',
  VITRINE_MAX_PIXELS: '200000000',
  VITRINE_LOG_LEVEL: 'info',
  VITRINE_LOG_FORMAT: 'json',
}

export interface WebEnv {
  host: string
  port: number
  /** Absolute; holds the database, the blobs and unfinished uploads. */
  dataDir: string
  /** Without a slash at the end. */
  inferenceUrls: string[]
  /** Absolute; null when nothing is watched. */
  importDir: string | null
  /** Where a backup is made every day, and how many stay; null when none is made. `folder` is absolute. */
  backups: { folder: string; keep: number } | null
  maxUploadBytes: number
  maxPixels: number
  log: { level: string; format: 'json' | 'pretty' }
}

/**
 * The environment, parsed. Empty values count as absent, so that a line `KEY=` in a file means the default.
 * @throws AppError that names every wrong key, what is wrong with it, and a value that would do.
 */
export function parseWebEnv(source: Readonly<Record<string, string | undefined>>): WebEnv {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()))
  const parsed = WebEnvKeys.safeParse(present)
  if (!parsed.success) throw new AppError('bad-request', explain(parsed.error, source))
  const env = parsed.data
  return {
    host: env.VITRINE_HOST ?? '0.0.0.0',
    port: env.VITRINE_PORT ?? 3210,
    dataDir: path.resolve(/*turbopackIgnore: true*/ env.VITRINE_DATA_DIR ?? 'data'),
    inferenceUrls: env.VITRINE_INFERENCE_URLS ?? [`http://127.0.0.1:${env.VITRINE_INFERENCE_PORT ?? 3211}`],
    importDir:
      env.VITRINE_IMPORT_DIR === undefined
        ? null
        : path.resolve(/*turbopackIgnore: true*/ env.VITRINE_IMPORT_DIR),
    backups:
      env.VITRINE_BACKUP_DIR === undefined
        ? null
        : {
            folder: path.resolve(/*turbopackIgnore: true*/ env.VITRINE_BACKUP_DIR),
            keep: env.VITRINE_BACKUP_KEEP ?? 14,
          },
    maxUploadBytes: env.VITRINE_MAX_UPLOAD_BYTES ?? 2048 * MEBIBYTE,
    maxPixels: env.VITRINE_MAX_PIXELS ?? 200_000_000,
    log: { level: env.VITRINE_LOG_LEVEL ?? 'info', format: env.VITRINE_LOG_FORMAT ?? 'json' },
  }
}

function explain(error: z.ZodError, source: Readonly<Record<string, string | undefined>>): string {
  const keys = WebEnvKeys.keyof()
  const lines = error.issues.map((issue) => {
    const key = keys.parse(issue.path[0])
    return `  ${key} is "${source[key]}": ${issue.message}. Example: ${key}=${EXAMPLES[key]}`
  })
  return `Vitrine cannot start with these settings:\n${lines.join('\n')}`
}

/** This process's environment. */
export function readWebEnv(): WebEnv {
  return parseWebEnv(process.env)
}

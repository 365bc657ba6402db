/** What the probes found, kept from one start to the next. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DeviceProbe } from '@vitrine/contracts'
import type { Logger } from 'pino'
import { z } from 'zod'

const Remembered = z.object({
  /** Of `readFingerprint`. */
  key: z.string(),
  probes: z.array(DeviceProbe),
  howToGetCuda: z.array(z.string()),
})
export type Remembered = z.infer<typeof Remembered>

/** Null when there is none, or it cannot be read: the devices are then tried again. */
export function recall(file: string, logger: Logger): Remembered | null {
  try {
    return Remembered.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (thrown) {
    const isAbsent = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
    if (!isAbsent) logger.warn({ err: thrown, file }, 'what the probes found cannot be read; trying anew')
    return null
  }
}

/** A failure costs the next start a probe, and nothing else. */
export function remember(file: string, found: Remembered, logger: Logger): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(`${file}.new`, `${JSON.stringify(found, null, 2)}\n`)
    renameSync(`${file}.new`, file)
  } catch (thrown) {
    logger.warn({ err: thrown, file }, 'what the probes found cannot be kept')
  }
}

/** `vitrine restore`: a backup into a data folder that holds no library. */
import path from 'node:path'
import { AppError } from '@vitrine/contracts'
import { type RestoreReport, restore as restoreBackup } from '@vitrine/storage/restore'
import { z } from 'zod'
import { EXIT, type ExitCode } from './exit.ts'
import type { Io } from './io.ts'
import { listLost } from './lost-files.ts'
import { watched } from './share-progress.ts'
import { count, formatBytes, printable } from './text.ts'

export interface RestoreCommand {
  folder: string
  snapshot?: string | undefined
  /** Another folder than the product's. */
  to?: string | undefined
  dataDir: string
  /** Where Vitrine would run. */
  url: string
  json: boolean
}

/** `incomplete` when the backup lacked bytes that its database names: everything else is restored. */
export async function restore(io: Io, command: RestoreCommand): Promise<ExitCode> {
  // A running Vitrine keeps its own database open, also one whose folder was just moved away.
  if (command.to === undefined) await refuseWhileRunning(command.url)
  const dataDir = command.to === undefined ? command.dataDir : path.resolve(command.to)
  const { folder, snapshot } = command
  const report = await watched(io, ({ show, signal }) =>
    restoreBackup({ folder, snapshot, dataDir, signal, onProgress: (share) => show('Restoring', share) }),
  )
  io.out(command.json ? JSON.stringify(report, null, 2) : describe(report))
  const { missing, corrupt } = report
  if (missing.length + corrupt.length === 0) return EXIT.done
  io.err('The backup does not have these stored files; their pictures are there without them:')
  listLost(io, { missing, corrupt })
  return EXIT.incomplete
}

const ASKING_MS = 2000

async function refuseWhileRunning(url: string): Promise<void> {
  if (!(await answers(url))) return
  throw new AppError('conflict', `Vitrine is running at ${url}.`, {
    suggestion: 'Stop it and restore again, or restore into another folder: --to <folder>.',
  })
}

/** What Vitrine says of its health, also when its database does not answer. */
const Health = z.object({ status: z.enum(['ok', 'failing']), version: z.string() })

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(ASKING_MS) })
    return Health.safeParse(await response.json()).success
  } catch (error) {
    // No answer, none in time, or that of something else: no Vitrine runs there.
    if (error instanceof TypeError || error instanceof SyntaxError) return false
    if (error instanceof Error && error.name === 'TimeoutError') return false
    throw error
  }
}

function describe({ dataDir, snapshot, manifest, applied }: RestoreReport): string {
  return [
    `Restored ${count(manifest.rows.Image ?? 0, 'image')} of ${snapshot} into ${printable(dataDir)}`,
    `  ${count(manifest.blobs.count, 'stored file')}, ${formatBytes(manifest.blobs.bytes)}, each compared with its hash`,
    ...(applied.length > 0 ? [`  database brought up to date: ${applied.join(', ')}`] : []),
  ].join('\n')
}

/** `vitrine backup`: the library as it is now, into a folder of backups. */
import path from 'node:path'
import { type BackupProgress, type BackupReport, backup as makeBackup } from '@vitrine/storage/backup'
import { version } from '../package.json'
import { EXIT, type ExitCode } from './exit.ts'
import type { Io } from './io.ts'
import { listLost } from './lost-files.ts'
import { watched } from './share-progress.ts'
import { count, formatBytes, printable } from './text.ts'

export interface BackupCommand {
  folder: string
  dataDir: string
  verify: boolean
  link: boolean
  keep?: number | undefined
  json: boolean
}

const PARTS: Record<BackupProgress['phase'], string> = {
  blobs: 'Copying files',
  database: 'Copying the database',
  verifying: 'Verifying the database',
}

/** `incomplete` when the library itself lacked bytes that it names: everything else is in the backup. */
export async function backup(io: Io, { json, ...command }: BackupCommand): Promise<ExitCode> {
  const report = await watched(io, ({ show, signal }) =>
    makeBackup({
      ...command,
      version,
      now: Date.now,
      signal,
      onProgress: ({ phase, share }) => show(PARTS[phase], share),
    }),
  )
  io.out(json ? JSON.stringify(report, null, 2) : describe(report))
  const { missing, corrupt } = report.manifest
  if (missing.length + corrupt.length === 0) return EXIT.done
  io.err('The library has lost stored files, and so has this backup of it:')
  listLost(io, { missing, corrupt })
  return EXIT.incomplete
}

function describe({ folder, snapshot, manifest, copied, copiedBytes, removed }: BackupReport): string {
  const lines = [
    `Backed up ${count(manifest.rows.Image ?? 0, 'image')} into ${path.join(folder, 'snapshots', snapshot)}`,
    `  ${count(manifest.blobs.count, 'stored file')}, ${formatBytes(manifest.blobs.bytes)}; ${copied} new, ${formatBytes(copiedBytes)}`,
    `  database ${formatBytes(manifest.database.sizeBytes)}, verified`,
    ...(removed.length > 0 ? [`  removed: ${removed.join(', ')}`] : []),
  ]
  return lines.map(printableLine).join('\n')
}

/** Indentation stays. */
const printableLine = (line: string) => `${/^ */.exec(line)?.[0] ?? ''}${printable(line)}`

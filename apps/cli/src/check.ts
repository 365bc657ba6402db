/** `vitrine check`: what is wrong with the library, and what can be done about it. */
import path from 'node:path'
import { isSound, type LibraryCheck } from '@vitrine/contracts'
import { type CheckProgress, checkLibrary } from '@vitrine/storage/check'
import { DATABASE } from '@vitrine/storage/layout'
import { putBack, removeOrphans } from '@vitrine/storage/mend'
import { requireCurrent } from '@vitrine/storage/schema'
import { EXIT, type ExitCode } from './exit.ts'
import type { Io } from './io.ts'
import { listLost } from './lost-files.ts'
import { watched } from './share-progress.ts'
import { count, formatBytes, printable } from './text.ts'

export interface CheckCommand {
  dataDir: string
  deep: boolean
  /** A folder of backups. */
  repair?: string | undefined
  removeOrphans: boolean
  json: boolean
}

/** What was found, and what was done about it. */
interface Outcome {
  found: LibraryCheck
  putBack: string[]
  removed: string[]
}

const PARTS: Record<CheckProgress['phase'], string> = {
  database: 'Checking the database',
  blobs: 'Checking stored files',
  orphans: 'Looking for orphans',
}

/** `incomplete` when something is wrong that was not put right. */
export async function check(io: Io, command: CheckCommand): Promise<ExitCode> {
  const { dataDir } = command
  requireCurrent(path.join(dataDir, DATABASE))
  const found = await watched(io, ({ show, signal }) =>
    checkLibrary({
      dataDir,
      isDeep: command.deep || command.repair !== undefined,
      now: Date.now,
      signal,
      onProgress: ({ phase, share }) => show(PARTS[phase], share),
    }),
  )
  const outcome: Outcome = {
    found,
    putBack: command.repair === undefined ? [] : await putBack(found, { dataDir, backup: command.repair }),
    removed: command.removeOrphans ? await removeOrphans(found, dataDir) : [],
  }
  if (command.json) io.out(JSON.stringify(outcome, null, 2))
  else report(io, outcome, command)
  return isSound(whatIsLeft(outcome)) ? EXIT.done : EXIT.incomplete
}

function whatIsLeft({ found, putBack: done }: Outcome): LibraryCheck {
  const isLeft = (sha256: string) => !done.includes(sha256)
  return { ...found, missing: found.missing.filter(isLeft), corrupt: found.corrupt.filter(isLeft) }
}

function report(io: Io, outcome: Outcome, command: CheckCommand): void {
  const { found, putBack: back, removed } = outcome
  const left = whatIsLeft(outcome)
  for (const { sentence, advice, count: number, examples } of found.findings) {
    io.err(`${number} × ${sentence}`)
    io.err(`  ${printable(examples.join(', '))}${number > examples.length ? ', …' : ''}`)
    io.err(`  ${advice}`)
  }
  listLost(io, left)
  if (left.missing.length + left.corrupt.length > 0)
    io.err(
      command.repair === undefined
        ? '  vitrine check --repair <backup> puts them back from a backup'
        : '  the backup does not have them either, or not sound',
    )
  if (back.length > 0) io.out(`Put back ${count(back.length, 'stored file')} from the backup.`)
  if (removed.length > 0) io.out(`Removed ${count(removed.length, 'orphaned file')}.`)
  reportOrphans(io, { ...found, orphans: found.orphans.filter(({ sha256 }) => !removed.includes(sha256)) })
  io.out(verdict(found, isSound(left)))
}

function reportOrphans(io: Io, { orphans, strangers }: Pick<LibraryCheck, 'orphans' | 'strangers'>): void {
  const old = orphans.filter(({ isYoung }) => !isYoung)
  const bytes = old.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  if (old.length > 0)
    io.err(
      `${count(old.length, 'stored file')} that nothing names, ${formatBytes(bytes)}: --remove-orphans deletes them`,
    )
  if (orphans.length > old.length)
    io.err(
      `${count(orphans.length - old.length, 'stored file')} without a row so far, of uploads under way or the last hour: left alone`,
    )
  for (const name of strangers) io.err(`not one of Vitrine's files: ${printable(name)}`)
}

function verdict({ blobs, isDeep }: LibraryCheck, sound: boolean): string {
  const what = `the database and ${count(blobs.count, 'stored file')}, ${formatBytes(blobs.bytes)}`
  const how = isDeep ? 'each read and compared with its hash' : 'looked for; --deep reads them'
  return `${sound ? 'Sound' : 'Not sound'}: ${what}, ${how}.`
}

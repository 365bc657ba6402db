/** `vitrine import DIR`: sends a folder's pictures, each at most once and only those that are not there yet. */
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, type IngestItem } from '@vitrine/contracts'
import type { Client } from './client.ts'
import { EXIT, type ExitCode, exitCodeOf } from './exit.ts'
import { type FoundFile, findPictures, hashFile, requirePath } from './files.ts'
import type { Io } from './io.ts'
import { forEachConcurrently } from './pool.ts'
import { startProgress } from './progress.ts'
import { count, printable } from './text.ts'

const HASH_TOGETHER = 2
const SEND_TOGETHER = 3
const HASHES_A_QUESTION = 5_000
const TRIES = 4

interface HashedFile extends FoundFile {
  sha256: string
}

/** What became of one file; a zip or a PDF brings several items. */
interface FileReport {
  file: string
  items: IngestItem[]
}

interface ImportReport {
  created: number
  duplicates: number
  rejected: number
  /** Files whose names are not those of pictures. */
  skipped: number
  files: FileReport[]
}

export async function importFolder(
  io: Io,
  client: Client,
  options: { folder: string; recursive: boolean; json: boolean },
): Promise<ExitCode> {
  const folder = await requirePath(options.folder, 'folder')
  const { files, skipped } = await findPictures(folder, options)
  const hashed = await hashAll(io, files)
  const known = await askKnown(client, hashed)
  const { toSend, reports } = sortOut(hashed, known)
  io.err(
    `${count(files.length, 'picture')} in ${printable(folder)}; ${files.length - toSend.length} there already; sending ${toSend.length}.`,
  )
  const sent = await sendAll(io, client, toSend)
  const report = summarise([...reports, ...sent.reports], skipped)
  for (const { file, items } of report.files)
    for (const item of items)
      if (item.outcome === 'rejected') io.err(`${printable(file)}: ${printable(item.reason)}`)
  io.out(options.json ? JSON.stringify(report, null, 2) : describeImport(report))
  if (sent.failure) throw sent.failure
  return report.rejected > 0 ? EXIT.incomplete : EXIT.done
}

async function hashAll(io: Io, files: readonly FoundFile[]): Promise<HashedFile[]> {
  const progress = startProgress(io, 'Hashing', totalBytes(files))
  const hashes = new Map<FoundFile, string>()
  try {
    await forEachConcurrently(files, HASH_TOGETHER, async (file) => {
      hashes.set(file, await hashFile(file.path, progress.add))
      progress.files(hashes.size, files.length)
    })
  } finally {
    progress.stop()
  }
  return files.flatMap((file) => {
    const sha256 = hashes.get(file)
    return sha256 ? [{ ...file, sha256 }] : []
  })
}

async function askKnown(client: Client, files: readonly HashedFile[]): Promise<Map<string, number>> {
  const hashes = [...new Set(files.map(({ sha256 }) => sha256))]
  const known = new Map<string, number>()
  // Asked even for an empty folder: a Vitrine that is not there should be known at once.
  for (let start = 0; start === 0 || start < hashes.length; start += HASHES_A_QUESTION)
    for (const [hash, id] of await client.known(hashes.slice(start, start + HASHES_A_QUESTION)))
      known.set(hash, id)
  return known
}

/** What need not be sent: what is there, and a second copy within the folder. */
function sortOut(
  files: readonly HashedFile[],
  known: ReadonlyMap<string, number>,
): { toSend: HashedFile[]; reports: FileReport[] } {
  const toSend = new Map<string, HashedFile>()
  const reports: FileReport[] = []
  for (const file of files) {
    const id = known.get(file.sha256)
    if (id === undefined && !toSend.has(file.sha256)) toSend.set(file.sha256, file)
    else {
      const { name, sha256 } = file
      const items: IngestItem[] =
        id === undefined ? [] : [{ outcome: 'duplicate', id, fileName: name, sha256, restored: false }]
      reports.push({ file: name, items })
    }
  }
  return { toSend: [...toSend.values()], reports }
}

/** Sends on while single files are refused; stops when Vitrine is gone, with the reports so far. */
async function sendAll(
  io: Io,
  client: Client,
  files: readonly HashedFile[],
): Promise<{ reports: FileReport[]; failure: unknown }> {
  const progress = startProgress(io, 'Sending', totalBytes(files))
  const reports: FileReport[] = []
  let failure: unknown
  try {
    await forEachConcurrently(files, SEND_TOGETHER, async (file) => {
      reports.push({ file: file.name, items: await sendOne(client, file, progress.add) })
      progress.files(reports.length, files.length)
    })
  } catch (thrown) {
    failure = thrown
  } finally {
    progress.stop()
  }
  return { reports, failure }
}

async function sendOne(
  client: Client,
  file: HashedFile,
  onSent: (bytes: number) => void,
): Promise<IngestItem[]> {
  for (let attempt = 1; ; attempt += 1) {
    let sentBytes = 0
    try {
      const fileName = file.name.split(/[/\\]/).at(-1) ?? file.name
      const part = {
        path: file.path,
        fileName,
        onSent: (bytes: number) => {
          sentBytes += bytes
          onSent(bytes)
        },
      }
      return (await client.upload(part)).items
    } catch (thrown) {
      onSent(-sentBytes)
      const error = AppError.from(thrown)
      if (error.retryable && attempt < TRIES)
        await delay((error.retryAfterSeconds ?? 2 ** attempt / 4) * 1000)
      else if (exitCodeOf(error) === EXIT.unavailable) throw error
      else return [{ outcome: 'rejected', fileName: file.name, code: error.code, reason: error.message }]
    }
  }
}

function summarise(files: FileReport[], skipped: number): ImportReport {
  const items = files.flatMap((file) => file.items)
  const tally = (outcome: IngestItem['outcome']) => items.filter((item) => item.outcome === outcome).length
  const copies = files.filter((file) => file.items.length === 0).length
  return {
    created: tally('created'),
    duplicates: tally('duplicate') + copies,
    rejected: tally('rejected'),
    skipped,
    files: files.sort((a, b) => (a.file < b.file ? -1 : 1)),
  }
}

function describeImport({ created, duplicates, rejected, skipped }: ImportReport): string {
  const parts = [
    `${count(created, 'image')} imported`,
    ...(duplicates > 0 ? [`${duplicates} there already`] : []),
    ...(rejected > 0 ? [`${rejected} rejected`] : []),
    ...(skipped > 0 ? [`${count(skipped, 'other file')} passed over`] : []),
  ]
  return `${parts.join(', ')}.`
}

const totalBytes = (files: readonly FoundFile[]) => files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)

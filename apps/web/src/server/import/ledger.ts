/**
 * What the watched folder has already given: a line a file. The pictures themselves can't tell, since one that
 * a person threw away must not come back when the folder is read again.
 */
import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Sha256 } from '@vitrine/contracts'
import { isMissing } from '@vitrine/storage/file-error'
import PQueue from 'p-queue'
import { z } from 'zod'

const LedgerEntry = z.object({
  /** Absolute. */
  path: z.string(),
  sizeBytes: z.int().nonnegative(),
  mtimeMs: z.number(),
  sha256: Sha256,
})
/** A file as it was when it was taken in or refused. */
export type LedgerEntry = z.infer<typeof LedgerEntry>

export interface Ledger {
  /** Whether exactly this file, unchanged, was dealt with. */
  knowsFile(file: Omit<LedgerEntry, 'sha256'>): boolean
  /** Whether these bytes were dealt with under any name. */
  knowsBytes(sha256: string): boolean
  note(entry: LedgerEntry): Promise<void>
}

/** Opens the ledger at `file`, which need not exist. A line that a crash cut short is dropped. */
export async function openLedger(file: string): Promise<Ledger> {
  const text = await readOrEmpty(file)
  const lines = text.split('\n').filter((line) => line !== '')
  const byPath = new Map<string, LedgerEntry>()
  for (const line of lines) {
    const entry = parseLine(line)
    if (entry) byPath.set(entry.path, entry)
  }
  const hashes = new Set([...byPath.values()].map((entry) => entry.sha256))
  await mkdir(path.dirname(file), { recursive: true })
  if (lines.length > byPath.size || (text !== '' && !text.endsWith('\n')))
    await rewrite(file, byPath.values())
  const turns = new PQueue({ concurrency: 1 })
  return {
    knowsFile({ path: name, sizeBytes, mtimeMs }) {
      const known = byPath.get(name)
      return known?.sizeBytes === sizeBytes && known.mtimeMs === mtimeMs
    },
    knowsBytes: (sha256) => hashes.has(sha256),
    async note(entry) {
      byPath.set(entry.path, entry)
      hashes.add(entry.sha256)
      await turns.add(() => appendFile(file, `${JSON.stringify(entry)}\n`))
    },
  }
}

async function readOrEmpty(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isMissing(error)) return ''
    throw error
  }
}

function parseLine(line: string): LedgerEntry | null {
  if (!line.endsWith('}')) return null
  return LedgerEntry.parse(JSON.parse(line))
}

async function rewrite(file: string, entries: Iterable<LedgerEntry>): Promise<void> {
  const lines = [...entries].map((entry) => `${JSON.stringify(entry)}\n`)
  await writeFile(`${file}.new`, lines.join(''))
  await rename(`${file}.new`, file)
}

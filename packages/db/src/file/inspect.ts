/** Looks a database file through: SQLite's own checks, then what the rows say of each other. */
import type { LibraryFinding } from '@vitrine/contracts'
import * as z from 'zod'
import { type Asker, askHere, type OpenAsker } from './asker.ts'
import { CONTRADICTIONS, type Contradiction } from './contradictions.ts'
import { codeOf, explainOpening } from './open-connection.ts'

/** What is found of a file that is damaged: nothing else that it says can be relied on. */
export const DAMAGED = 'damaged-database'

const EXAMPLES = 10
const RESTORE = 'Restore the newest backup into an empty folder, and compare.'

/**
 * Everything that is wrong with the database; an empty list when nothing is. Of what SQLite's integrity check lists,
 * at most 100 are counted. The file must have the schema of this code.
 * @throws AppError `not-found` where there is no such file, `internal` where it is no database
 */
export function inspect(file: string, openAsker: OpenAsker = askHere): Promise<LibraryFinding[]> {
  return withAsker(file, openAsker, async (asker) => {
    const damage = await checkIntegrity(asker)
    // On a damaged file other queries would fail, or lie.
    if (damage) return [damage]
    const findings = [await checkReferences(asker)]
    for (const contradiction of CONTRADICTIONS) findings.push(await checkRows(asker, contradiction))
    return findings.filter((finding) => finding !== null)
  })
}

/** What is wrong with the file as such, whatever its schema; null when nothing is. Throws as `inspect` does. */
export function findDamage(file: string, openAsker: OpenAsker = askHere): Promise<LibraryFinding | null> {
  return withAsker(file, openAsker, checkIntegrity)
}

async function withAsker<T>(
  file: string,
  openAsker: OpenAsker,
  work: (asker: Asker) => Promise<T>,
): Promise<T> {
  const asker = openAsker(file)
  try {
    return await work(asker)
  } catch (error) {
    throw explainOpening(error, file)
  } finally {
    await asker.close()
  }
}

const IntegrityRows = z.array(z.object({ integrity_check: z.string() }))

async function checkIntegrity(asker: Asker): Promise<LibraryFinding | null> {
  const lines = await integrityLines(asker)
  if (lines.length === 1 && lines[0] === 'ok') return null
  return finding({ name: DAMAGED, sentence: 'The database file is damaged.', advice: RESTORE }, lines)
}

/** Some damage SQLite lists, at some it gives up: both are what was found. */
async function integrityLines(asker: Asker): Promise<string[]> {
  try {
    const rows = IntegrityRows.parse(await asker.ask('PRAGMA integrity_check'))
    return rows.map((row) => row.integrity_check)
  } catch (error) {
    if (!(error instanceof Error) || !codeOf(error).startsWith('SQLITE_CORRUPT')) throw error
    return [error.message]
  }
}

const ReferenceRows = z.array(
  z.object({ table: z.string(), rowid: z.number().nullable(), parent: z.string() }),
)

async function checkReferences(asker: Asker): Promise<LibraryFinding | null> {
  const broken = ReferenceRows.parse(await asker.ask('PRAGMA foreign_key_check'))
  if (broken.length === 0) return null
  const about = {
    name: 'broken-references',
    sentence: 'Rows that point to rows that are not there.',
    advice: RESTORE,
  }
  const words = broken.map(({ table, rowid, parent }) => `${table} ${rowid ?? ''} → ${parent}`)
  return finding(about, words)
}

const FoundRows = z.array(z.object({ what: z.string(), total: z.number() }))

async function checkRows(asker: Asker, { sql, ...about }: Contradiction): Promise<LibraryFinding | null> {
  const rows = FoundRows.parse(
    await asker.ask(`SELECT what, count(*) OVER () AS total FROM (${sql}) LIMIT ${EXAMPLES}`),
  )
  const [first] = rows
  return first ? { ...about, count: first.total, examples: rows.map(({ what }) => what) } : null
}

function finding(
  about: Pick<LibraryFinding, 'name' | 'sentence' | 'advice'>,
  all: readonly string[],
): LibraryFinding {
  return { ...about, count: all.length, examples: all.slice(0, EXAMPLES) }
}

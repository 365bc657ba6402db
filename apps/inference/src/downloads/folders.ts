/** Where weights lie below the folder of models, and how they get there: whole or not at all. */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { WeightsManifest } from './manifest.ts'
import {
  isMissing,
  RECORD_NAME,
  type RecordedFile,
  readRecord,
  type WeightsRecord,
  writeRecord,
} from './record.ts'

export interface Folders {
  /** Laid out as the hub's repository: `<models>/<owner>/<name>`. */
  installed: string
  /** What is on its way, with a record of what is to come. */
  incoming: string
  /** What is on its way out. */
  outgoing: string
}

export function foldersOf(modelsDir: string, { key, repository }: WeightsManifest): Folders {
  const incoming = path.join(modelsDir, '.incoming', key)
  return { installed: path.join(modelsDir, repository), incoming, outgoing: `${incoming}.old` }
}

/** Whether a download has all its files: they lie where it goes on, or have gone to their place already. */
export async function isComplete(folders: Folders, record: WeightsRecord): Promise<boolean> {
  for (const file of record.files) if (!(await locate(folders, record, file))) return false
  return true
}

/**
 * Moves a complete download to its place. To files of the same commit, or of none, it is added; another
 * commit's are replaced. Stopped anywhere in between, it is finished by running it again.
 */
export async function install(folders: Folders, incoming: WeightsRecord): Promise<void> {
  const { isPaused: _paused, dtypes: _dtypes, ...record } = incoming
  const files = await withHashes(folders, record)
  const present = await readRecord(folders.installed)
  if (!(await exists(folders.installed)) || (present && present.revision !== record.revision)) {
    await writeRecord(folders.incoming, { ...record, files })
    await clear(folders.outgoing)
    await moveIfThere(folders.installed, folders.outgoing)
    await mkdir(path.dirname(folders.installed), { recursive: true })
    await rename(folders.incoming, folders.installed)
  } else {
    for (const file of files) await moveInto(folders, file)
    const added = new Set(files.map((file) => file.path))
    const kept = present?.files.filter((file) => !added.has(file.path)) ?? []
    await writeRecord(folders.installed, { ...record, files: [...kept, ...files] })
  }
  await clear(folders.incoming)
  await clear(folders.outgoing)
}

/** Deletes what was downloaded, whole and in parts. It is out of sight before the first byte goes. */
export async function uninstall(folders: Folders): Promise<void> {
  await clear(folders.outgoing)
  await mkdir(path.dirname(folders.outgoing), { recursive: true })
  await moveIfThere(folders.installed, folders.outgoing)
  await clear(folders.outgoing)
  await clear(folders.incoming)
  await removeIfEmpty(path.dirname(folders.installed))
}

/** Deletes what a download does not need any more: parts of files of another precision. */
export async function prune(dir: string, { files }: WeightsRecord): Promise<void> {
  const kept = new Set([
    RECORD_NAME,
    ...files.flatMap(({ path: file }) => [file, partOf(file), etagOf(partOf(file))]),
  ])
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    const full = path.join(entry.parentPath, entry.name)
    if (entry.isFile() && !kept.has(path.relative(dir, full).split(path.sep).join('/'))) await rm(full)
  }
}

/** What has come of a file that is not whole. */
export const partOf = (file: string) => `${file}.part`

/** By what the server knows the file that the part is of. */
export const etagOf = (part: string) => `${part}.etag`

export async function clear(dir: string): Promise<void> {
  await rm(dir, { recursive: true, force: true })
}

/** Small files come without a hash; the record has one of every file. */
async function withHashes(folders: Folders, record: WeightsRecord): Promise<RecordedFile[]> {
  const hashed: RecordedFile[] = []
  for (const file of record.files) {
    const dir = await locate(folders, record, file)
    if (!dir) throw new Error(`${file.path} has gone before it could be installed`)
    const hash = async () =>
      createHash('sha256')
        .update(await readFile(path.join(dir, file.path)))
        .digest('hex')
    hashed.push({ ...file, sha256: file.sha256 ?? (await hash()) })
  }
  return hashed
}

/** The folder in which a file of a download lies with its size; null while it is not whole. */
async function locate(folders: Folders, record: WeightsRecord, file: RecordedFile): Promise<string | null> {
  if ((await sizeOf(path.join(folders.incoming, file.path))) === file.sizeBytes) return folders.incoming
  if ((await readRecord(folders.installed))?.revision !== record.revision) return null
  const isThere = (await sizeOf(path.join(folders.installed, file.path))) === file.sizeBytes
  return isThere ? folders.installed : null
}

async function moveInto({ incoming, installed }: Folders, file: RecordedFile): Promise<void> {
  const target = path.join(installed, file.path)
  await mkdir(path.dirname(target), { recursive: true })
  await moveIfThere(path.join(incoming, file.path), target)
}

async function moveIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown
  }
}

async function removeIfEmpty(dir: string): Promise<void> {
  try {
    if ((await readdir(dir)).length === 0) await rm(dir, { recursive: true })
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown
  }
}

async function exists(folder: string): Promise<boolean> {
  return (await sizeOf(folder)) !== null
}

/** Bytes of a file; null where nothing is. */
export async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size
  } catch (thrown) {
    if (isMissing(thrown)) return null
    throw thrown
  }
}

/** Which files of a folder are pictures by name; the server decides by content what they really are. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { UsageError } from './exit.ts'

const EXTENSIONS = new Set(
  'jpg jpeg jpe jfif png webp avif gif tif tiff heic heif bmp svg pdf zip'
    .split(' ')
    .map((name) => `.${name}`),
)

export interface FoundFile {
  path: string
  /** As shown: below the folder that was asked for. */
  name: string
  sizeBytes: number
}

/** Pictures of a folder in the order of their names; hidden files and links are passed over. */
export async function findPictures(
  folder: string,
  { recursive }: { recursive: boolean },
): Promise<{ files: FoundFile[]; skipped: number }> {
  const files: FoundFile[] = []
  let skipped = 0
  const visit = async (current: string): Promise<void> => {
    const entries = await readdir(current, { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.')) continue
      const full = path.join(current, entry.name)
      if (entry.isDirectory() && recursive) await visit(full)
      if (!entry.isFile()) continue
      if (!EXTENSIONS.has(path.extname(entry.name).toLowerCase())) skipped += 1
      else files.push({ path: full, name: path.relative(folder, full), sizeBytes: (await stat(full)).size })
    }
  }
  await visit(folder)
  return { files, skipped }
}

/** Throws `UsageError` unless there is a file, or a folder, of that name. */
export async function requirePath(given: string, kind: 'file' | 'folder'): Promise<string> {
  const full = path.resolve(given)
  let found: Awaited<ReturnType<typeof stat>>
  try {
    found = await stat(full)
  } catch (cause) {
    throw new UsageError(`There is no ${kind} at ${full}.`, { cause })
  }
  if (kind === 'file' ? found.isFile() : found.isDirectory()) return full
  throw new UsageError(`${full} is not a ${kind}.`)
}

/** Lower-case hex SHA-256 of a file, read as a stream. */
export async function hashFile(file: string, onRead: (bytes: number) => void): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) {
    const bytes = Buffer.from(chunk)
    hash.update(bytes)
    onRead(bytes.byteLength)
  }
  return hash.digest('hex')
}

/** Hashes of files that others brought, taken once and remembered as long as size and time of change stay. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { isMissing, parseJson } from './record.ts'

const Remembered = z.record(
  z.string(),
  z.object({ sizeBytes: z.int(), mtimeMs: z.number(), sha256: z.string() }),
)
type Remembered = z.infer<typeof Remembered>

/** The SHA-256 of a file as it is now; undefined when it was not taken yet. */
export type KnownHash = (file: string, now: { sizeBytes: number; mtimeMs: number }) => string | undefined

export class HashMemory {
  readonly #file: string
  #remembered: Remembered = {}

  /** `file`: where the memory is kept between two starts. */
  constructor(file: string) {
    this.#file = file
  }

  /** A memory that cannot be read is an empty one: the hashes are taken again. */
  async load(): Promise<void> {
    const parsed = Remembered.safeParse(parseJson(await readOrEmpty(this.#file)))
    if (parsed.success) this.#remembered = parsed.data
  }

  readonly known: KnownHash = (file, now) => {
    const remembered = this.#remembered[file]
    const isSame = remembered?.sizeBytes === now.sizeBytes && remembered.mtimeMs === now.mtimeMs
    return isSame ? remembered.sha256 : undefined
  }

  /** Reads the whole file; throws what the file system or the signal throws. */
  async take(file: string, signal: AbortSignal): Promise<void> {
    const { size, mtimeMs } = await stat(file)
    const sha256 = await hashFile(file, signal)
    this.#remembered[file] = { sizeBytes: size, mtimeMs, sha256 }
    await mkdir(path.dirname(this.#file), { recursive: true })
    await writeFile(`${this.#file}.tmp`, JSON.stringify(this.#remembered))
    await rename(`${this.#file}.tmp`, this.#file)
  }
}

async function hashFile(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20, signal })) hash.update(chunk)
  return hash.digest('hex')
}

async function readOrEmpty(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (thrown) {
    if (isMissing(thrown)) return '{}'
    throw thrown
  }
}

/** A zip that is written while it is read: one file is open at a time, and nothing is compressed twice. */
import { PassThrough, type Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'

export interface ZipEntry {
  /** With `/` between folders. */
  path: string
  /** Milliseconds since 1970. */
  modifiedAt: number
  sizeBytes: number
  /** Text is; pictures are already. */
  isCompressible: boolean
  open(): Promise<Readable>
}

/** From here on sizes need the longer form (ZIP64), which has to be said before the bytes. */
const LARGE = 0xf000_0000

/** Entries are asked for one after the other as the zip is read; when the reader leaves, the open one is closed and no more are. */
export function zipFile(entries: AsyncGenerator<ZipEntry>): Readable {
  const zip = new ZipFile()
  const out = new PassThrough()
  let current: Readable | undefined

  async function fill(): Promise<void> {
    for await (const { path, modifiedAt, sizeBytes, isCompressible, open } of entries) {
      current = await open()
      // The reader may have left while it was opened.
      if (out.destroyed) return void current.destroy()
      zip.addReadStream(current, path, {
        mtime: new Date(modifiedAt),
        compress: isCompressible,
        forceZip64Format: sizeBytes >= LARGE,
      })
      await finished(current)
    }
    zip.end()
  }

  const fail = (error: unknown) => void out.destroy(error instanceof Error ? error : new Error(String(error)))
  zip.on('error', fail)
  zip.outputStream.pipe(out)
  out.once('close', () => current?.destroy())
  fill().catch(fail)
  return out
}

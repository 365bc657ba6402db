/** `vitrine export`: images or their words into a file, as they come. */
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ExportFormat } from '@vitrine/contracts'
import type { Client } from './client.ts'
import { EXIT, type ExitCode, UsageError } from './exit.ts'
import type { Io } from './io.ts'
import { count, formatBytes, printable } from './text.ts'

export interface ExportOptions {
  /** What of `GET /api/v1/export` a person has chosen, as its query has it. */
  query: Readonly<Record<string, string>>
  format: ExportFormat
  /** Where to; null for stdout. */
  output: string | null
}

/** How often a person sees how much has come. */
const SHOW_EVERY_BYTES = 1_000_000

export async function exportImages(
  io: Io,
  client: Client,
  { query, format, output }: ExportOptions,
): Promise<ExitCode> {
  if (output === null && format === 'zip')
    throw new UsageError('A zip needs a file to go into: -o images.zip')
  const download = await client.export(new URLSearchParams({ ...query, format }))
  if (output === null) {
    const decoder = new TextDecoder()
    for await (const bytes of Readable.fromWeb(download.body))
      io.write(decoder.decode(bytes, { stream: true }))
    return EXIT.done
  }
  const file = path.resolve(output)
  const sizeBytes = await save(io, download.body, file)
  io.out(printable(`${count(download.count, 'image')} (${formatBytes(sizeBytes)}) in ${file}`))
  return EXIT.done
}

/** Under its name only once it is whole: what breaks off leaves nothing behind. Returns its size in bytes. */
async function save(io: Io, body: Parameters<typeof Readable.fromWeb>[0], file: string): Promise<number> {
  const part = `${file}.part`
  let sizeBytes = 0
  let shown = 0
  async function* counted(chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      sizeBytes += chunk.length
      if (sizeBytes - shown >= SHOW_EVERY_BYTES) {
        shown = sizeBytes
        io.progressStream?.write(`\r${formatBytes(sizeBytes)} `)
      }
      yield chunk
    }
  }
  try {
    await pipeline(Readable.fromWeb(body), counted, createWriteStream(part))
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  } finally {
    if (shown > 0) io.progressStream?.write('\r')
  }
  return sizeBytes
}

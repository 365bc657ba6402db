/** A file as a multipart body that streams from disk: a large one never lies in memory. */
import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'

export interface FilePart {
  path: string
  fileName: string
  /** Text fields that go before it, by name. */
  fields?: Record<string, string>
  /** Told of every stretch that went out, in bytes. */
  onSent?(bytes: number): void
}

export function streamMultipart(part: string, file: FilePart): { body: ReadableStream; contentType: string } {
  const boundary = `vitrine-${randomUUID()}`
  async function* chunks(): AsyncGenerator<Buffer> {
    for (const [name, value] of Object.entries(file.fields ?? {}))
      yield Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    const disposition = `form-data; name="${part}"; filename="${escapeQuoted(file.fileName)}"`
    yield Buffer.from(
      `--${boundary}\r\ncontent-disposition: ${disposition}\r\ncontent-type: application/octet-stream\r\n\r\n`,
    )
    for await (const chunk of createReadStream(file.path)) {
      const bytes = Buffer.from(chunk)
      yield bytes
      file.onSent?.(bytes.byteLength)
    }
    yield Buffer.from(`\r\n--${boundary}--\r\n`)
  }
  return {
    body: Readable.toWeb(Readable.from(chunks())),
    contentType: `multipart/form-data; boundary=${boundary}`,
  }
}

/** As the HTML standard has it for names in multipart headers. */
function escapeQuoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

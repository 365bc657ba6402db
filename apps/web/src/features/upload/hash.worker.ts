/**
 * SHA-256 away from the main thread, a slice at a time. `crypto.subtle` has no streaming form and is
 * absent on plain-http LAN addresses, which is where Vitrine mostly lives.
 */
import { createSHA256 } from 'hash-wasm'

const SLICE_BYTES = 4 * 1024 * 1024

export interface HashRequest {
  id: number
  file: File
}

export type HashReply =
  | { id: number; sha256: string }
  /** `name` is the DOMException's, for example `NotReadableError`. */
  | { id: number; error: { name: string; message: string } }

async function hash(file: File): Promise<string> {
  const hasher = await createSHA256()
  hasher.init()
  for (let start = 0; start < file.size; start += SLICE_BYTES) {
    hasher.update(new Uint8Array(await file.slice(start, start + SLICE_BYTES).arrayBuffer()))
  }
  return hasher.digest('hex')
}

addEventListener('message', async ({ data }: MessageEvent<HashRequest>) => {
  const reply: HashReply = await hash(data.file).then(
    (sha256) => ({ id: data.id, sha256 }),
    (error: unknown) => ({
      id: data.id,
      error:
        error instanceof Error
          ? { name: error.name, message: error.message }
          : { name: 'Error', message: '' },
    }),
  )
  postMessage(reply)
})

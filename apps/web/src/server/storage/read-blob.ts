import { readFile } from 'node:fs/promises'
import { isMissing } from '@vitrine/storage/file-error'

/** A blob's file as a whole, or null when it is gone. */
export async function readBlobFile(file: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await readFile(file))
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

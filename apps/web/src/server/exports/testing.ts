/** Zips unpacked in memory, for tests. */
import { buffer, text } from 'node:stream/consumers'
import yauzl, { type ZipFile } from 'yauzl'

export interface UnpackedFile {
  path: string
  text: string
}

function open(bytes: ArrayBuffer): Promise<ZipFile> {
  return new Promise((resolve, reject) =>
    yauzl.fromBuffer(Buffer.from(bytes), { lazyEntries: true, validateEntrySizes: true }, (error, zip) =>
      error ? reject(error) : resolve(zip),
    ),
  )
}

/** Every file of a zip as bytes. */
export async function unpackBytes(bytes: ArrayBuffer): Promise<{ path: string; bytes: Uint8Array }[]> {
  const zip = await open(bytes)
  const files: { path: string; bytes: Uint8Array }[] = []
  for await (const entry of zip.eachEntry())
    files.push({ path: entry.fileName, bytes: await buffer(await zip.openReadStreamPromise(entry)) })
  return files
}

/** Every file of a zip in its order; throws for a zip that is damaged or not whole, and for paths that lead out of it. */
export async function unpack(bytes: ArrayBuffer): Promise<UnpackedFile[]> {
  const zip = await open(bytes)
  const files: UnpackedFile[] = []
  for await (const entry of zip.eachEntry())
    files.push({ path: entry.fileName, text: await text(await zip.openReadStreamPromise(entry)) })
  if (files.length !== zip.entryCount) throw new Error('The zip counts other files than it holds.')
  return files
}

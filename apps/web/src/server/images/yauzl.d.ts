import type { Readable } from 'node:stream'

/** What yauzl 3 offers beyond its published types, which describe version 2. */
declare module 'yauzl' {
  interface Entry {
    fileNameRaw: Buffer
    canDecodeFileData(): boolean
  }
  interface ZipFile {
    eachEntry(): AsyncIterableIterator<Entry>
    openReadStreamPromise(entry: Entry): Promise<Readable>
  }
  export function openPromise(path: string, options: Options): Promise<ZipFile>
  export function getFileNameLowLevel(
    generalPurposeBitFlag: number,
    fileNameBuffer: Buffer,
    extraFields: Array<{ id: number; data: Buffer }>,
    strictFileNames: boolean,
  ): string
}

/** The part of a file handle that writing uses; tests pass one that runs out of space. */
export interface WritableFile {
  /** May write less than it was given. */
  write(bytes: Uint8Array, offset: number, length: number): Promise<{ bytesWritten: number }>
  sync(): Promise<void>
  close(): Promise<void>
}

/** Writes all of `chunk`: a file handle may write less than it was given. */
export async function writeAll(handle: WritableFile, chunk: Uint8Array): Promise<void> {
  let offset = 0
  while (offset < chunk.byteLength) {
    const { bytesWritten } = await handle.write(chunk, offset, chunk.byteLength - offset)
    offset += bytesWritten
  }
}

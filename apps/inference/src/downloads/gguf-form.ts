/**
 * Whether a GGUF file is whole: its header is read, and the last tensor has to end within the file. llama.cpp ends
 * the whole process over some damaged files, so that this is asked before it.
 * https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
import { type FileHandle, open } from 'node:fs/promises'

const CHUNK_BYTES = 1 << 20
/** Qwen's vocabulary takes 5 MB. */
const MAX_HEADER_BYTES = 256 << 20
const MAX_ENTRIES = 100_000
const STRING = 8
const ARRAY = 9
/** Bytes of each type of value, by its number; strings and arrays say theirs. */
const VALUE_BYTES: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
}
/** Of the tensor types of these models: numbers in a block, and its bytes (ggml-common.h). */
const BLOCKS: Readonly<Record<number, readonly [number, number]>> = {
  0: [1, 4],
  1: [1, 2],
  2: [32, 18],
  3: [32, 20],
  6: [32, 22],
  7: [32, 24],
  8: [32, 34],
  10: [256, 84],
  11: [256, 110],
  12: [256, 144],
  13: [256, 176],
  14: [256, 210],
  30: [1, 2],
}

export async function isWholeGguf(file: string, sizeBytes: number): Promise<boolean> {
  const handle = await open(file)
  try {
    const end = await endOfTensors(new HeaderReader(handle))
    return end <= sizeBytes
  } catch (thrown) {
    if (thrown instanceof BrokenForm) return false
    throw thrown
  } finally {
    await handle.close()
  }
}

class BrokenForm extends Error {}

async function endOfTensors(reader: HeaderReader): Promise<number> {
  if ((await reader.text(4)) !== 'GGUF') throw new BrokenForm()
  const version = await reader.u32()
  if (version < 2 || version > 3) throw new BrokenForm()
  const [tensors, entries] = [await reader.u64(), await reader.u64()]
  if (tensors > MAX_ENTRIES || entries > MAX_ENTRIES) throw new BrokenForm()
  let alignment = 32
  for (let entry = 0; entry < entries; entry += 1) {
    const key = await reader.text(await reader.u64())
    const type = await reader.u32()
    if (key === 'general.alignment' && type === 4) alignment = await reader.u32()
    else await skipValue(reader, type)
  }
  if (alignment === 0) throw new BrokenForm()
  let end = 0
  for (let tensor = 0; tensor < tensors; tensor += 1) end = Math.max(end, await endOfTensor(reader))
  return Math.ceil(reader.position / alignment) * alignment + end
}

/** Counted from where the tensors begin. */
async function endOfTensor(reader: HeaderReader): Promise<number> {
  await reader.skip(await reader.u64())
  const dimensions = await reader.u32()
  if (dimensions > 8) throw new BrokenForm()
  let numbers = 1
  for (let dimension = 0; dimension < dimensions; dimension += 1) numbers *= await reader.u64()
  const [perBlock, bytes] = BLOCKS[await reader.u32()] ?? [1, 0]
  return (await reader.u64()) + (numbers / perBlock) * bytes
}

async function skipValue(reader: HeaderReader, type: number): Promise<void> {
  if (type === STRING) return reader.skip(await reader.u64())
  if (type === ARRAY) {
    const of = await reader.u32()
    const length = await reader.u64()
    const bytes = VALUE_BYTES[of]
    if (bytes !== undefined) return reader.skip(length * bytes)
    if (of !== STRING) throw new BrokenForm()
    for (let at = 0; at < length; at += 1) await reader.skip(await reader.u64())
    return
  }
  const bytes = VALUE_BYTES[type]
  if (bytes === undefined) throw new BrokenForm()
  return reader.skip(bytes)
}

/** Reads a header from its beginning, a piece of the file at a time. */
class HeaderReader {
  readonly #handle: FileHandle
  #chunk = Buffer.alloc(0)
  #chunkStart = 0
  position = 0

  constructor(handle: FileHandle) {
    this.#handle = handle
  }

  async u32(): Promise<number> {
    return (await this.#take(4)).readUInt32LE()
  }

  async u64(): Promise<number> {
    const value = Number((await this.#take(8)).readBigUInt64LE())
    if (!Number.isSafeInteger(value)) throw new BrokenForm()
    return value
  }

  async text(bytes: number): Promise<string> {
    return (await this.#take(bytes)).toString('latin1')
  }

  async skip(bytes: number): Promise<void> {
    this.position += bytes
    if (this.position > MAX_HEADER_BYTES) throw new BrokenForm()
  }

  async #take(bytes: number): Promise<Buffer> {
    if (bytes > CHUNK_BYTES) throw new BrokenForm()
    const isHere = () =>
      this.position >= this.#chunkStart && this.position + bytes <= this.#chunkStart + this.#chunk.length
    if (!isHere()) {
      const wanted = Buffer.alloc(CHUNK_BYTES)
      const { bytesRead } = await this.#handle.read(wanted, 0, CHUNK_BYTES, this.position)
      this.#chunk = wanted.subarray(0, bytesRead)
      this.#chunkStart = this.position
      if (!isHere()) throw new BrokenForm()
    }
    const start = this.position - this.#chunkStart
    await this.skip(bytes)
    return this.#chunk.subarray(start, start + bytes)
  }
}

/** Whether a file that nobody vouches for is whole, told from its form. */
import { type FileHandle, open, readFile } from 'node:fs/promises'
import { isWholeGguf } from './gguf-form.ts'
import { parseJson } from './record.ts'

/** A model has a dozen fields and, at times, some hundred functions. */
const MAX_FIELDS = 100_000
/** A tag and a length, each of at most ten bytes. */
const HEAD_BYTES = 20
/** Of field 26: none is that high. */
const MAX_TAG = 26 << 3

/** A sentence's end that says what is wrong with a file of the repository; null when nothing is. */
export async function findFault(file: string, sizeBytes: number): Promise<string | null> {
  if (sizeBytes === 0) return 'is empty'
  if (file.endsWith('.json'))
    return parseJson(await readFile(file, 'utf8')) === undefined ? 'is not JSON, or cut short' : null
  if (file.endsWith('.onnx'))
    return (await isWholeOnnx(file, sizeBytes)) ? null : 'is not an ONNX model, or cut short'
  if (file.endsWith('.gguf'))
    return (await isWholeGguf(file, sizeBytes)) ? null : 'is not a GGUF model, or cut short'
  return null
}

/**
 * An ONNX file is one protobuf message: its fields, one after another, end exactly where the file does.
 * Only their heads are read, so this takes the same time for a gigabyte
 * (https://protobuf.dev/programming-guides/encoding; fields 1 to 25 of ModelProto in onnx.proto).
 */
export async function isWholeOnnx(file: string, sizeBytes: number): Promise<boolean> {
  const handle = await open(file)
  try {
    let offset = 0
    for (let fields = 0; offset < sizeBytes && fields < MAX_FIELDS; fields++) {
      const end = await endOfField(handle, offset)
      if (end === null) return false
      offset = end
    }
    return offset === sizeBytes
  } finally {
    await handle.close()
  }
}

async function endOfField(handle: FileHandle, offset: number): Promise<number | null> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, offset)
  const head = buffer.subarray(0, bytesRead)
  const tag = readVarint(head, 0)
  if (!tag || tag.value < 8 || tag.value >= MAX_TAG) return null
  const wireType = tag.value & 7
  if (wireType === 1) return offset + tag.end + 8
  if (wireType === 5) return offset + tag.end + 4
  const value = readVarint(head, tag.end)
  if (!value || (wireType !== 0 && wireType !== 2)) return null
  return offset + value.end + (wireType === 2 ? value.value : 0)
}

/** Seven bits a byte, the lowest first; null when it does not end within the bytes. */
function readVarint(bytes: Uint8Array, start: number): { value: number; end: number } | null {
  let value = 0
  for (let at = start, scale = 1; at < Math.min(bytes.length, start + 10); at++, scale *= 128) {
    const byte = bytes[at] ?? 0
    value += (byte & 127) * scale
    if (byte < 128) return { value, end: at + 1 }
  }
  return null
}

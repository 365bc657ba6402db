/** Writes GGUF files of fp32 tensors (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). */
import { writeFileSync } from 'node:fs'

export type GgufValue =
  | { type: 'u32' | 'i32' | 'f32'; value: number }
  | { type: 'bool'; value: boolean }
  | { type: 'text'; value: string }
  | { type: 'i32s'; value: readonly number[] }
  | { type: 'f32s'; value: readonly number[] }
  | { type: 'texts'; value: readonly string[] }

export interface GgufTensor {
  name: string
  /** The fastest first. */
  dimensions: readonly number[]
  data: Float32Array
}

const ALIGNMENT = 32
const TYPES = { u32: 4, i32: 5, f32: 6, bool: 7, text: 8, array: 9 } as const

export function writeGguf(
  file: string,
  entries: Readonly<Record<string, GgufValue>>,
  tensors: readonly GgufTensor[],
): void {
  const head = [Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(Object.keys(entries).length)]
  for (const [key, value] of Object.entries(entries)) head.push(text(key), encode(value))
  const bodies: Buffer[] = []
  let offset = 0
  for (const { name, dimensions, data } of tensors) {
    head.push(text(name), u32(dimensions.length), ...dimensions.map(u64), u32(0), u64(offset))
    const body = pad(Buffer.from(data.buffer, data.byteOffset, data.byteLength))
    bodies.push(body)
    offset += body.length
  }
  writeFileSync(file, Buffer.concat([pad(Buffer.concat(head)), ...bodies]))
}

function encode(entry: GgufValue): Buffer {
  switch (entry.type) {
    case 'u32':
      return Buffer.concat([u32(TYPES.u32), u32(entry.value)])
    case 'i32':
      return Buffer.concat([u32(TYPES.i32), i32(entry.value)])
    case 'f32':
      return Buffer.concat([u32(TYPES.f32), f32(entry.value)])
    case 'bool':
      return Buffer.concat([u32(TYPES.bool), Buffer.from([entry.value ? 1 : 0])])
    case 'text':
      return Buffer.concat([u32(TYPES.text), text(entry.value)])
    case 'i32s':
      return array(TYPES.i32, entry.value.map(i32))
    case 'f32s':
      return array(TYPES.f32, entry.value.map(f32))
    case 'texts':
      return array(TYPES.text, entry.value.map(text))
  }
}

const array = (type: number, items: readonly Buffer[]): Buffer =>
  Buffer.concat([u32(TYPES.array), u32(type), u64(items.length), ...items])

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([u64(bytes.length), bytes])
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function i32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return bytes
}

function pad(bytes: Buffer): Buffer {
  const rest = bytes.length % ALIGNMENT
  return rest === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(ALIGNMENT - rest)])
}

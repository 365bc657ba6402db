/** The two packed lists of a SearchDocument row. Little-endian. Pure. */

const WORD_BYTES = 5
const FACET_BYTES = 4

/** Word ids with their weighted frequencies (1..255), in ascending order of id. */
export function packWords(words: readonly (readonly [id: number, frequency: number])[]): Buffer {
  const packed = Buffer.allocUnsafe(words.length * WORD_BYTES)
  let at = 0
  for (const [id, frequency] of [...words].sort(([a], [b]) => a - b)) {
    packed.writeUInt32LE(id, at)
    packed.writeUInt8(frequency, at + 4)
    at += WORD_BYTES
  }
  return packed
}

export function unpackWords(packed: Buffer): [id: number, frequency: number][] {
  const words: [number, number][] = []
  for (let at = 0; at + WORD_BYTES <= packed.length; at += WORD_BYTES)
    words.push([packed.readUInt32LE(at), packed.readUInt8(at + 4)])
  return words
}

/** Calls `visit` for each word without making anything: ranking does this thousands of times a search. */
export function eachWord(packed: Uint8Array, visit: (id: number, frequency: number) => void): void {
  for (let at = 0; at + WORD_BYTES <= packed.length; at += WORD_BYTES) {
    const id =
      ((packed[at] ?? 0) |
        ((packed[at + 1] ?? 0) << 8) |
        ((packed[at + 2] ?? 0) << 16) |
        ((packed[at + 3] ?? 0) << 24)) >>>
      0
    visit(id, packed[at + 4] ?? 0)
  }
}

export function packFacets(ids: readonly number[]): Buffer {
  const packed = Buffer.allocUnsafe(ids.length * FACET_BYTES)
  for (const [index, id] of [...ids].sort((a, b) => a - b).entries())
    packed.writeUInt32LE(id, index * FACET_BYTES)
  return packed
}

export function unpackFacets(packed: Buffer): number[] {
  const ids: number[] = []
  for (let at = 0; at + FACET_BYTES <= packed.length; at += FACET_BYTES) ids.push(packed.readUInt32LE(at))
  return ids
}

/** The few parts of the protocol buffer wire format that writing an ONNX file takes. */

const VARINT = 0
const LENGTH_DELIMITED = 2
const FIXED_32 = 5

/** Collects the fields of one message. */
export class MessageWriter {
  private readonly parts: Uint8Array[] = []

  integer(field: number, value: number | bigint): this {
    this.varint((field << 3) | VARINT)
    return this.varint(value)
  }

  float(field: number, value: number): this {
    this.varint((field << 3) | FIXED_32)
    const bytes = Buffer.alloc(4)
    bytes.writeFloatLE(value)
    this.parts.push(bytes)
    return this
  }

  bytes(field: number, value: string | Uint8Array | MessageWriter): this {
    const content = value instanceof MessageWriter ? value.finish() : Buffer.from(value)
    this.varint((field << 3) | LENGTH_DELIMITED)
    this.varint(content.length)
    this.parts.push(content)
    return this
  }

  /** The message so far. */
  finish(): Uint8Array {
    return Buffer.concat(this.parts)
  }

  private varint(value: number | bigint): this {
    // Negative numbers are written as their 64-bit two's complement.
    let rest = BigInt.asUintN(64, BigInt(value))
    const bytes: number[] = []
    do {
      const low = Number(rest & 127n)
      rest >>= 7n
      bytes.push(rest > 0n ? low | 128 : low)
    } while (rest > 0n)
    this.parts.push(Uint8Array.from(bytes))
    return this
  }
}

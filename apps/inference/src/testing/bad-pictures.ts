/** Pictures that break readers, made by hand: nothing here is large until it is decoded. */
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'

/** A valid one-bit PNG of any size in a few kilobytes. */
export function createPngBomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const rows = deflateSync(Buffer.alloc(height * (1 + Math.ceil(width / 8))))
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    createPngChunk('IHDR', header),
    createPngChunk('IDAT', rows),
    createPngChunk('IEND', Buffer.alloc(0)),
  ])
}

function createPngChunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(data.length, 0)
  chunk.set(body, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

/** CRC-32 as PNG has it; Node 20's zlib has none. */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

/** Noise does not compress away: half of such a file is half of the picture. */
export function createNoise(width: number, height: number): ReturnType<typeof sharp> {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 }
  return sharp({ create: { width, height, channels: 3, background: 'black', noise } })
}

/** Three frames of different greys. */
export async function createAnimatedGif(size: number): Promise<Buffer> {
  const frames = [0, 100, 200].map((grey) => Buffer.alloc(size * size * 3, grey))
  const raw = { width: size, height: size * 3, channels: 3 as const, pageHeight: size }
  return sharp(Buffer.concat(frames), { raw })
    .gif({ delay: [50, 50, 50] })
    .toBuffer()
}

/** Refers to a file of this machine and to a host that must never be asked. */
export const SVG_WITH_OUTSIDE_REFERENCES = Buffer.from(`<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="64" height="64">
  <rect width="64" height="64" fill="#3366cc"/>
  <image xlink:href="file:///etc/hostname" width="64" height="64"/>
  <image href="http://127.0.0.1:9/pixel.png" width="64" height="64"/>
</svg>`)

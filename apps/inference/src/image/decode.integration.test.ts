import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { AppError } from '@vitrine/contracts'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { decodeImage } from './decode.ts'
import type { DecodedImage } from './image.ts'

const OPTIONS = { maxPixels: 200_000_000 }
const RED = [255, 0, 0]
const GREEN = [0, 128, 0]
const BLUE = [0, 0, 255]
const WHITE = [255, 255, 255]

/** A picture whose corners are red, green, blue and white, clockwise from the top-left. */
const fourCorners = () =>
  sharp(
    Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><rect width="30" height="20" fill="red"/><rect x="30" width="30" height="20" fill="green"/><rect x="30" y="20" width="30" height="20" fill="blue"/><rect y="20" width="30" height="20" fill="white"/></svg>',
    ),
  ).flatten({ background: '#fff' })

function pixelAt({ size, pixels }: DecodedImage, x: number, y: number): number[] {
  const at = (y * size.width + x) * 3
  return [...pixels.subarray(at, at + 3)]
}

function expectColour(actual: number[], expected: number[], tolerance = 12): void {
  actual.forEach((channel, i) => {
    expect(
      Math.abs(channel - (expected[i] ?? 0)),
      `${actual} should be about ${expected}`,
    ).toBeLessThanOrEqual(tolerance)
  })
}

async function failureOf(
  bytes: Buffer,
  options: Parameters<typeof decodeImage>[1] = OPTIONS,
): Promise<AppError> {
  const thrown: unknown = await decodeImage(bytes, options).catch((error: unknown) => error)
  if (thrown instanceof AppError) return thrown
  throw new Error(`An AppError was expected, not ${String(thrown)}`)
}

/** A PNG that is all header: what it claims to hold would not fit into memory. */
function pngClaiming(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const frame = Buffer.alloc(8)
    frame.writeUInt32BE(data.length, 0)
    frame.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', Buffer.alloc(0)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

describe('formats', () => {
  it.each(['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'] as const)('reads %s', async (format) => {
    const image = await decodeImage(await fourCorners().toFormat(format).toBuffer(), OPTIONS)
    expect(image.size).toEqual({ width: 60, height: 40 })
    expect(image.pixels.length).toBe(60 * 40 * 3)
    expect(image.warnings).toEqual([])
    expectColour(pixelAt(image, 8, 8), RED, 40)
    expectColour(pixelAt(image, 52, 32), BLUE, 40)
  })

  it('reads a picture of one pixel', async () => {
    const bytes = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#123456' } })
      .png()
      .toBuffer()
    const image = await decodeImage(bytes, OPTIONS)
    expect(image.size).toEqual({ width: 1, height: 1 })
    expect([...image.pixels]).toEqual([0x12, 0x34, 0x56])
  })

  it('spreads a grey picture over three channels', async () => {
    const bytes = await fourCorners().greyscale().png().toBuffer()
    const image = await decodeImage(bytes, OPTIONS)
    const [r, g, b] = pixelAt(image, 5, 5)
    expect([r, g]).toEqual([g, b])
    expect(image.pixels.length).toBe(60 * 40 * 3)
  })

  it('brings 16 bits a channel down to 8', async () => {
    const bytes = await fourCorners().toColourspace('rgb16').png().toBuffer()
    expect((await sharp(bytes).metadata()).depth).toBe('ushort')
    expectColour(pixelAt(await decodeImage(bytes, OPTIONS), 5, 5), RED)
  })

  it('turns CMYK into sRGB and says so', async () => {
    const bytes = await fourCorners().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer()
    expect((await sharp(bytes).metadata()).space).toBe('cmyk')
    const image = await decodeImage(bytes, OPTIONS)
    const [red = 0, , blue = 255] = pixelAt(image, 5, 5)
    expect(red).toBeGreaterThan(180)
    expect(blue).toBeLessThan(90)
    expect(image.warnings).toEqual(['The colours were converted from CMYK.'])
  })

  it('lays transparency over white', async () => {
    const bytes = await sharp({
      create: { width: 4, height: 4, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0.5 } },
    })
      .png()
      .toBuffer()
    expectColour(pixelAt(await decodeImage(bytes, OPTIONS), 1, 1), [255, 127, 127], 3)
  })

  it.each([
    ['gif', 'frames'],
    ['webp', 'frames'],
    ['tiff', 'pages'],
  ] as const)('reads the first of a %s with several %s and says so', async (format, unit) => {
    const page = (background: string) =>
      sharp({ create: { width: 8, height: 8, channels: 3, background } })
        .png()
        .toBuffer()
    const pages = await Promise.all(['#ff0000', '#00ff00', '#0000ff'].map(page))
    const bytes = await sharp(pages, { join: { animated: true } })
      .toFormat(format)
      .toBuffer()
    const image = await decodeImage(bytes, OPTIONS)
    expect(image.size).toEqual({ width: 8, height: 8 })
    expectColour(pixelAt(image, 4, 4), RED)
    expect(image.warnings).toEqual([`Only the first of 3 ${unit} was read.`])
  })
})

describe('EXIF orientation', () => {
  // Where the stored top-left (red) comes to lie, and whether width and height change places.
  it.each([
    [1, 'top-left', RED, GREEN],
    [2, 'top-right', GREEN, RED],
    [3, 'bottom-right', BLUE, WHITE],
    [4, 'bottom-left', WHITE, BLUE],
    [5, 'top-left, sides exchanged', RED, WHITE],
    [6, 'top-right, sides exchanged', WHITE, RED],
    [7, 'bottom-right, sides exchanged', BLUE, GREEN],
    [8, 'bottom-left, sides exchanged', GREEN, BLUE],
  ])('%i puts the stored corner %s', async (orientation, _, topLeft, topRight) => {
    const bytes = await fourCorners()
      .withMetadata({ orientation })
      .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
      .toBuffer()
    const image = await decodeImage(bytes, OPTIONS)
    const size = orientation >= 5 ? { width: 40, height: 60 } : { width: 60, height: 40 }
    expect(image.size).toEqual(size)
    expectColour(pixelAt(image, 5, 5), topLeft)
    expectColour(pixelAt(image, size.width - 6, 5), topRight)
  })
})

describe('SVG', () => {
  it('is drawn, without what lies outside its own file', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="20" height="20"><rect width="20" height="20" fill="blue"/><image xlink:href="file:///etc/passwd" width="20" height="20"/><image href="https://example.org/tracker.png" width="20" height="20"/></svg>'
    const image = await decodeImage(Buffer.from(svg), OPTIONS)
    expectColour(pixelAt(image, 10, 10), BLUE)
    expect(image.warnings).toEqual(['What the drawing refers to outside its own file was left out.'])
  })

  it('does not show a local picture that it refers to', async () => {
    const outside = await sharp({ create: { width: 20, height: 20, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const folder = mkdtempSync(join(tmpdir(), 'vitrine-svg-'))
    const file = join(folder, 'outside.png')
    writeFileSync(file, outside)
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="20" height="20" fill="blue"/><image href="file://${file}" width="20" height="20"/></svg>`
    const image = await decodeImage(Buffer.from(svg), OPTIONS)
    rmSync(folder, { recursive: true })
    expectColour(pixelAt(image, 10, 10), BLUE)
  })

  it('with entities that multiply is refused, not expanded', async () => {
    const levels = Array.from({ length: 12 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join(
      '',
    )
    const svg = `<!DOCTYPE svg [<!ENTITY e0 "lol">${levels}]><svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text>&e12;</text></svg>`
    expect((await failureOf(Buffer.from(svg))).code).toBe('undecodable-image')
  })
})

describe('size', () => {
  it('refuses a 20,000 × 20,000 PNG by its header', async () => {
    const before = process.memoryUsage.rss()
    const failure = await failureOf(pngClaiming(20_000, 20_000))
    expect(failure.code).toBe('too-many-pixels')
    expect(failure.message).toContain('400 million')
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 ** 2)
  })

  it('refuses an SVG that claims to be enormous', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="30000"/>'
    expect((await failureOf(Buffer.from(svg))).code).toBe('too-many-pixels')
  })

  it('reads a large picture as a reduced copy and says so', async () => {
    const bytes = await sharp({ create: { width: 5000, height: 100, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const image = await decodeImage(bytes, OPTIONS)
    expect(image.size).toEqual({ width: 4096, height: 82 })
    expect(image.sourceSize).toEqual({ width: 5000, height: 100 })
    expect(image.warnings).toEqual(['Read at 4096 × 82; the original has 5000 × 100 pixels.'])
  })

  it('decodes to the size an engine asks for, which is no loss, and larger again when asked', async () => {
    const bytes = await fourCorners().resize(5000, 100, { fit: 'fill' }).png().toBuffer()
    const image = await decodeImage(bytes, { ...OPTIONS, maxSide: 1000 })
    expect(image).toMatchObject({ size: { width: 1000, height: 20 }, warnings: [] })
    expect((await image.enlarge?.(2000))?.size).toEqual({ width: 2000, height: 40 })
  })
})

describe('damage', () => {
  it('reads what is there of a truncated JPEG and says so', async () => {
    const whole = await fourCorners().resize(600, 400).jpeg().toBuffer()
    const image = await decodeImage(whole.subarray(0, Math.floor(whole.length / 2)), OPTIONS)
    expect(image.size).toEqual({ width: 600, height: 400 })
    expectColour(pixelAt(image, 20, 20), RED, 20)
    expect(image.warnings).toEqual([
      'The file is damaged or cut off: only a part of the picture could be read.',
    ])
  })

  it.each([
    ['a JPEG that ends in its header', async () => (await fourCorners().jpeg().toBuffer()).subarray(0, 120)],
    ['a PNG that ends in its header', async () => (await fourCorners().png().toBuffer()).subarray(0, 20)],
    ['a JPEG marker with noise behind it', async () => Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5])],
    [
      'an SVG that never closes',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9"'),
    ],
  ])('refuses %s', async (_, make) => {
    const failure = await failureOf(await make())
    expect(failure.code).toBe('undecodable-image')
    expect(failure.retryable).toBe(false)
  })

  it.each([
    ['no bytes', Buffer.alloc(0)],
    ['words', Buffer.from('This is not a picture at all.')],
    ['a web page', Buffer.from('<!doctype html><title>Hello</title>')],
    ['a PDF', Buffer.from('%PDF-1.7\n')],
    ['a BMP', Buffer.from(`BM${'\0'.repeat(60)}`)],
    ['an HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
  ])('does not take %s for a picture', async (_, bytes) => {
    const failure = await failureOf(bytes)
    expect(failure.code).toBe('unsupported-media')
    expect(failure.suggestion).toContain('JPEG')
  })
})

it('stops when the request is cancelled', async () => {
  const bytes = await fourCorners().png().toBuffer()
  expect((await failureOf(bytes, { ...OPTIONS, signal: AbortSignal.abort() })).code).toBe('cancelled')
})

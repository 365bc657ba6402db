/** Small real files for tests, made here byte by byte or by sharp, so that nothing has to be downloaded. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { encode } from 'bmp-ts'
import sharp, { type Sharp } from 'sharp'

/** A picture with something in it, of any size; different seeds make different bytes. */
export function drawPicture(options: { width?: number; height?: number; seed?: number } = {}): Sharp {
  const { width = 320, height = 200, seed = 1 } = options
  const pixels = Buffer.alloc(width * height * 3)
  for (let index = 0; index < pixels.length; index += 1) {
    const pixel = Math.floor(index / 3)
    pixels[index] = ((pixel % width) * 2 + Math.floor(pixel / width) * (index % 3) + seed * 37) % 256
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

export function makeJpeg(options: { width?: number; height?: number; seed?: number } = {}): Promise<Buffer> {
  return drawPicture(options).jpeg().toBuffer()
}

/** 160 × 96, HEVC, with EXIF: made once by libheif from a drawing of our own. */
export function readHeic(): Promise<Buffer> {
  return readFile(path.join(import.meta.dirname, 'fixture.heic'))
}

export function makeBmp(width: number, height: number): Buffer {
  return encode({ width, height, data: Buffer.alloc(width * height * 4, 0xc8), bitPP: 24 }).data
}

export const SVG = `<?xml version="1.0"?>
<!-- a drawing -->
<svg xmlns="http://www.w3.org/2000/svg" width="48" height="24"><rect width="48" height="24" fill="#c00"/></svg>`

/** A PDF of A4 pages with a line of text each; `extra` goes into the trailer. */
export function makePdf(pages: number, extra = ''): Buffer {
  const kids = Array.from({ length: pages }, (_, index) => `${3 + index * 2} 0 R`)
  const objects = ['<</Type/Catalog/Pages 2 0 R>>', `<</Type/Pages/Kids[${kids.join(' ')}]/Count ${pages}>>`]
  const font = '<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>'
  for (let index = 0; index < pages; index += 1) {
    const content = `BT /F1 24 Tf 72 700 Td (Page ${index + 1}) Tj ET`
    objects.push(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents ${4 + index * 2} 0 R/Resources${font}>>`,
      `<</Length ${content.length}>>stream\n${content}\nendstream`,
    )
  }
  let text = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = text.length
    text += `${index + 1} 0 obj${object}endobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const start = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`
  text += `trailer<</Size ${objects.length + 1}/Root 1 0 R${extra}>>\nstartxref\n${start}\n%%EOF`
  return Buffer.from(text)
}

/** Asks for a password: encryption whose key no empty password opens. */
export function makeEncryptedPdf(): Buffer {
  const zeros = '00'.repeat(32)
  const encryption = `/Encrypt<</Filter/Standard/V 1/R 2/O<${zeros}>/U<${zeros}>/P -4>>/ID[<00><00>]`
  return makePdf(1, encryption)
}

/** Six seconds of 320 × 240: red, green from second 2, blue from second 4. Made once by FFmpeg from drawings of our own. */
export function readVideo(format: 'mp4' | 'mov' | 'webm'): Promise<Buffer> {
  return readFile(path.join(import.meta.dirname, `scenes.${format}`))
}

/** The MP4, said to be held upright when turned a quarter clockwise, as phones write it into the track's header. */
export async function readTurnedVideo(): Promise<Buffer> {
  const bytes = await readVideo('mp4')
  // ISO/IEC 14496-12, 8.3.2: the matrix begins 40 bytes after the version of a `tkhd` box of version 0.
  const matrix = bytes.indexOf('tkhd') + 4 + 40
  const quarter = [0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30]
  for (const [index, value] of quarter.entries()) bytes.writeInt32BE(value, matrix + index * 4)
  return bytes
}

/** The WebM, said to be shown one pixel wide and 60 000 high: no picture has that shape. */
export async function readAbsurdVideo(): Promise<Buffer> {
  const bytes = await readVideo('webm')
  // RFC 9559, 5.1.4.1.28: the track's Video element, made longer by what is not needed behind it.
  const video = bytes.indexOf(Buffer.from('e087b0820140ba81f0', 'hex'))
  bytes.writeUInt8(0x80 + 22, video + 1)
  const shape = Buffer.from('54b28100' + '54b08101' + '54ba82ea60' + 'ec80', 'hex')
  shape.copy(bytes, video + 9)
  return bytes
}

/** The MP4, said to have been recorded then. */
export async function readRecordedVideo(at: Date): Promise<Buffer> {
  const bytes = await readVideo('mp4')
  // ISO/IEC 14496-12, 8.2.2: seconds since 1904, behind the version of an `mvhd` box of version 0.
  const seconds = (at.getTime() - Date.UTC(1904, 0, 1)) / 1000
  bytes.writeUInt32BE(seconds, bytes.indexOf('mvhd') + 8)
  return bytes
}

/** The MP4, its one track said to be sound. */
export async function readSoundOnly(): Promise<Buffer> {
  const bytes = await readVideo('mp4')
  for (let at = bytes.indexOf('vide'); at >= 0; at = bytes.indexOf('vide', at + 4)) bytes.write('soun', at)
  return bytes
}

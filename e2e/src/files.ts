/** The files that specs upload: committed pictures, and awkward ones made on the spot. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { zipSync } from 'fflate'
import sharp from 'sharp'

const fixtures = path.resolve(import.meta.dirname, '../fixtures')

/** Path of a drawn text picture, for example `receipt-corner-market.png`. */
export const pageFile = (name: string) => path.join(fixtures, 'pages', name)

/** Path of a real photograph, for example `cat.jpg`. */
export const photoFile = (name: string) => path.join(fixtures, 'photos', name)

/** Path of a video of six seconds: red, then green, then blue. */
export const videoFile = (name: string) => path.join(fixtures, 'videos', name)

const isPicture = (name: string) => /\.(jpe?g|png|webp)$/.test(name)

/** Every committed picture, photographs first. */
export function allPictures(): string[] {
  return ['photos', 'pages'].flatMap((folder) =>
    readdirSync(path.join(fixtures, folder))
      .filter(isPicture)
      .sort()
      .map((name) => path.join(fixtures, folder, name)),
  )
}

/** A file as Playwright's `setInputFiles` takes it from memory. */
export interface MemoryFile {
  name: string
  mimeType: string
  buffer: Buffer
}

/** A file that calls itself a JPEG and is none. */
export function brokenJpeg(): MemoryFile {
  return { name: 'broken.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('this is no picture at all') }
}

/** A plain picture of one colour that no other call makes: its bytes are new. */
export async function plainPicture(name: string, seed: number): Promise<MemoryFile> {
  const background = { r: (seed * 53) % 256, g: (seed * 101) % 256, b: (seed * 197) % 256 }
  const buffer = await sharp({ create: { width: 320 + seed, height: 240, channels: 3, background } })
    .jpeg()
    .toBuffer()
  return { name, mimeType: 'image/jpeg', buffer }
}

/** A zip of pictures with the junk that real zips carry. */
export async function zipOfPictures(): Promise<MemoryFile> {
  const [first, second] = [await plainPicture('first.jpg', 901), await plainPicture('second.jpg', 902)]
  const zip = zipSync({
    'holiday/first.jpg': first.buffer,
    'holiday/deeper/second.jpg': second.buffer,
    '__MACOSX/._first.jpg': Buffer.from('junk'),
    'holiday/.DS_Store': Buffer.from('junk'),
    'holiday/notes.txt': Buffer.from('no picture'),
  })
  return { name: 'holiday.zip', mimeType: 'application/zip', buffer: Buffer.from(zip) }
}

/** The bytes of a committed file under another name. */
export function renamed(file: string, name: string): MemoryFile {
  return { name, mimeType: 'image/png', buffer: readFileSync(file) }
}

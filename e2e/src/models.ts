/** Folders of models for specs: empty ones, and tiny weights that "arrive" in them. */
import { execFile } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import type { MemoryFile } from './files.ts'

const inference = path.resolve(import.meta.dirname, '../../apps/inference')

/** Each 0..255. */
interface Colour {
  r: number
  g: number
  b: number
}

export const emptyModelsFolder = () => mkdtemp(path.join(tmpdir(), 'vitrine-models-'))

/** Writes a generated Florence-2 of a few hundred kilobytes, laid out as on the hub, as a person would copy one. */
export async function writeTinyWeights(folder: string): Promise<void> {
  const args = ['--import', 'tsx', 'scripts/make-tiny-models.ts', folder]
  await promisify(execFile)(process.execPath, args, { cwd: inference })
}

/** A picture that the generated Florence-2 reads as "a red square". */
export const redPicture = (name: string, width: number) => plainSquare(name, { r: 220, g: 30, b: 30 }, width)

/** A picture of one colour, which the generated models tell. */
export async function plainSquare(name: string, background: Colour, width = 240): Promise<MemoryFile> {
  const buffer = await sharp({ create: { width, height: 240, channels: 3, background } })
    .png()
    .toBuffer()
  return { name, mimeType: 'image/png', buffer }
}

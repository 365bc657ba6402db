/** Pictures and a loaded tiny model, for this engine's tests. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { DecodedImage } from '../../image/image.ts'
import { testDevice } from '../../testing/run-on-software-gpu.ts'
import { writeTinyFlorence } from '../../testing/tiny/florence-repository.ts'
import type { FlorenceEngineOptions } from './index.ts'

const COLOURS = { red: [220, 20, 20], green: [20, 200, 30], blue: [30, 40, 210] } as const
export type Colour = keyof typeof COLOURS

/** A picture of one colour. */
export function plainPicture(colour: Colour, size = { width: 64, height: 48 }): DecodedImage {
  const pixels = Buffer.alloc(size.width * size.height * 3)
  const [red, green, blue] = COLOURS[colour]
  for (let at = 0; at < pixels.length; at += 3) pixels.set([red, green, blue], at)
  return { size, pixels, warnings: [] }
}

export const FP32 = {
  embed_tokens: 'fp32',
  vision_encoder: 'fp32',
  encoder_model: 'fp32',
  decoder_model_merged: 'fp32',
} as const

export interface TinyModel {
  dir: string
  options: FlorenceEngineOptions
  remove(): void
}

/** A tiny repository in a folder of its own, and what loads it. */
export function makeTinyModel(): TinyModel {
  const dir = mkdtempSync(path.join(tmpdir(), 'vitrine-florence-'))
  writeTinyFlorence(dir)
  return { dir, options: optionsFor(dir), remove: () => rmSync(dir, { recursive: true, force: true }) }
}

export function optionsFor(dir: string): FlorenceEngineOptions {
  return {
    weights: {
      key: 'florence-2-base-ft',
      repository: 'onnx-community/Florence-2-base-ft',
      revision: '0123456789abcdef0123456789abcdef01234567',
      dir,
      dtypes: { ...FP32 },
      sizeBytes: 1,
      licence: 'MIT',
    },
    device: testDevice(),
    threads: 1,
  }
}

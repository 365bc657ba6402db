import type { ModelRef } from '@vitrine/contracts'
import type { DecodedImage } from '../../image/image.ts'
import type { AskDeps } from './ask.ts'
import type { Halved } from './memory.ts'
import { runHalving } from './memory.ts'
import { toPixelValues } from './pixel-values.ts'
import type { PixelRules } from './settings.ts'
import type { ImageFeatures, Vision } from './vision.ts'

/** The loaded engine, as its parts work with it. */
export interface FlorenceContext {
  /** For example `florence-2-base-ft`. */
  weightsKey: string
  model: ModelRef
  pixels: PixelRules
  vision: Vision
  ask: AskDeps
}

/** Looks at pictures once for all their tasks. */
export async function lookAt(
  { pixels, vision }: Pick<FlorenceContext, 'pixels' | 'vision'>,
  images: readonly DecodedImage[],
  signal: AbortSignal,
): Promise<Halved<ImageFeatures>> {
  const values = await Promise.all(images.map((image) => toPixelValues(image, pixels)))
  signal.throwIfAborted()
  return runHalving(values, (part) => vision.look(part, signal))
}

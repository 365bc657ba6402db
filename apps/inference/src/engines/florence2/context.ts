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
  /** What the vision encoder takes, made once a picture, be that ahead of its turn. */
  values: WeakMap<DecodedImage, Promise<Float32Array>>
  vision: Vision
  ask: AskDeps
}

/** Looks at pictures once for all their tasks. */
export async function lookAt(
  context: FlorenceContext,
  images: readonly DecodedImage[],
  signal: AbortSignal,
): Promise<Halved<ImageFeatures>> {
  const values = await Promise.all(images.map((image) => valuesOf(context, image)))
  signal.throwIfAborted()
  return runHalving(values, (part) => context.vision.look(part, signal))
}

export function valuesOf({ pixels, values }: FlorenceContext, image: DecodedImage): Promise<Float32Array> {
  const known = values.get(image)
  if (known) return known
  const made = toPixelValues(image, pixels)
  values.set(image, made)
  return made
}

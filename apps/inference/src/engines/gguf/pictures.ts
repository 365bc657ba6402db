/** Pictures as the library takes them: sized to whole tokens here, so that it changes nothing and the count is known. */
import { AppError, type PictureKey } from '@vitrine/contracts'
import { asSharp } from '../../image/raster.ts'
import type { ChatJob } from '../engine.ts'
import { fitSize } from '../qwen2-vl/pixels/fit-size.ts'
import type { Grid } from './tokens.ts'

/** A token's side in pixels: 14 a patch, two by two of them. */
const SIDE = 28
/** Of the official processor. */
const MIN_TOKENS = 4
/** 3.2 megapixels; looking at more takes memory with the square of it. */
export const MAX_TOKENS = 4096

export interface SizedPicture extends Grid {
  /** The same for the same picture in the same size. */
  name: string
  dataUrl: string
}

/** The last ones, by key and size: a turn sends those of all turns before it again. */
export class SizedPictures {
  readonly #kept = new Map<string, SizedPicture>()
  readonly #most: number

  constructor(most = 32) {
    this.#most = most
  }

  /** Throws AppError `bad-request` for one that was not sent, or is too long for its width. */
  async of(key: PictureKey, { pictures, maxPixels }: ChatJob): Promise<SizedPicture> {
    const name = `${key} ${maxPixels}`
    const known = this.#kept.get(name)
    const sized = known ?? { name, ...(await size(key, { pictures, maxPixels })) }
    this.#kept.delete(name)
    this.#kept.set(name, sized)
    const oldest = this.#kept.keys().next().value
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest)
    return sized
  }
}

async function size(
  key: PictureKey,
  { pictures, maxPixels }: Pick<ChatJob, 'pictures' | 'maxPixels'>,
): Promise<Omit<SizedPicture, 'name'>> {
  const picture = pictures.get(key)
  if (!picture) throw new AppError('bad-request', `The picture ${key} is named and was not sent.`)
  const image = await picture.decode()
  const fitted = fitSize(image.size, {
    factor: SIDE,
    minPixels: MIN_TOKENS * SIDE ** 2,
    maxPixels: Math.min(maxPixels, MAX_TOKENS * SIDE ** 2),
  })
  if (!fitted) throw new AppError('bad-request', 'A picture is too long for its width to be looked at.')
  const png = await asSharp(image)
    .resize(fitted.width, fitted.height, { fit: 'fill', kernel: 'cubic' })
    .png({ compressionLevel: 1 })
    .toBuffer()
  return {
    dataUrl: `data:image/png;base64,${png.toString('base64')}`,
    rows: fitted.height / SIDE,
    columns: fitted.width / SIDE,
  }
}

export const PICTURE_TOKENS = { min: MIN_TOKENS, max: MAX_TOKENS }

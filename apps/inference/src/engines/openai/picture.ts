/** A picture as servers take it: a JPEG of bounded size in a data URL. */
import type { PictureKey } from '@vitrine/contracts'
import type { DecodedImage } from '../../image/image.ts'
import { asSharp } from '../../image/raster.ts'
import type { ChatPicture } from '../engine.ts'

/** High, with the full colour of thin coloured print: servers shrink a picture once more, artefacts and all. */
const JPEG = { quality: 92, chromaSubsampling: '4:4:4' } as const

/** Shrunk to at most `maxPixels`, in proportion; never enlarged. */
export async function toDataUrl(image: DecodedImage, maxPixels: number): Promise<string> {
  const { width, height } = image.size
  const scale = Math.sqrt(maxPixels / (width * height))
  const source = asSharp(image)
  const sized =
    scale < 1
      ? source.resize(Math.max(1, Math.floor(width * scale)), Math.max(1, Math.floor(height * scale)), {
          fit: 'fill',
        })
      : source
  const bytes = await sized.jpeg(JPEG).toBuffer()
  return `data:image/jpeg;base64,${bytes.toString('base64')}`
}

/** The most that copies may take while conversations go on, in bytes of their data URLs. */
const MAX_KEPT_BYTES = 128 * 1024 ** 2

/** Copies of pictures that are asked about again and again, by key and size; the one unused for longest goes first. */
export class EncodedPictures {
  readonly #kept = new Map<string, string>()
  #bytes = 0

  async encode(key: PictureKey, picture: ChatPicture, maxPixels: number): Promise<string> {
    const name = `${key} ${maxPixels}`
    const known = this.#kept.get(name)
    if (known !== undefined) {
      this.#kept.delete(name)
      this.#kept.set(name, known)
      return known
    }
    const url = await toDataUrl(await picture.decode(), maxPixels)
    this.#keep(name, url)
    return url
  }

  #keep(name: string, url: string): void {
    this.#bytes += url.length - (this.#kept.get(name)?.length ?? 0)
    this.#kept.set(name, url)
    for (const [oldest, { length }] of this.#kept) {
      if (this.#bytes <= MAX_KEPT_BYTES || this.#kept.size === 1) return
      this.#kept.delete(oldest)
      this.#bytes -= length
    }
  }
}

/** A picture as servers take it: a JPEG of bounded size in a data URL. */
import type { DecodedImage } from '../../image/image.ts'
import { asSharp } from '../../image/raster.ts'

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

import type { Size } from '@vitrine/contracts'

/** An upright picture in memory, as every engine reads it. */
export interface DecodedImage {
  /** Size in pixels after EXIF rotation; the size that coordinates refer to. */
  size: Size
  /** sRGB, 8 bits, RGB interleaved, row by row: `width * height * 3` bytes; transparency laid over white. */
  pixels: Buffer
  /** What was lost or changed on the way, in plain sentences ("Only the first of 24 frames was read."). */
  warnings: string[]
  /** The stored picture's upright size, where a reduced copy of it was read. */
  sourceSize?: Size
  /** The same picture decoded once more with a longest side of up to this many pixels. */
  enlarge?(maxSide: number): Promise<DecodedImage>
}

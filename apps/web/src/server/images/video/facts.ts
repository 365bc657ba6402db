/** What a video says of itself, and how much of it is believed: pure. Any number in a file may be a lie. */
import type { Size } from '@vitrine/contracts'
import { cameraName, type TakenInfo } from '../exif.ts'
import { damagedVideo } from './video.ts'

export interface StreamShape extends Size {
  /** Of a pixel, wide to high; null where the file does not say. */
  aspect: { num: number; den: number } | null
  /** Quarter turns that bring it upright. */
  turns: number
}

/** Pixels more oblong than this are no format, but an error. */
const MOST_OBLONG = 4
/** No recording is longer, in milliseconds: a thousand hours. */
export const LONGEST_MS = 1000 * 60 * 60 * 1000

/** The size in square pixels, upright. Throws `undecodable-image` for a video that has none. */
export function uprightSize({ width, height, aspect, turns }: StreamShape): Size {
  if (!(width > 0 && height > 0)) throw damagedVideo(new Error(`It says to be ${width} × ${height} pixels.`))
  const oblong = aspect && aspect.num > 0 && aspect.den > 0 ? aspect.num / aspect.den : 1
  const isBelieved = oblong <= MOST_OBLONG && oblong >= 1 / MOST_OBLONG
  const wide = Math.max(1, Math.round(width * (isBelieved ? oblong : 1)))
  return Math.abs(turns) % 2 === 1 ? { width: height, height: wide } : { width: wide, height }
}

/** The largest size of the same shape that has no more pixels than this. */
export function fitPixels({ width, height }: Size, maxPixels: number): Size {
  const shrink = Math.min(1, Math.sqrt(maxPixels / (width * height)))
  const side = (length: number) => Math.max(1, Math.floor(length * shrink))
  return { width: side(width), height: side(height) }
}

/** Null where it is not told or can't be true. */
export function believedDuration(ms: number | null): number | null {
  return ms !== null && ms > 0 && ms <= LONGEST_MS ? ms : null
}

/**
 * When and with what a video was recorded, from its tags. Phones of one maker write the local time with its zone beside
 * the one in the header, which is UTC (ISO/IEC 14496-12, 8.2.2); cameras whose clock was never set write its zero.
 */
export function takenFromTags(tags: Readonly<Record<string, string>>, now: number): TakenInfo {
  const read = (name: string) => tags[`com.apple.quicktime.${name}`] ?? tags[name]
  const written = tags['com.apple.quicktime.creationdate'] ?? tags.creation_time ?? ''
  // `+0200`, as it is written there, is no zone to JavaScript.
  const taken = Date.parse(written.trim().replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return {
    takenAt: taken > 0 && taken <= now + 86_400_000 ? taken : null,
    camera: cameraName(read('make'), read('model')),
  }
}

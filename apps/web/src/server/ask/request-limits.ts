/** How much of a conversation is asked of a model: as much as it takes. Models do not say beforehand how much that is. */
import { DEFAULT_MAX_PIXELS } from '@vitrine/contracts'

export interface RequestLimits {
  /** Pictures whose pixels go along, those that were spoken of last. */
  pictures: number
  /** The most pixels of each. */
  maxPixels: number
  /** Characters of what is known of a picture. */
  factChars: number
  /** Characters of all questions, answers and facts. */
  textChars: number
  /** Hits of a search that are told by a line each. */
  hitLines: number
}

/** Of Qwen2-VL: the pixels that are one token. */
const TOKEN_PIXELS = 28 * 28

/**
 * Each for about half the window of the one before: of 32, 16, 8 and 4 thousand tokens. Sixteen pictures of full size
 * are twenty thousand, and a token is about four characters.
 */
export const REQUEST_LIMITS: readonly [RequestLimits, ...RequestLimits[]] = [
  { pictures: 16, maxPixels: DEFAULT_MAX_PIXELS, factChars: 2000, textChars: 48_000, hitLines: 60 },
  { pictures: 12, maxPixels: 640 * TOKEN_PIXELS, factChars: 1000, textChars: 24_000, hitLines: 30 },
  { pictures: 8, maxPixels: 320 * TOKEN_PIXELS, factChars: 500, textChars: 10_000, hitLines: 15 },
  { pictures: 4, maxPixels: 256 * TOKEN_PIXELS, factChars: 300, textChars: 4_000, hitLines: 5 },
]

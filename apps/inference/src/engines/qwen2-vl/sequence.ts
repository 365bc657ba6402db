/** A conversation as the model reads it: tokens, some of which stand for pictures. Pure. */
import type { PictureKey } from '@vitrine/contracts'

/** A picture's place in a sequence: `rows * columns` tokens from `start` on. */
export interface ImageSpan {
  start: number
  rows: number
  columns: number
  picture: PictureKey
}

export interface TokenSequence {
  ids: readonly number[]
  /** In the order in which they stand. */
  images: readonly ImageSpan[]
}

export const tokensOf = ({ rows, columns }: Pick<ImageSpan, 'rows' | 'columns'>): number => rows * columns

export const imageTokensOf = ({ images }: TokenSequence): number =>
  images.reduce((sum, image) => sum + tokensOf(image), 0)

/**
 * How many tokens two sequences have in common from the start. All pictures have the same token, so a picture's place
 * counts only where both have the same picture in the same size.
 */
export function commonPrefix(one: TokenSequence, other: TokenSequence): number {
  const limit = Math.min(one.ids.length, other.ids.length)
  let length = 0
  while (length < limit && one.ids[length] === other.ids[length]) length += 1
  for (let at = 0; at < Math.max(one.images.length, other.images.length); at += 1) {
    const [a, b] = [one.images[at], other.images[at]]
    if (a && b && isSame(a, b)) continue
    return Math.min(length, a?.start ?? length, b?.start ?? length)
  }
  return length
}

const isSame = (a: ImageSpan, b: ImageSpan) =>
  a.start === b.start && a.rows === b.rows && a.columns === b.columns && a.picture === b.picture

/** The sequence's first tokens; a picture that begins among them is named whole. */
export function firstOf(
  { ids, images }: TokenSequence,
  length: number,
): { ids: number[]; images: ImageSpan[] } {
  return { ids: ids.slice(0, length), images: images.filter(({ start }) => start < length) }
}

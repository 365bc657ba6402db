/** Fits an excerpt under a card. Pure. */
import type { SnippetPart } from '@vitrine/contracts'

/** About what a letter takes at the snippet's size; wide letters are what the slack below is for. */
const LETTER_PX = 6.4
/** Of the two lines there are, how much is counted on: words break early. */
const SURE_LINES = 1.6

/**
 * The parts to show under a card of this width: where the first hit would fall off the end, what stands before
 * it is cut at a word, until the hit is in the first line.
 */
export function fitParts(parts: readonly SnippetPart[], widthPx: number): readonly SnippetPart[] {
  const at = parts.findIndex((part) => part.hit)
  const hit = parts[at]
  if (!hit) return parts
  const before = parts
    .slice(0, at)
    .map((part) => part.text)
    .join('')
  const line = widthPx / LETTER_PX
  if (before.length + hit.text.length <= line * SURE_LINES) return parts
  const room = Math.max(0, Math.floor(line - hit.text.length - 2))
  const lead = room >= before.length ? before : `… ${lastWords(before, room)}`
  return [{ text: lead, hit: false }, ...parts.slice(at)]
}

/** Whole words from the end, at most `room` letters; what is joined to the hit is kept or cut as one. */
function lastWords(text: string, room: number): string {
  const end = room === 0 ? '' : text.slice(-room)
  const space = end.search(/\s/)
  return space < 0 ? '' : end.slice(space + 1)
}

/** Tells cheaply that a text cannot hold what is looked for: most texts hold none of a query's words. Pure. */
import type { Marker } from './marker.ts'

/** Whether a pattern is worth trying on this folded ASCII text; never false where it would match. */
export type Prefilter = (folded: string) => boolean

/** More words than this are looked for by what they have in common. */
const MAX_WORDS = 8
const MIN_PART = 2

/** The longest stretch that all of these words hold; empty when it would be a single letter. */
export function commonPart(words: readonly string[]): string {
  const shortest = words.reduce((a, b) => (b.length < a.length ? b : a), words[0] ?? '')
  for (let length = shortest.length; length >= MIN_PART; length--)
    for (let start = 0; start + length <= shortest.length; start++) {
      const part = shortest.slice(start, start + length)
      if (words.every((word) => word.includes(part))) return part
    }
  return ''
}

const withoutSigns = (text: string) => text.replace(/[^a-z0-9]+/g, '')

/** Each match of this marker holds one of these; null when that cannot be told. */
function needlesOf({ type, words }: Marker): readonly string[] | null {
  const own = words.filter(Boolean)
  if (type === 'run') return own.length === 1 ? own : null
  if (type === 'sequence') return own.slice(0, 1)
  if (own.length <= MAX_WORDS) return own
  const part = commonPart(own)
  return part === '' ? null : [part]
}

/** A filter for what `markers` look for. Words with digits may be written in pieces, so signs do not count there. */
export function createPrefilter(markers: readonly Marker[]): Prefilter {
  const needles = markers.map(needlesOf)
  if (needles.includes(null)) return () => true
  const all = [...new Set(needles.flatMap((own) => own ?? []))]
  const hasCodes = markers.some(({ words }) => words.some((word) => /\d/.test(word)))
  const compact = hasCodes ? [...new Set(all.map(withoutSigns))] : []
  return (folded) => {
    for (const needle of all) if (folded.includes(needle)) return true
    if (!hasCodes || !/\d/.test(folded)) return false
    const joined = withoutSigns(folded)
    for (const needle of compact) if (joined.includes(needle)) return true
    return false
  }
}

/** Which words of a text the other reading does not have. Pure. */
import { compareLines } from './compare-lines.ts'

/** Words in a row that are alike in this. */
export interface Stretch {
  text: string
  /** Only this side has it. */
  isMarked: boolean
}

/** Where less than this share of the words is in both, marks say nothing: it is another text. */
const LEAST_SHARED = 0.4

const wordsOf = (text: string) => text.split(/\s+/).filter(Boolean)

/**
 * The words of each side in stretches; nothing is marked where the texts have little in common. Of two equal
 * texts the new one is just `same`, so that it need not be read twice.
 */
export function markWords(
  former: string,
  present: string,
): { former: Stretch[]; present: Stretch[] | 'same' } {
  const words = compareLines(wordsOf(former), wordsOf(present))
  const shared = words.filter(({ change }) => change === 'same').length
  const isAlike = shared >= words.length * LEAST_SHARED
  const sideOf = (other: 'gone' | 'added') => {
    const stretches: Stretch[] = []
    for (const { text, change } of words) {
      if (change === other) continue
      const isMarked = isAlike && change !== 'same'
      const last = stretches.at(-1)
      if (last?.isMarked === isMarked) last.text += ` ${text}`
      else stretches.push({ text, isMarked })
    }
    return stretches
  }
  const isSame = words.length > 0 && shared === words.length
  return { former: sideOf('added'), present: isSame ? 'same' : sideOf('gone') }
}

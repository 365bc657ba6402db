/** Words that stand for detection labels: "animal" for dog, cat and horse. Pure. */
import LABEL_SYNONYMS from './label-synonyms.json' with { type: 'json' }
import { stemOf } from './stem.ts'
import { foldText } from './words.ts'

/** Labels by the words that also find them. */
export type Synonyms = ReadonlyMap<string, readonly string[]>

const keyOf = (words: string) => foldText(words).trim().split(/\s+/).map(stemOf).join(' ')

/** Turns `label → other words` round. */
export function invertSynonyms(byLabel: Readonly<Record<string, readonly string[]>>): Synonyms {
  const labels = new Map<string, string[]>()
  for (const [label, words] of Object.entries(byLabel))
    for (const word of words) {
      const key = keyOf(word)
      const known = labels.get(key)
      if (known) known.push(label)
      else labels.set(key, [label])
    }
  return labels
}

/** The synonyms that come with the product. */
export const DEFAULT_SYNONYMS: Synonyms = invertSynonyms(LABEL_SYNONYMS)

/** The labels a word or phrase, in any of its forms, also stands for. */
export function labelsFor(synonyms: Synonyms, words: string): readonly string[] {
  return synonyms.get(keyOf(words)) ?? []
}

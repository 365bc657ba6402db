/** Looks detection labels up. */
import type Database from 'better-sqlite3'
import { nearest, toleratedErrors } from './edit-distance.ts'
import type { ObjectNode } from './language/ast.ts'
import { stemOf } from './stem.ts'
import { labelsFor, type Synonyms } from './synonyms.ts'
import { foldText } from './words.ts'

export interface FoundLabels {
  labels: string[]
  correction: { from: string; to: string } | null
  /** Set when the labels stand for another word. */
  expansion: { word: string; also: string[] } | null
}

const MAX_LABELS = 48
const stems = (label: string) => label.split(/\s+/).map(stemOf).join(' ')

export function createLabels(db: Database.Database, synonyms: Synonyms) {
  const present = db
    .prepare<[], string>(
      "SELECT value FROM SearchFacet WHERE name = 'object' AND documents > 0 ORDER BY documents DESC, value LIMIT 5000",
    )
    .pluck()

  /** Those of a word's synonyms that some image has, most common first. */
  function synonymsOf(words: string): string[] {
    const also = labelsFor(synonyms, words)
    if (also.length === 0) return []
    const wanted = new Set(also.map(foldText))
    return present.all().filter((label) => wanted.has(label))
  }

  return {
    synonymsOf,

    /** The labels that `object:…` means: itself, its singular or plural, what it stands for, or a mended typing error. */
    find({ label, isPrefix }: Pick<ObjectNode, 'label' | 'isPrefix'>): FoundLabels {
      const wanted = foldText(label).trim()
      const all = present.all()
      const found = (labels: string[]): FoundLabels => ({ labels, correction: null, expansion: null })
      if (isPrefix) return found(all.filter((one) => one.startsWith(wanted)).slice(0, MAX_LABELS))
      const same = all.filter((one) => one === wanted || stems(one) === stems(wanted))
      if (same.length > 0) return found(same.slice(0, MAX_LABELS))
      const also = synonymsOf(wanted)
      if (also.length > 0) return { labels: also, correction: null, expansion: { word: wanted, also } }
      const mended = toleratedErrors(wanted) > 0 ? nearest(wanted, all) : null
      if (mended !== null)
        return { labels: [mended], correction: { from: wanted, to: mended }, expansion: null }
      return found([])
    },
  }
}

export type Labels = ReturnType<typeof createLabels>

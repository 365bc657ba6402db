/** Looks words up: their forms, what begins with or contains them, what was probably meant. Every look is bounded. */
import type Database from 'better-sqlite3'
import { editDistance, neighboursOf, toleratedErrors } from './edit-distance.ts'
import { stemOf } from './stem.ts'

export interface KnownWord {
  id: number
  word: string
  /** How many documents have it. */
  documents: number
}

/** Most words one prefix or substring stands for. */
export const MAX_PREFIX_WORDS = 128
export const MAX_SUBSTRING_WORDS = 64
const MAX_FORMS = 24
const MAX_SCANNED = 20_000
const MAX_PIECES = 3000
const MAX_TYPO_CANDIDATES = 8000

/** The string after every string that begins with `prefix`. */
const endOf = (prefix: string) => `${prefix}\u{10FFFF}`

export function createVocabulary(db: Database.Database) {
  const exact = db.prepare<[string], KnownWord>('SELECT id, word, documents FROM SearchWord WHERE word = ?')
  const forms = db.prepare<[string], KnownWord>(
    `SELECT id, word, documents FROM SearchWord WHERE stem = ? ORDER BY documents DESC, word LIMIT ${MAX_FORMS}`,
  )
  const beginning = db.prepare<[string, string, number], KnownWord>(
    `SELECT id, word, documents FROM
       (SELECT id, word, documents FROM SearchWord WHERE word >= ? AND word < ? LIMIT ${MAX_SCANNED})
     ORDER BY documents DESC, word LIMIT ?`,
  )
  const containing = db.prepare<[string, number], KnownWord>(
    `SELECT id, word, documents FROM SearchWord
     WHERE id IN (SELECT rowid FROM search_tri WHERE search_tri MATCH ? ORDER BY rowid LIMIT ${MAX_PIECES})
     ORDER BY documents DESC, word LIMIT ?`,
  )
  const among = db.prepare<[string], KnownWord>(
    `SELECT id, word, documents FROM SearchWord WHERE word IN (SELECT value FROM json_each(?))
     ORDER BY documents DESC, word`,
  )
  const alike = db.prepare<[string, number], KnownWord>(
    `SELECT id, word, documents FROM SearchWord
     WHERE substr(word, 1, 1) = ? AND length(word) = ? LIMIT ${MAX_TYPO_CANDIDATES}`,
  )

  /** The best word two errors away that begins alike. */
  function twoErrorsAway(word: string): KnownWord | null {
    let best: KnownWord | null = null
    for (let length = word.length - 2; length <= word.length + 2; length++)
      for (const candidate of alike.all(word.charAt(0), length)) {
        if (best && candidate.documents <= best.documents) continue
        if (editDistance(word, candidate.word, 2) <= 2) best = candidate
      }
    return best
  }

  return {
    find: (word: string): KnownWord | undefined => exact.get(word),

    /** All forms of a word: "dog" and "dogs". */
    formsOf: (word: string): KnownWord[] => forms.all(stemOf(word)),

    /** The most common words that begin so; `isCut` when there are more. */
    beginningWith(prefix: string, limit = MAX_PREFIX_WORDS): { words: KnownWord[]; isCut: boolean } {
      const words = beginning.all(prefix, endOf(prefix), limit + 1)
      return { words: words.slice(0, limit), isCut: words.length > limit }
    },

    /** The most common words that hold this anywhere; fewer than three characters find beginnings only. */
    containing(part: string, limit = MAX_SUBSTRING_WORDS): { words: KnownWord[]; isCut: boolean } {
      if ([...part].length < 3) return this.beginningWith(part, limit)
      const words = containing.all(`"${part.replaceAll('"', '""')}"`, limit + 1)
      return { words: words.slice(0, limit), isCut: words.length > limit }
    },

    /** The most common word that this may be a typing error of; null when there is none near enough. */
    meant(word: string): KnownWord | null {
      const errors = toleratedErrors(word)
      if (errors === 0) return null
      const near = among.get(JSON.stringify(neighboursOf(word)))
      if (near) return near
      return errors === 2 ? twoErrorsAway(word) : null
    },
  }
}

export type Vocabulary = ReturnType<typeof createVocabulary>

/** The engine that is always there: no model, no guessing. It needs nothing but what is stored. */
import { DEFAULT_SYNONYMS } from '@vitrine/db'
import { answerFromIndex } from './answer.ts'
import { labelTest, planSearch } from './plan-search.ts'
import type { IndexAnswer, IndexQuestion } from './ports.ts'

export interface IndexEngine {
  /** A question about the library in the language of the search box; empty when it asks for nothing in particular. */
  planSearch(question: string): string
  answer(question: IndexQuestion): Promise<IndexAnswer>
}

export function createIndexEngine(): IndexEngine {
  // What the detectors that come with the product know. Other labels are found as words: search looks at both.
  const isLabel = labelTest([...new Set([...DEFAULT_SYNONYMS.values()].flat())])
  return {
    planSearch: (question) => planSearch(question, isLabel),
    answer: async (question) => answerFromIndex(question),
  }
}

/** The engine that is always there: no model, no guessing. It needs nothing but what is stored. */
import { answerFromIndex } from './answer.ts'
import { type PlannedSearch, planSearch } from './plan-search.ts'
import type { IndexAnswer, IndexQuestion } from './ports.ts'
import { refersBack } from './refers.ts'
import { isKnownThing } from './words.ts'

export interface IndexEngine {
  /** A question about the library in the language of the search box. */
  planSearch(question: string): PlannedSearch
  /** Whether a question is about the hits of the search before it: "add them up", "and the second one?". */
  refersBack(question: string): boolean
  answer(question: IndexQuestion): Promise<IndexAnswer>
}

/** @param now Milliseconds since 1970: what "last month" is counted from. */
export function createIndexEngine(now: () => number = Date.now): IndexEngine {
  // What the detectors that come with the product know. Other labels are found as words: search looks at both.
  const plan = (question: string) => planSearch(question, { isLabel: isKnownThing, nowMs: now() })
  return {
    planSearch: plan,
    refersBack: (question) => refersBack(question, plan(question)),
    answer: async (question) => answerFromIndex(question, question.search ? plan(question.question) : null),
  }
}

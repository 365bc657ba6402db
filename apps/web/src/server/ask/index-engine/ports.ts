import type { Citation, ImageDetail, TurnSearch } from '@vitrine/contracts'

/** What the index answers from. */
export interface IndexQuestion {
  question: string
  /** Questions asked before in the same branch, the last one last. */
  earlier?: readonly string[]
  /** Those of the branch, first to last; for a question about the library, the hits that are to be looked at. */
  images: readonly ImageDetail[]
  /** For a question about the library. */
  search: TurnSearch | null
}

export interface IndexAnswer {
  /** Markdown; `[1]` points to the citation with that number. */
  text: string
  citations: Citation[]
  /** False: what is stored does not say it, and the text tells so; what may help is not called an answer. */
  canTell: boolean
}

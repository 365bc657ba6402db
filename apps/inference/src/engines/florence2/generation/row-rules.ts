/** What a row of a batch may say next, and when it has ended: pure. */
import type { LoopRules } from '../../looping.ts'

/** From the repository's `generation_config.json`. */
export interface GenerationRules {
  /** The decoder's first input. */
  startId: number
  /** What every answer begins with, where the model forces it. */
  forcedFirstId: number | null
  endIds: ReadonlySet<number>
  /** No run of this many tokens may come twice in an answer; 0 allows it. */
  noRepeatSize: number
}

/**
 * Remembers a row's runs of tokens, to say which tokens would repeat one. As in the reference
 * (transformers, `NoRepeatNGramLogitsProcessor`), the start token counts as part of the row.
 */
export class RepeatGuard {
  readonly #size: number
  readonly #followers = new Map<string, Set<number>>()
  readonly #ids: number[] = []

  constructor(size: number, ids: readonly number[]) {
    this.#size = size
    for (const id of ids) this.add(id)
  }

  add(id: number): void {
    this.#ids.push(id)
    if (this.#size < 1 || this.#ids.length < this.#size) return
    const key = this.#lastKey(1)
    const followers = this.#followers.get(key) ?? new Set()
    followers.add(id)
    this.#followers.set(key, followers)
  }

  /** Tokens that may not come next. */
  get banned(): ReadonlySet<number> {
    if (this.#size < 1 || this.#ids.length + 1 < this.#size) return NONE
    return this.#followers.get(this.#lastKey(0)) ?? NONE
  }

  /** The `size - 1` tokens before the last `skipped`. */
  #lastKey(skipped: number): string {
    const end = this.#ids.length - skipped
    return this.#ids.slice(end - this.#size + 1, end).join(',')
  }
}

const NONE: ReadonlySet<number> = new Set()

/** This many times in a row, and this many tokens in all, nobody says the same thing of a picture on purpose. */
export const LOOP_RULES: LoopRules = { longestCycle: 40, times: 4, tokens: 24 }

/** When an answer began, spoke and ended. */
import type { ChatOutput } from '../engine.ts'

type Usage = ChatOutput['usage']

export class AnswerClock {
  readonly #now: () => number
  readonly #startedAt: number
  #firstTokenAt: number | null = null
  #firstTextAt: number | null = null

  /** @param now Milliseconds, monotonic. */
  constructor(now: () => number) {
    this.#now = now
    this.#startedAt = now()
  }

  tokenCame(): void {
    this.#firstTokenAt ??= this.#now()
  }

  textCame(): void {
    this.#firstTextAt ??= this.#now()
  }

  /** The first token waits for the prompt; the pace is that of those behind it. */
  stop(completionTokens: number): Pick<Usage, 'firstTokenMs' | 'totalMs' | 'tokensPerSecond'> {
    const endedAt = this.#now()
    const wrote = endedAt - (this.#firstTokenAt ?? endedAt)
    const behind = completionTokens - 1
    return {
      firstTokenMs: this.#firstTextAt === null ? null : this.#firstTextAt - this.#startedAt,
      totalMs: endedAt - this.#startedAt,
      tokensPerSecond: behind > 0 && wrote > 0 ? (behind * 1000) / wrote : null,
    }
  }
}

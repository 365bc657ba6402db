/** How long a silent server is waited for: first for its answer to begin, then from one piece to the next. */
import type { AppError } from '@vitrine/contracts'

export class Patience {
  /** Aborts with the parent, or with the reason of the wait that ran out. */
  readonly signal: AbortSignal
  readonly #controller = new AbortController()
  #timer: NodeJS.Timeout | undefined

  constructor(parent: AbortSignal) {
    this.signal = AbortSignal.any([parent, this.#controller.signal])
  }

  /** Waits anew. */
  wait(ms: number, reason: () => AppError): void {
    this.stop()
    this.#timer = setTimeout(() => this.#controller.abort(reason()), ms)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  /** Set once a wait has run out. */
  get reason(): unknown {
    return this.#controller.signal.aborted ? this.#controller.signal.reason : undefined
  }
}

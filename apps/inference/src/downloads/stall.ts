/** Notices when nothing comes any more: a signal that aborts unless it is touched in time. */
export class StallWatch {
  /** Aborts with the parent, or with `reason` after `ms` without a touch. */
  readonly signal: AbortSignal
  readonly #timer: NodeJS.Timeout

  constructor(ms: number, parent: AbortSignal, reason: Error) {
    const controller = new AbortController()
    this.signal = AbortSignal.any([parent, controller.signal])
    this.#timer = setTimeout(() => controller.abort(reason), ms)
  }

  touch(): void {
    this.#timer.refresh()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}

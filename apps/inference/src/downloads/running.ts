/** A download under way: how far it is, and how to stop it. */
import { AppError } from '@vitrine/contracts'
import { Pace, secondsLeft } from './pace.ts'
import type { WeightsRecord } from './record.ts'
import type { Activity } from './view.ts'

export class Running {
  readonly ended: Promise<void>
  readonly #controller = new AbortController()
  readonly #pace: Pace
  #isCancelled = false
  #plan: WeightsRecord | null = null
  #received = 0
  #total = 0
  #file: string | null = null

  /** `work` is begun at once, in the next turn. */
  constructor(now: () => number, work: (self: Running) => Promise<void>) {
    this.#pace = new Pace(now)
    this.ended = Promise.resolve().then(() => work(this))
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Whether a person has stopped it: then it does not go on by itself at the next start. */
  get isCancelled(): boolean {
    return this.#isCancelled
  }

  get activity(): Activity {
    const bytesPerSecond = this.#pace.bytesPerSecond
    return {
      plan: this.#plan,
      progress: {
        receivedBytes: this.#received,
        totalBytes: this.#total,
        bytesPerSecond,
        secondsLeft: secondsLeft(this.#total - this.#received, bytesPerSecond),
        file: this.#file,
      },
    }
  }

  begin(plan: WeightsRecord, receivedBytes: number): void {
    this.#plan = plan
    this.#received = receivedBytes
    this.#total = plan.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  }

  note(bytes: number, file: string): void {
    this.#received += bytes
    this.#file = file
    if (bytes > 0) this.#pace.note(bytes)
  }

  cancel(): void {
    this.#isCancelled = true
    this.interrupt()
  }

  interrupt(): void {
    this.#controller.abort(new AppError('cancelled', 'The download was stopped.'))
  }
}

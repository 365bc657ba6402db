/** A chat's events between an engine that writes and a reader that may be slower. */
import type { AppError, ChatEvent } from '@vitrine/contracts'

/**
 * Events in order, for one reader. What it has not taken yet is joined, so that a reader that stands still costs no
 * more memory than the answer has text.
 */
export class ChatFeed {
  readonly #abandoned = new AbortController()
  #waiting: ChatEvent[] = []
  #end: { error: AppError | null } | undefined
  #wake: () => void = () => undefined

  /** Aborts when the reader takes no more. */
  get abandoned(): AbortSignal {
    return this.#abandoned.signal
  }

  say(event: ChatEvent): void {
    const last = this.#waiting.at(-1)
    const joined = last && joinEvents(last, event)
    if (joined) this.#waiting.splice(-1, 1, joined)
    else this.#waiting.push(event)
    this.#wake()
  }

  /** With the error that ended it, or null. */
  end(error: AppError | null): void {
    this.#end = { error }
    this.#wake()
  }

  /** Throws the error when it comes before any event; afterwards it is the last event, `failed`. */
  async *events(): AsyncGenerator<ChatEvent, void> {
    let isFirst = true
    try {
      for (;;) {
        const event = this.#waiting.shift()
        if (event) {
          isFirst = false
          yield event
        } else if (this.#end) {
          const { error } = this.#end
          if (error && isFirst) throw error
          if (error) yield { type: 'failed', error: error.toWire().error }
          return
        } else
          await new Promise<void>((resolve) => {
            this.#wake = resolve
          })
      }
    } finally {
      this.#abandoned.abort()
    }
  }
}

/** One event that says as much as the two; null where both are needed. */
export function joinEvents(before: ChatEvent, after: ChatEvent): ChatEvent | null {
  if (before.type === 'text' && after.type === 'text') return { type: 'text', text: before.text + after.text }
  const isOvertaken = before.type === after.type && (after.type === 'reading' || after.type === 'waiting')
  return isOvertaken ? after : null
}

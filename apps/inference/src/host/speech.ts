/** An answer on its way out of the child: pieces of text that come in quick succession go as one message. */
import type { EngineChatEvent } from '../engines/engine.ts'

/** A person sees no difference; a small model on a fast card writes several tokens in that time. */
const TOGETHER_MS = 20

export class Speech {
  readonly #send: (event: EngineChatEvent) => void
  #text = ''
  #sentAt = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined

  constructor(send: (event: EngineChatEvent) => void) {
    this.#send = send
  }

  /** The first piece after a pause goes at once; other events push what was said before them out first. */
  say(event: EngineChatEvent): void {
    if (event.type !== 'text') {
      this.flush()
      this.#send(event)
      return
    }
    this.#text += event.text
    const waitMs = this.#sentAt + TOGETHER_MS - performance.now()
    if (waitMs <= 0) this.flush()
    else this.#timer ??= setTimeout(() => this.flush(), waitMs)
  }

  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#text === '') return
    const text = this.#text
    this.#text = ''
    this.#sentAt = performance.now()
    this.#send({ type: 'text', text })
  }
}

/** From what the queue, the host and the engine say of a chat to its events, in the order of the contract. */
import type { ChatEvent, EngineName } from '@vitrine/contracts'
import type { EngineSpeech } from '../host/protocol.ts'
import type { Resident } from '../residency/resident.ts'

export class Narrator {
  readonly #say: (event: ChatEvent) => void
  #isStarted = false
  #hasText = false
  #ahead = 0
  #loading: EngineName | null = null

  constructor(say: (event: ChatEvent) => void) {
    this.#say = say
  }

  /** Whether text has gone out: it cannot be taken back, so that the chat is not run again by itself. */
  get hasText(): boolean {
    return this.#hasText
  }

  /** Tells of this engine's loading from now on. Returns how to stop. */
  follow({ name, host }: Resident): () => void {
    const look = () => {
      const { state } = host.status
      if (state === 'ready') this.#loading = null
      else if (!this.#isStarted && this.#loading !== name) {
        this.#loading = name
        this.#say({ type: 'loading', engine: name })
      }
    }
    look()
    return host.onChange(look)
  }

  hearWait(engine: EngineName, ahead: number): void {
    if (this.#isStarted || ahead === this.#ahead) return
    this.#ahead = ahead
    this.#say({ type: 'waiting', engine, ahead })
  }

  hearEngine(engine: EngineName, event: EngineSpeech): void {
    switch (event.type) {
      case 'started':
        // A second try after a crash starts once more; who waits has been told.
        if (!this.#isStarted) this.#say({ type: 'started', engine, model: event.model })
        this.#isStarted = true
        return
      case 'text':
        this.#hasText = true
        this.#say(event)
        return
      case 'reading':
        this.#say(event)
    }
  }
}

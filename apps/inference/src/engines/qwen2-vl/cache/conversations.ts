/** Conversations whose keys and values are kept between turns, so that a turn reads only what is new. */
import { LruMap } from '../lru-map.ts'
import { commonPrefix, firstOf, type ImageSpan, type TokenSequence } from '../sequence.ts'
import type { KeyValueCache } from './key-value-cache.ts'

/** Answers whose tokens are remembered: a long conversation's, and some that were written anew. */
const REMEMBERED_ANSWERS = 256

export class Conversation {
  readonly cache: KeyValueCache
  /** What the cache holds, token by token. */
  #read: { ids: number[]; images: ImageSpan[] } = { ids: [], images: [] }
  readonly #answers = new LruMap<readonly number[]>({
    maxWeight: Number.POSITIVE_INFINITY,
    maxEntries: REMEMBERED_ANSWERS,
    weigh: () => 0,
  })

  constructor(cache: KeyValueCache) {
    this.cache = cache
  }

  /** The tokens that an answer of this conversation was written in: its text may have other spellings. */
  spellingOf(text: string): readonly number[] | undefined {
    return this.#answers.get(text.trim())
  }

  remember(text: string, ids: readonly number[]): void {
    if (text.trim() !== '') this.#answers.set(text.trim(), ids)
  }

  /**
   * Cuts the cache back to what it has in common with a sequence, and says how many tokens that is. The last token is
   * never among them: the model has to run over one to say what follows.
   */
  async keepCommon(sequence: TokenSequence): Promise<number> {
    const kept = Math.min(commonPrefix(this.#read, sequence), sequence.ids.length - 1)
    await this.cache.crop(kept)
    this.#read = firstOf(sequence, kept)
    return kept
  }

  /** The cache now holds the sequence up to here. */
  markRead(sequence: TokenSequence, length: number): void {
    for (let at = this.#read.ids.length; at < length; at += 1) this.#read.ids.push(sequence.ids[at] ?? 0)
    const known = this.#read.images.length
    for (const image of sequence.images.slice(known)) if (image.start < length) this.#read.images.push(image)
  }

  /** And one token of the answer. */
  markWritten(id: number): void {
    this.#read.ids.push(id)
  }

  clear(): void {
    this.cache.clear()
    this.#read = { ids: [], images: [] }
  }
}

export interface ConversationLimits {
  maxBytes: number
  maxEntries: number
}

export class Conversations {
  readonly #create: () => KeyValueCache
  readonly #kept: LruMap<Conversation>

  constructor(create: () => KeyValueCache, { maxBytes, maxEntries }: ConversationLimits) {
    this.#create = create
    this.#kept = new LruMap({
      maxWeight: maxBytes,
      maxEntries,
      weigh: ({ cache }) => cache.bytes,
      onLeave: (conversation) => conversation.clear(),
    })
  }

  /** A kept one, or a new one; one without a key is the caller's alone. */
  open(key: string | undefined): Conversation {
    const known = key === undefined ? undefined : this.#kept.get(key)
    return known ?? new Conversation(this.#create())
  }

  /** After a turn: keeps it, and lets go of the longest unused where there are too many; without a key it ends. */
  keep(key: string | undefined, conversation: Conversation): void {
    if (key === undefined) conversation.clear()
    else this.#kept.set(key, conversation)
  }

  drop(key: string | undefined, conversation: Conversation): void {
    conversation.clear()
    if (key !== undefined) this.#kept.delete(key)
  }

  /** Frees what other conversations hold; says whether there was anything. */
  dropOthers(key: string | undefined): boolean {
    return this.#kept.clear(key)
  }

  get size(): number {
    return this.#kept.size
  }

  dispose(): void {
    this.#kept.clear()
  }
}

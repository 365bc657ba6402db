/** Writing an answer token by token into a conversation's cache. */
import { isLooping } from '../../looping.ts'
import type { Conversation } from '../cache/conversations.ts'
import type { LanguageModel } from './language-model.ts'
import { type PickRules, pickToken } from './pick-token.ts'
import type { TextStream } from './text-stream.ts'

export interface WriteOptions {
  model: LanguageModel
  conversation: Conversation
  /** What follows the prompt. */
  logits: Float32Array
  /** The answer's first position. */
  position: number
  endIds: ReadonlySet<number>
  maxTokens: number
  pick: PickRules
  random: () => number
  /** Every token before the answer. */
  promptIds: readonly number[]
  text: TextStream
  onToken(): void
  say(piece: string): void
  withRoom<T>(run: () => Promise<T>): Promise<T>
  signal: AbortSignal
}

/** `end`: by itself; `limit`: too long; `loop`: it went on saying the same. */
export type AnswerEnd = 'end' | 'limit' | 'loop'

/** Tables, rulers and code repeat themselves with good reason, but not for so long. */
const LOOP = { longestCycle: 64, times: 8, tokens: 256 }

/**
 * Adds the answer's tokens to `ids` as they are chosen, the end token left out. Throws the signal's reason between
 * two tokens when it aborts.
 */
export async function writeAnswer(ids: number[], options: WriteOptions): Promise<AnswerEnd> {
  const { model, conversation, endIds, maxTokens, signal } = options
  let { logits, position } = options
  for (;;) {
    signal.throwIfAborted()
    const said = { said: together(options.promptIds, ids), random: options.random }
    const id = pickToken(logits, options.pick, said)
    if (endIds.has(id)) return 'end'
    ids.push(id)
    options.onToken()
    const piece = options.text.push(id)
    if (piece !== '') options.say(piece)
    if (ids.length >= maxTokens) return 'limit'
    if (isLooping(ids, LOOP)) return 'loop'
    const positions = new BigInt64Array(3).fill(BigInt(position))
    logits = await options.withRoom(() => model.run(conversation.cache, { ids: [id], positions, images: [] }))
    conversation.markWritten(id)
    position += 1
  }
}

function* together(...lists: readonly (readonly number[])[]): Generator<number> {
  for (const list of lists) yield* list
}

/** Reading a prompt into a conversation's cache, piece by piece, from where the cache ends. */
import type { Conversation } from '../cache/conversations.ts'
import { type Positions, positionIds } from '../positions.ts'
import { type ImageSpan, type TokenSequence, tokensOf } from '../sequence.ts'
import type { LanguageModel } from './language-model.ts'

export interface ReadOptions {
  model: LanguageModel
  conversation: Conversation
  positions: Positions
  /** The most tokens in one run: between two runs it can be stopped. */
  pieceTokens: number
  look(image: ImageSpan): Promise<Float32Array>
  /** Runs something that may want more memory than there is at first. */
  withRoom<T>(run: () => Promise<T>): Promise<T>
  onRead(doneTokens: number): void
  signal: AbortSignal
}

/**
 * The logits behind the prompt's last token. Throws the signal's reason between two runs when it aborts; what was
 * read until then stays in the cache.
 */
export async function readPrompt(sequence: TokenSequence, options: ReadOptions): Promise<Float32Array> {
  const { model, conversation, positions, pieceTokens, signal } = options
  const { cache } = conversation
  const length = sequence.ids.length
  const from = cache.length
  let logits: Float32Array | undefined
  while (cache.length < length) {
    const [start, end] = [cache.length, Math.min(length, cache.length + pieceTokens)]
    const images = await lookAt(sequence, { start, end }, options)
    signal.throwIfAborted()
    const run = { ids: sequence.ids.slice(start, end), positions: positionIds(positions, start, end), images }
    logits = await options.withRoom(() => model.run(cache, run))
    conversation.markRead(sequence, end)
    options.onRead(end - from)
  }
  if (!logits) throw new Error('There was nothing to read.')
  return logits
}

async function lookAt(
  { images }: TokenSequence,
  { start, end }: { start: number; end: number },
  { look, signal }: ReadOptions,
) {
  const seen: { span: ImageSpan; features: Float32Array }[] = []
  for (const span of images) {
    if (span.start >= end || span.start + tokensOf(span) <= start) continue
    signal.throwIfAborted()
    seen.push({ span, features: await look(span) })
  }
  return seen
}

/** One turn of a conversation, from the messages to the answer. */
import { AppError, type ModelRef } from '@vitrine/contracts'
import type { ChatJob, ChatOutput, EngineChatEvent } from '../engine.ts'
import { AnswerClock } from './answer-clock.ts'
import type { Conversation, Conversations } from './cache/conversations.ts'
import { isOutOfMemory } from './failures.ts'
import type { LanguageModel } from './generation/language-model.ts'
import { readPrompt } from './generation/read-prompt.ts'
import { TextStream } from './generation/text-stream.ts'
import { type AnswerEnd, writeAnswer } from './generation/write-answer.ts'
import { measurePictures, pictureOf } from './measure-pictures.ts'
import { positionsOf } from './positions.ts'
import { buildPrompt } from './prompt/build-prompt.ts'
import type { QwenTokenizer } from './prompt/tokenizer.ts'
import { imageTokensOf, type TokenSequence } from './sequence.ts'
import type { QwenSettings } from './settings.ts'
import type { Vision } from './vision.ts'

/** The loaded engine, as a chat works with it. */
export interface QwenContext {
  model: ModelRef
  settings: QwenSettings
  tokenizer: QwenTokenizer
  vision: Vision
  language: LanguageModel
  conversations: Conversations
  /** The most tokens of a prompt that are read in one run. */
  pieceTokens: number
  random: () => number
  /** Milliseconds, monotonic. */
  now: () => number
}

const END_WARNINGS: Record<AnswerEnd, string[]> = {
  end: [],
  limit: [],
  loop: ['The model began to repeat itself and was stopped.'],
}

export interface TurnOptions {
  job: ChatJob
  conversation: Conversation
  say: (event: EngineChatEvent) => void
  signal: AbortSignal
}

export class Turn {
  readonly #context: QwenContext
  readonly #options: TurnOptions
  readonly #clock: AnswerClock
  readonly #text: TextStream
  readonly #ids: number[] = []

  constructor(context: QwenContext, options: TurnOptions) {
    this.#context = context
    this.#options = options
    this.#clock = new AnswerClock(context.now)
    this.#text = new TextStream(context.tokenizer.bytesOf)
  }

  async answer(): Promise<ChatOutput> {
    const { model } = this.#context
    const { conversation, say, signal } = this.#options
    signal.throwIfAborted()
    say({ type: 'started', model })
    const { sequence, warnings } = await this.#prompt()
    const cachedTokens = await this.#withRoom(() => conversation.keepCommon(sequence))
    try {
      const end = await this.#write(sequence, cachedTokens)
      const completionTokens = this.#ids.length
      const promptTokens = sequence.ids.length
      const counts = { promptTokens, cachedTokens, imageTokens: imageTokensOf(sequence), completionTokens }
      return {
        model,
        finish: end === 'limit' ? 'length' : 'stop',
        usage: { ...counts, ...this.#clock.stop(completionTokens) },
        warnings: [...warnings, ...END_WARNINGS[end]],
      }
    } finally {
      // Of an answer that was cut off as well: its beginning may be gone on from.
      conversation.remember(this.#text.text, this.#ids)
    }
  }

  async #prompt(): Promise<{ sequence: TokenSequence; warnings: string[] }> {
    const { settings, tokenizer, vision } = this.#context
    const { job, conversation, signal } = this.#options
    const { grids, warnings } = await measurePictures(job, vision, signal)
    const sequence = buildPrompt(job.messages, {
      tokenizer,
      family: settings.family,
      tokenSide: settings.pixels.patch * settings.pixels.merge,
      grids,
      spellingOf: (text) => conversation.spellingOf(text),
    })
    if (sequence.ids.length < settings.maxTokens) return { sequence, warnings }
    throw new AppError(
      'too-large',
      `This conversation has ${sequence.ids.length} tokens, and the model takes ${settings.maxTokens}.`,
      { suggestion: 'Ask with fewer or smaller pictures, or begin a new conversation.' },
    )
  }

  async #write(sequence: TokenSequence, cachedTokens: number): Promise<AnswerEnd> {
    const { language, pieceTokens, random, settings, tokenizer, vision } = this.#context
    const { job, conversation, say, signal } = this.#options
    const positions = positionsOf(sequence)
    const totalTokens = sequence.ids.length - cachedTokens
    const withRoom = <T>(run: () => Promise<T>) => this.#withRoom(run)
    say({ type: 'reading', doneTokens: 0, totalTokens })
    const logits = await readPrompt(sequence, {
      model: language,
      conversation,
      positions,
      pieceTokens,
      look: (span) => withRoom(() => vision.look(span.picture, pictureOf(job, span.picture), span)),
      withRoom,
      onRead: (doneTokens) => say({ type: 'reading', doneTokens, totalTokens }),
      signal,
    })
    const { marks } = tokenizer
    return writeAnswer(this.#ids, {
      model: language,
      conversation,
      logits,
      position: positions.next,
      endIds: new Set([...settings.endIds, marks.messageEnd, marks.textEnd]),
      maxTokens: Math.min(job.maxTokens, settings.maxTokens - sequence.ids.length),
      pick: { temperature: job.temperature, repetitionPenalty: settings.repetitionPenalty },
      random,
      promptIds: sequence.ids,
      text: this.#text,
      onToken: () => this.#clock.tokenCame(),
      say: (text) => {
        this.#clock.textCame()
        say({ type: 'text', text })
      },
      withRoom,
      signal,
    })
  }

  /** When memory runs out, what other conversations and earlier looks hold is given up, and it is tried once more. */
  async #withRoom<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run()
    } catch (thrown) {
      if (!isOutOfMemory(thrown)) throw thrown
      const others = this.#context.conversations.dropOthers(this.#options.job.conversation)
      const looks = this.#context.vision.forget()
      if (!others && !looks) throw thrown
      return run()
    }
  }
}

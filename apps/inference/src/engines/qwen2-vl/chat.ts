/** A chat's next answer: what is known is kept, what is new is read, and the answer is written. */
import type { ChatMessage, ModelRef, PictureKey } from '@vitrine/contracts'
import { AppError } from '@vitrine/contracts'
import type { ChatJob, ChatOutput, ChatPicture, EngineChatEvent } from '../engine.ts'
import type { Conversation, Conversations } from './cache/conversations.ts'
import { explainFailure, isOutOfMemory } from './failures.ts'
import type { LanguageModel } from './generation/language-model.ts'
import { readPrompt } from './generation/read-prompt.ts'
import { TextStream } from './generation/text-stream.ts'
import { type AnswerEnd, writeAnswer } from './generation/write-answer.ts'
import { positionsOf } from './positions.ts'
import { buildPrompt } from './prompt/build-prompt.ts'
import type { QwenTokenizer } from './prompt/tokenizer.ts'
import { imageTokensOf, type TokenSequence } from './sequence.ts'
import type { QwenSettings } from './settings.ts'
import type { TokenGrid, Vision } from './vision.ts'

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

/** Throws AppError: `cancelled`, `out-of-memory`, `too-large` for more than the model takes, `bad-request`. */
export async function chat(
  context: QwenContext,
  job: ChatJob,
  { say, signal }: { say: (event: EngineChatEvent) => void; signal: AbortSignal },
): Promise<ChatOutput> {
  const { conversations, vision } = context
  requireModel(context, job)
  const conversation = conversations.open(job.conversation)
  try {
    const output = await new Turn(context, { job, conversation, say, signal }).answer()
    conversations.keep(job.conversation, conversation)
    return output
  } catch (thrown) {
    const explained = explainFailure(thrown, signal)
    // What was read before a cancel holds; after any other failure nobody knows.
    if (signal.aborted) conversations.keep(job.conversation, conversation)
    else conversations.drop(job.conversation, conversation)
    throw explained
  } finally {
    vision.closePictures()
  }
}

function requireModel({ model }: QwenContext, job: ChatJob): void {
  if (job.model === undefined || job.model === model.id) return
  throw new AppError('not-found', `This engine has ${model.id} loaded, not ${job.model}.`, {
    suggestion: 'Choose the model on the Models page.',
  })
}

interface TurnOptions {
  job: ChatJob
  conversation: Conversation
  say: (event: EngineChatEvent) => void
  signal: AbortSignal
}

class Turn {
  readonly #context: QwenContext
  readonly #options: TurnOptions
  readonly #startedAt: number
  readonly #text: TextStream
  readonly #ids: number[] = []
  #firstTextAt: number | null = null
  #firstTokenAt: number | null = null

  constructor(context: QwenContext, options: TurnOptions) {
    this.#context = context
    this.#options = options
    this.#startedAt = context.now()
    this.#text = new TextStream(context.tokenizer.bytesOf)
  }

  async answer(): Promise<ChatOutput> {
    const { conversation, say, signal } = this.#options
    signal.throwIfAborted()
    say({ type: 'started', model: this.#context.model })
    const { sequence, warnings } = await this.#prompt()
    const cachedTokens = await this.#withRoom(() => conversation.keepCommon(sequence))
    try {
      const end = await this.#write(sequence, cachedTokens)
      return this.#output(sequence, { cachedTokens, end, warnings })
    } finally {
      // Of an answer that was cut off as well: its beginning may be gone on from.
      conversation.remember(this.#text.text, this.#ids)
    }
  }

  async #prompt(): Promise<{ sequence: TokenSequence; warnings: string[] }> {
    const { settings, tokenizer } = this.#context
    const { job, conversation } = this.#options
    const measured = await this.#measure(job.messages)
    const sequence = buildPrompt(job.messages, {
      tokenizer,
      family: settings.family,
      tokenSide: settings.pixels.patch * settings.pixels.merge,
      grids: measured.grids,
      spellingOf: (text) => conversation.spellingOf(text),
    })
    if (sequence.ids.length >= settings.maxTokens)
      throw new AppError(
        'too-large',
        `This conversation has ${sequence.ids.length} tokens, and the model takes ${settings.maxTokens}.`,
        { suggestion: 'Ask with fewer or smaller pictures, or begin a new conversation.' },
      )
    return { sequence, warnings: measured.warnings }
  }

  async #measure(messages: readonly ChatMessage[]) {
    const { job, signal } = this.#options
    const grids = new Map<PictureKey, TokenGrid>()
    const warnings = new Set<string>()
    for (const { parts } of messages)
      for (const part of parts) {
        if ((part.type !== 'image' && part.type !== 'frame') || grids.has(part.picture)) continue
        signal.throwIfAborted()
        const measured = await this.#context.vision.measure(
          part.picture,
          pictureOf(job, part.picture),
          job.maxPixels,
        )
        grids.set(part.picture, measured)
        for (const warning of measured.warnings) warnings.add(warning)
      }
    return { grids, warnings: [...warnings] }
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
      look: (span) => this.#withRoom(() => vision.look(span.picture, pictureOf(job, span.picture), span)),
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
      onToken: () => {
        this.#firstTokenAt ??= this.#context.now()
      },
      say: (text) => {
        this.#firstTextAt ??= this.#context.now()
        say({ type: 'text', text })
      },
      withRoom,
      signal,
    })
  }

  #output(
    sequence: TokenSequence,
    { cachedTokens, end, warnings }: { cachedTokens: number; end: AnswerEnd; warnings: readonly string[] },
  ): ChatOutput {
    const endedAt = this.#context.now()
    const after = this.#ids.length - 1
    const took = endedAt - (this.#firstTokenAt ?? endedAt)
    return {
      model: this.#context.model,
      finish: end === 'limit' ? 'length' : 'stop',
      usage: {
        promptTokens: sequence.ids.length,
        cachedTokens,
        imageTokens: imageTokensOf(sequence),
        completionTokens: this.#ids.length,
        firstTokenMs: this.#firstTextAt === null ? null : this.#firstTextAt - this.#startedAt,
        totalMs: endedAt - this.#startedAt,
        tokensPerSecond: after > 0 && took > 0 ? (after * 1000) / took : null,
      },
      warnings: [...warnings, ...END_WARNINGS[end]],
    }
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

function pictureOf({ pictures }: ChatJob, key: PictureKey): ChatPicture {
  const picture = pictures.get(key)
  if (picture) return picture
  throw new AppError('bad-request', `The picture ${key} is named and was not sent.`)
}

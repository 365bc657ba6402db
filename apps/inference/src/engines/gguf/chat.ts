/** A conversation's next answer by llama.cpp: what was read before is kept, what is new is read. */
import { AppError, type ModelRef } from '@vitrine/contracts'
import type { ChatJob, ChatOutput, EngineChatEvent } from '../engine.ts'
import { explainFailure, tooLong } from './failures.ts'
import { type LlamaModel, LlamaResult } from './library.ts'
import type { SizedPicture, SizedPictures } from './pictures.ts'
import { buildPrompt, MARKER, type Prompt } from './prompt.ts'
import { expectKnown, nameOf } from './read-before.ts'
import type { StatePaths, States } from './states.ts'
import { wholeCharacters, withoutMarks } from './text.ts'
import { measurePrompt, type PromptTokens } from './tokens.ts'

export interface GgufContext {
  llama: LlamaModel
  model: ModelRef
  contextTokens: number
  /** Ids of the two marks around a picture. */
  marks: readonly [number, number]
  pictures: SizedPictures
  states: States
}

interface Listener {
  say(event: EngineChatEvent): void
  signal: AbortSignal
}

interface Question {
  text: string
  pictures: readonly SizedPicture[]
  tokens: PromptTokens
}

interface Asked {
  maxTokens: number
  onText(piece: string): void
  paths?: Partial<StatePaths>
}

const MARKS = '<|vision_start|><|vision_end|>'
/** As the model's makers set it (generation_config.json of Qwen2-VL). */
const REPETITION_PENALTY = 1.05

/** @throws When the model is none of Qwen-VL. */
export async function findMarks(llama: LlamaModel): Promise<readonly [number, number]> {
  const [start, end, ...others] = (await llama.tokenize(MARKS)).tokens
  if (start === undefined || end === undefined || others.length > 0)
    throw new AppError('no-engine', 'This model has no marks for pictures: it is none of Qwen-VL.')
  return [start, end]
}

/** Throws AppError: `cancelled`, `out-of-memory`, `too-large`, `not-found`, `bad-request`. */
export async function chat(context: GgufContext, job: ChatJob, listener: Listener): Promise<ChatOutput> {
  try {
    return await new Turn(context, job, listener).answer()
  } catch (thrown) {
    throw explainFailure(thrown, listener.signal)
  }
}

class Turn {
  readonly #context: GgufContext
  readonly #job: ChatJob
  readonly #listener: Listener
  readonly #startedAt = performance.now()
  #firstTextAt: number | null = null

  constructor(context: GgufContext, job: ChatJob, listener: Listener) {
    this.#context = context
    this.#job = job
    this.#listener = listener
  }

  async answer(): Promise<ChatOutput> {
    const { model, contextTokens } = this.#context
    if (this.#job.model !== undefined && this.#job.model !== model.id)
      throw new AppError('not-found', `This engine has ${model.id} loaded, not ${this.#job.model}.`, {
        suggestion: 'Choose the model on the Models page.',
      })
    this.#listener.signal.throwIfAborted()
    this.#listener.say({ type: 'started', model })
    const prompt = buildPrompt(this.#job.messages)
    const pictures = await this.#look(prompt)
    const tokens = await this.#measure(prompt, pictures)
    if (tokens.total >= contextTokens) throw tooLong(tokens.total, contextTokens)
    const question = { text: prompt.text, pictures, tokens }
    const unreadTokens = this.#tellReading(question)
    const result = await this.#write(question, { unreadTokens, room: contextTokens - tokens.total })
    return this.#output(result, tokens)
  }

  async #look({ pictures }: Prompt): Promise<SizedPicture[]> {
    const sized: SizedPicture[] = []
    for (const key of pictures) {
      this.#listener.signal.throwIfAborted()
      sized.push(await this.#context.pictures.of(key, this.#job))
    }
    return sized
  }

  async #measure({ text }: Prompt, grids: readonly SizedPicture[]): Promise<PromptTokens> {
    const { llama, marks } = this.#context
    const { tokens } = await llama.tokenize(text.replaceAll(MARKER, MARKS))
    return measurePrompt(tokens, { marks, grids })
  }

  #tellReading(question: Question): number {
    const { conversation } = this.#job
    const last = conversation === undefined ? undefined : this.#context.states.readOf(conversation)
    const totalTokens = question.tokens.total - expectKnown(last, question)
    this.#listener.say({ type: 'reading', doneTokens: 0, totalTokens })
    return totalTokens
  }

  async #write(
    question: Question,
    { unreadTokens, room }: { unreadTokens: number; room: number },
  ): Promise<LlamaResult> {
    let heard = ''
    const tell = (piece: string) => {
      const words = withoutMarks(piece)
      if (words === '') return
      this.#firstTextAt ??= performance.now()
      this.#listener.say({ type: 'text', text: words })
    }
    const result = await this.#askFromState(question, {
      maxTokens: Math.min(this.#job.maxTokens, room),
      onText: (piece) => {
        if (heard === '')
          this.#listener.say({ type: 'reading', doneTokens: unreadTokens, totalTokens: unreadTokens })
        heard += piece
        tell(piece)
      },
    })
    tell(wholeCharacters(result.text.startsWith(heard) ? result.text.slice(heard.length) : ''))
    return result
  }

  /** From what was read of the conversation before, or from the beginning. */
  async #askFromState(question: Question, asked: Asked): Promise<LlamaResult> {
    const { states } = this.#context
    const { conversation } = this.#job
    if (conversation === undefined) return this.#ask(question, asked)
    const paths = states.pathsOf(conversation)
    let result = await this.#ask(question, { ...asked, paths })
    if (paths.load_state_path !== undefined && isUnread(result)) {
      states.forget(conversation)
      result = await this.#ask(question, { ...asked, paths: states.pathsOf(conversation) })
    }
    const { pictures, tokens } = question
    states.note(conversation, {
      prompt: nameOf(question.text, pictures),
      pictures: pictures.length,
      tokens: tokens.total,
    })
    return result
  }

  /**
   * All pictures go in one question: the library compares its pictures as a whole, and a list that has grown makes it
   * look at the first ones again.
   */
  async #ask({ text, pictures }: Question, { maxTokens, onText, paths = {} }: Asked): Promise<LlamaResult> {
    const { llama } = this.#context
    const { signal } = this.#listener
    signal.throwIfAborted()
    const handle = await llama.parallel.completion(
      {
        prompt: text,
        media_paths: pictures.map(({ dataUrl }) => dataUrl),
        n_predict: maxTokens,
        temperature: this.#job.temperature,
        penalty_repeat: REPETITION_PENALTY,
        xtc_probability: 0,
        dry_multiplier: 0,
        ...paths,
      },
      (_id, { token }) => {
        if (!signal.aborted) onText(token)
      },
    )
    const stop = () => handle.stop()
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    try {
      return LlamaResult.parse(await handle.promise)
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  #output(result: LlamaResult, tokens: PromptTokens): ChatOutput {
    const { predicted_n: written, predicted_ms: writingMs } = result.timings
    return {
      model: this.#context.model,
      finish: result.stopped_eos || result.stopped_word ? 'stop' : 'length',
      usage: {
        promptTokens: tokens.total,
        cachedTokens: tokens.tokensAt(result.timings.cache_n),
        imageTokens: tokens.ofPictures,
        completionTokens: written,
        firstTokenMs: this.#firstTextAt === null ? null : this.#firstTextAt - this.#startedAt,
        totalMs: performance.now() - this.#startedAt,
        tokensPerSecond: written > 1 && writingMs > 0 ? (written * 1000) / writingMs : null,
      },
      warnings: [],
    }
  }
}

/** A state that cannot be read is no error to the library: it answers with nothing. */
const isUnread = ({ timings }: LlamaResult): boolean => timings.cache_n + timings.prompt_n === 0

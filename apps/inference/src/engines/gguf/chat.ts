/** A conversation's next answer by llama.cpp: pictures are read one by one, and what was read before is kept. */
import { AppError, type ModelRef } from '@vitrine/contracts'
import type { ChatJob, ChatOutput, EngineChatEvent } from '../engine.ts'
import { explainFailure, tooLong } from './failures.ts'
import { type LlamaModel, LlamaResult } from './library.ts'
import type { SizedPicture, SizedPictures } from './pictures.ts'
import { buildPrompt, MARKER, type Prompt } from './prompt.ts'
import { wholeCharacters, withoutMarks } from './text.ts'
import { measurePrompt, type PromptTokens } from './tokens.ts'

export interface GgufContext {
  llama: LlamaModel
  model: ModelRef
  contextTokens: number
  /** Ids of the two marks around a picture. */
  marks: readonly [number, number]
  pictures: SizedPictures
  /** Data URLs and text of what was read last. */
  last: { prompt: string }
}

interface Listener {
  say(event: EngineChatEvent): void
  signal: AbortSignal
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
  /** Of the first question to the library: what was there before this turn. */
  #cachedPositions: number | null = null

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
    await this.#read(prompt, { pictures, tokens })
    const result = await this.#write(prompt, { pictures, room: contextTokens - tokens.total })
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

  /** One question for each picture that is new: between two of them a reading can be stopped and told of. */
  async #read(
    { text }: Prompt,
    { pictures, tokens }: { pictures: readonly SizedPicture[]; tokens: PromptTokens },
  ): Promise<void> {
    const { last } = this.#context
    const known = countKnown(last.prompt, text, pictures)
    const knownTokens = tokens.afterPicture[known - 1] ?? 0
    const totalTokens = tokens.total - knownTokens
    this.#listener.say({ type: 'reading', doneTokens: 0, totalTokens })
    for (let at = known; at < pictures.length; at += 1) {
      const seen = pictures.slice(0, at + 1)
      await this.#ask(upToMarker(text, at + 1), { pictures: seen, maxTokens: 1 })
      const doneTokens = (tokens.afterPicture[at] ?? 0) - knownTokens
      this.#listener.say({ type: 'reading', doneTokens, totalTokens })
    }
  }

  async #write(
    { text }: Prompt,
    { pictures, room }: { pictures: readonly SizedPicture[]; room: number },
  ): Promise<LlamaResult> {
    let heard = ''
    const tell = (piece: string) => {
      const words = withoutMarks(piece)
      if (words === '') return
      this.#firstTextAt ??= performance.now()
      this.#listener.say({ type: 'text', text: words })
    }
    const result = await this.#ask(text, {
      pictures,
      maxTokens: Math.min(this.#job.maxTokens, room),
      onText: (piece) => {
        heard += piece
        tell(piece)
      },
    })
    tell(wholeCharacters(result.text.startsWith(heard) ? result.text.slice(heard.length) : ''))
    return result
  }

  async #ask(
    prompt: string,
    asked: { pictures: readonly SizedPicture[]; maxTokens: number; onText?: (piece: string) => void },
  ): Promise<LlamaResult> {
    const { llama, last } = this.#context
    const { signal } = this.#listener
    signal.throwIfAborted()
    const handle = await llama.parallel.completion(
      {
        prompt,
        media_paths: asked.pictures.map(({ dataUrl }) => dataUrl),
        n_predict: asked.maxTokens,
        temperature: this.#job.temperature,
        penalty_repeat: REPETITION_PENALTY,
      },
      (_id, { token }) => {
        if (!signal.aborted) asked.onText?.(token)
      },
    )
    const stop = () => handle.stop()
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    try {
      const result = LlamaResult.parse(await handle.promise)
      this.#cachedPositions ??= result.timings.cache_n
      last.prompt = nameOf(prompt, asked.pictures)
      return result
    } catch (thrown) {
      last.prompt = ''
      throw thrown
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
        cachedTokens: tokens.tokensAt(this.#cachedPositions ?? 0),
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

/** The prompt up to its n-th marker, the marker included. */
function upToMarker(text: string, count: number): string {
  let end = 0
  for (let at = 0; at < count; at += 1) end = text.indexOf(MARKER, end) + MARKER.length
  return text.slice(0, end)
}

/** A prompt with its pictures in it: what the cache goes by. */
function nameOf(prompt: string, pictures: readonly SizedPicture[]): string {
  let at = 0
  return prompt.replaceAll(MARKER, () => pictures[at++]?.dataUrl ?? '')
}

/** How many pictures stand in what was read last, with all that is before them. */
function countKnown(last: string, text: string, pictures: readonly SizedPicture[]): number {
  let known = 0
  while (known < pictures.length && last.startsWith(nameOf(upToMarker(text, known + 1), pictures))) known += 1
  return known
}

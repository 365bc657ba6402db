/** A conversation's messages as tokens, by the chat template of Qwen-VL. Pure, given a tokenizer. */
import type { ChatMessage, ChatPart, PictureKey } from '@vitrine/contracts'
import { AppError } from '@vitrine/contracts'
import { stripSpecialTokens } from '../../reasoning/special-tokens.ts'
import { type ImageSpan, type TokenSequence, tokensOf } from '../sequence.ts'
import type { QwenFamily } from '../settings.ts'
import { clock, describePlace, type PromptPiece } from './places.ts'
import type { QwenTokenizer } from './tokenizer.ts'

export interface PromptContext {
  tokenizer: QwenTokenizer
  family: QwenFamily
  /** The side of a token in pixels. */
  tokenSide: number
  /** Every picture's size in tokens. */
  grids: ReadonlyMap<PictureKey, Pick<ImageSpan, 'rows' | 'columns'>>
  /** The tokens that an earlier answer was written in. */
  spellingOf(text: string): readonly number[] | undefined
}

/** What the template begins with where nobody else says who the model is. */
const DEFAULT_SYSTEM: ChatMessage = {
  role: 'system',
  parts: [{ type: 'text', text: 'You are a helpful assistant.' }],
}

/**
 * The whole prompt, up to where the answer begins. Each message is tokenised by itself, so that what stands before
 * stays as it is when a message is added. Throws AppError `bad-request` for a region of a picture that is not shown.
 */
export function buildPrompt(messages: readonly ChatMessage[], context: PromptContext): TokenSequence {
  const writer = new PromptWriter(context)
  const all = messages[0]?.role === 'system' ? messages : [DEFAULT_SYSTEM, ...messages]
  for (const message of all) writer.message(message)
  writer.answerBegins()
  return writer.sequence
}

class PromptWriter {
  readonly #context: PromptContext
  readonly #ids: number[] = []
  readonly #images: ImageSpan[] = []
  /** Text that is not tokenised yet: it is one piece up to the next mark. */
  #text = ''

  constructor(context: PromptContext) {
    this.#context = context
  }

  get sequence(): TokenSequence {
    return { ids: this.#ids, images: this.#images }
  }

  message({ role, parts }: ChatMessage): void {
    const { marks } = this.#context.tokenizer
    this.#mark(marks.messageStart)
    this.#text += `${role}\n`
    const spelling = role === 'assistant' ? this.#context.spellingOf(textOf(parts)) : undefined
    if (spelling) {
      this.#flush()
      this.#ids.push(...spelling)
    } else for (const part of parts) this.#part(part)
    this.#mark(marks.messageEnd)
    this.#text += '\n'
  }

  answerBegins(): void {
    this.#mark(this.#context.tokenizer.marks.messageStart)
    this.#text += 'assistant\n'
    this.#flush()
  }

  #part(part: ChatPart): void {
    switch (part.type) {
      case 'text':
        this.#text += part.text
        return
      case 'image':
        this.#image(part.picture)
        return
      case 'frame':
        this.#text += `At ${clock(part.atSeconds)}: `
        this.#image(part.picture)
        return
      case 'region':
        this.#region(part)
    }
  }

  #image(picture: PictureKey): void {
    const { marks } = this.#context.tokenizer
    const grid = this.#gridOf(picture)
    this.#mark(marks.visionStart)
    this.#images.push({ start: this.#ids.length, rows: grid.rows, columns: grid.columns, picture })
    for (let token = 0; token < tokensOf(grid); token += 1) this.#ids.push(marks.image)
    this.#mark(marks.visionEnd)
  }

  #region({ picture, box, label }: Extract<ChatPart, { type: 'region' }>): void {
    const { tokenizer, family, tokenSide } = this.#context
    const shown = [...new Set(this.#images.map((image) => image.picture))]
    const number = shown.indexOf(picture) + 1
    if (number === 0)
      throw new AppError('bad-request', 'A part of a picture is asked about that is not in the conversation.')
    const grid = this.#gridOf(picture)
    const seen = { width: grid.columns * tokenSide, height: grid.rows * tokenSide }
    this.#pieces(describePlace({ box, label, seen }, tokenizer, family))
    // A place says nothing of which picture it is in.
    if (shown.length > 1) this.#text += ` (in picture ${number})`
  }

  #pieces(pieces: readonly PromptPiece[]): void {
    for (const piece of pieces)
      if (typeof piece === 'number') this.#mark(piece)
      else this.#text += piece
  }

  #mark(id: number): void {
    this.#flush()
    this.#ids.push(id)
  }

  /** Parts are put together before they are cleaned: halves of a mark may come from two of them. */
  #flush(): void {
    const text = stripSpecialTokens(this.#text)
    this.#text = ''
    if (text !== '') this.#ids.push(...this.#context.tokenizer.encode(text))
  }

  #gridOf(picture: PictureKey): Pick<ImageSpan, 'rows' | 'columns'> {
    const grid = this.#context.grids.get(picture)
    if (grid) return grid
    throw new AppError('bad-request', `The picture ${picture} is named and was not sent.`)
  }
}

function textOf(parts: readonly ChatPart[]): string {
  return parts.every((part) => part.type === 'text') ? parts.map(({ text }) => text).join('') : ''
}

/** A conversation as one text with markers for its pictures, by Qwen-VL's chat template. Pure. */
import { AppError, type ChatMessage, type ChatPart, formatClock, type PictureKey } from '@vitrine/contracts'
import { stripSpecialTokens } from '../reasoning/special-tokens.ts'

/** llama.cpp puts a picture with its two marks here (mtmd.h, MTMD_DEFAULT_IMAGE_MARKER). */
export const MARKER = '<__media__>'

export interface Prompt {
  text: string
  /** What stands at each marker, in order. */
  pictures: PictureKey[]
}

/** What the template begins with where nobody else says who the model is. */
const DEFAULT_SYSTEM: ChatMessage = {
  role: 'system',
  parts: [{ type: 'text', text: 'You are a helpful assistant.' }],
}

/** The whole conversation, up to where the answer begins. Throws `bad-request` for a part of a picture not shown. */
export function buildPrompt(messages: readonly ChatMessage[]): Prompt {
  const writer = new PromptWriter()
  const all = messages[0]?.role === 'system' ? messages : [DEFAULT_SYSTEM, ...messages]
  for (const message of all) writer.message(message)
  return writer.end()
}

class PromptWriter {
  readonly #pictures: PictureKey[] = []
  #text = ''
  /** What people or models wrote, not cleaned yet: halves of a mark may come from two parts. */
  #foreign = ''

  message({ role, parts }: ChatMessage): void {
    this.#text += `<|im_start|>${role}\n`
    for (const part of parts) this.#part(part)
    this.#flush()
    this.#text += '<|im_end|>\n'
  }

  end(): Prompt {
    return { text: `${this.#text}<|im_start|>assistant\n`, pictures: this.#pictures }
  }

  #part(part: ChatPart): void {
    switch (part.type) {
      case 'text':
        this.#foreign += part.text
        return
      case 'image':
        this.#picture(part.picture)
        return
      case 'frame':
        this.#foreign += `At ${formatClock(part.atSeconds)}: `
        this.#picture(part.picture)
        return
      case 'region':
        this.#foreign += this.#describe(part)
    }
  }

  #picture(key: PictureKey): void {
    const numbers = new Set([...this.#pictures, key])
    // llama.cpp takes two pictures of one size with nothing between them for two frames of a film, and sees one.
    this.#foreign += `Picture ${[...numbers].indexOf(key) + 1}: `
    this.#flush()
    this.#text += MARKER
    this.#pictures.push(key)
  }

  /** In percent: families of models disagree on the grid, and all of them know percent. */
  #describe({ picture, box, label }: Extract<ChatPart, { type: 'region' }>): string {
    const number = [...new Set(this.#pictures)].indexOf(picture) + 1
    if (number === 0)
      throw new AppError('bad-request', 'A part of a picture is asked about that is not in the conversation.')
    const percent = (share: number) => `${Math.round(share * 100)} %`
    const across = `from ${percent(box.x)} to ${percent(box.x + box.width)} of its width`
    const down = `from ${percent(box.y)} to ${percent(box.y + box.height)} of its height`
    return `The part of picture ${number} ${across} and ${down}${label ? ` (${label})` : ''}. `
  }

  #flush(): void {
    this.#text += stripSpecialTokens(this.#foreign)
    this.#foreign = ''
  }
}

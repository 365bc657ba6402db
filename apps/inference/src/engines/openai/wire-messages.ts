/** A chat's messages as the OpenAI way has them: pure. */
import { type ChatMessage, type ChatPart, formatClock, type PictureKey } from '@vitrine/contracts'
import { stripSpecialTokens } from '../reasoning/special-tokens.ts'

export type WirePart =
  | { type: 'text'; text: string }
  /** `uuid` is vLLM's: with it the picture may be left out where the server has it already. */
  | { type: 'image_url'; image_url: { url: string } | null; uuid?: string }

export interface WireMessage {
  role: 'system' | 'user' | 'assistant'
  content: string | WirePart[]
}

/** @param pictureOf What stands for a picture: its bytes, or what a server knows it by. */
export function toWireMessages(
  messages: readonly ChatMessage[],
  pictureOf: (key: PictureKey) => Extract<WirePart, { type: 'image_url' }>,
): WireMessage[] {
  const numbers = new Map<PictureKey, number>()
  return messages.map(({ role, parts }) => {
    // What the model has written itself is no foreign text, and is sent back as it was.
    const clean = role === 'assistant' ? (text: string) => text : stripSpecialTokens
    const content = joinTexts(parts.flatMap((part) => toParts(part, { numbers, pictureOf, clean })))
    const only = content[0]
    return { role, content: content.length === 1 && only?.type === 'text' ? only.text : content }
  })
}

function toParts(
  part: ChatPart,
  how: {
    numbers: Map<PictureKey, number>
    pictureOf: (key: PictureKey) => Extract<WirePart, { type: 'image_url' }>
    clean: (text: string) => string
  },
): WirePart[] {
  const { numbers, pictureOf, clean } = how
  switch (part.type) {
    case 'text':
      return [{ type: 'text', text: clean(part.text) }]
    case 'image':
      numberOf(numbers, part.picture)
      return [pictureOf(part.picture)]
    case 'frame':
      numberOf(numbers, part.picture)
      return [{ type: 'text', text: `At ${formatClock(part.atSeconds)}:` }, pictureOf(part.picture)]
    case 'region':
      return [{ type: 'text', text: describeRegion(part, numberOf(numbers, part.picture), clean) }]
  }
}

/** Pictures are counted as they come. */
function numberOf(numbers: Map<PictureKey, number>, key: PictureKey): number {
  const known = numbers.get(key) ?? numbers.size + 1
  numbers.set(key, known)
  return known
}

/** In percent: families of models disagree on the grid, and all of them know percent. */
function describeRegion(
  { box, label }: Extract<ChatPart, { type: 'region' }>,
  number: number,
  clean: (text: string) => string,
): string {
  const percent = (share: number) => `${Math.round(share * 100)} %`
  const place = `from ${percent(box.x)} to ${percent(box.x + box.width)} of its width and from ${percent(box.y)} to ${percent(box.y + box.height)} of its height`
  return `The part of picture ${number} ${place}${label ? ` (${clean(label)})` : ''}.`
}

/** Texts that follow each other are one: some servers take no two in a row. */
function joinTexts(parts: readonly WirePart[]): WirePart[] {
  const joined: WirePart[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if (part.type === 'text' && last?.type === 'text') last.text += `\n${part.text}`
    else joined.push(part.type === 'text' ? { ...part } : part)
  }
  return joined
}

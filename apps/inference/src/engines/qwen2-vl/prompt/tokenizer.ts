/** The library's tokenizer as this engine uses it: text to ids, ids to bytes, and the marks by their names. */
import { AutoTokenizer } from '@huggingface/transformers'
import { byteAlphabet } from './byte-alphabet.ts'

export interface QwenTokenizer {
  /** Marks in the text become their ids: what people bring is stripped of them before. */
  encode(text: string): number[]
  /** The UTF-8 of an ordinary token, which may be a part of a character; null for a mark. */
  bytesOf(id: number): Uint8Array | null
  marks: Marks
}

/** Ids of what structures a prompt. */
export interface Marks {
  messageStart: number
  messageEnd: number
  textEnd: number
  visionStart: number
  visionEnd: number
  image: number
  labelStart: number
  labelEnd: number
  boxStart: number
  boxEnd: number
}

const MARK_NAMES: Record<keyof Marks, string> = {
  messageStart: '<|im_start|>',
  messageEnd: '<|im_end|>',
  textEnd: '<|endoftext|>',
  visionStart: '<|vision_start|>',
  visionEnd: '<|vision_end|>',
  image: '<|image_pad|>',
  labelStart: '<|object_ref_start|>',
  labelEnd: '<|object_ref_end|>',
  boxStart: '<|box_start|>',
  boxEnd: '<|box_end|>',
}

/** Reads the tokenizer's files; throws where they are missing or lack one of Qwen-VL's marks. */
export async function openTokenizer(dir: string): Promise<QwenTokenizer> {
  const tokenizer = await AutoTokenizer.from_pretrained(dir, { local_files_only: true })
  const vocabulary = tokenizer.get_vocab()
  const marks = readMarks(vocabulary)
  const special = new Set([...tokenizer.all_special_tokens, ...Object.values(MARK_NAMES)])
  const names: string[] = []
  for (const [name, id] of vocabulary) names[id] = name
  const toBytes = createByteReader()
  return {
    encode: (text) => Array.from(tokenizer.encode(text, { add_special_tokens: false })),
    bytesOf(id) {
      const name = names[id]
      return name === undefined || special.has(name) || /^<\|[^|]+\|>$/.test(name) ? null : toBytes(name)
    },
    marks,
  }
}

function readMarks(vocabulary: ReadonlyMap<string, number>): Marks {
  const find = (mark: keyof Marks) => {
    const id = vocabulary.get(MARK_NAMES[mark])
    if (id === undefined) throw new Error(`The tokenizer has no ${MARK_NAMES[mark]}.`)
    return id
  }
  return {
    messageStart: find('messageStart'),
    messageEnd: find('messageEnd'),
    textEnd: find('textEnd'),
    visionStart: find('visionStart'),
    visionEnd: find('visionEnd'),
    image: find('image'),
    labelStart: find('labelStart'),
    labelEnd: find('labelEnd'),
    boxStart: find('boxStart'),
    boxEnd: find('boxEnd'),
  }
}

/** Tokens are written in the byte alphabet; those that were added to the vocabulary later are plain text. */
function createByteReader(): (name: string) => Uint8Array {
  const byteOf = new Map(byteAlphabet().map((letter, byte) => [letter, byte]))
  return (name) => {
    const bytes = Array.from(name, (letter) => byteOf.get(letter))
    return bytes.includes(undefined)
      ? new TextEncoder().encode(name)
      : Uint8Array.from(bytes, (byte) => byte ?? 0)
  }
}

/** A byte-level tokenizer without merges, one token a byte, with Qwen2-VL's marks. */
import { byteAlphabet } from '../../engines/qwen2-vl/prompt/byte-alphabet.ts'
import { tokenizerJson } from './byte-tokenizer.ts'

/** In the order of the official tokenizer (`added_tokens.json`). */
export const QWEN_MARKS = [
  ...['<|endoftext|>', '<|im_start|>', '<|im_end|>', '<|object_ref_start|>', '<|object_ref_end|>'],
  ...['<|box_start|>', '<|box_end|>', '<|quad_start|>', '<|quad_end|>', '<|vision_start|>'],
  ...['<|vision_end|>', '<|vision_pad|>', '<|image_pad|>', '<|video_pad|>'],
] as const
export type QwenMark = (typeof QWEN_MARKS)[number]

export interface TinyQwenTokenizer {
  /** How many ids there are. */
  size: number
  /** One id a byte; marks are not looked for. */
  encode(text: string): number[]
  idOf(mark: QwenMark): number
  tokenizerJson: object
  tokenizerConfigJson: object
}

export function createQwenTokenizer(): TinyQwenTokenizer {
  const alphabet = byteAlphabet()
  const vocabulary = Object.fromEntries(alphabet.map((letter, byte) => [letter, byte]))
  const idOf = (mark: QwenMark) => alphabet.length + QWEN_MARKS.indexOf(mark)
  return {
    size: alphabet.length + QWEN_MARKS.length,
    encode: (text) => [...new TextEncoder().encode(text)],
    idOf,
    tokenizerJson: tokenizerJson(vocabulary, {
      added: QWEN_MARKS.map((mark) => [mark, idOf(mark)]),
      postProcessor: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
    }),
    tokenizerConfigJson: {
      tokenizer_class: 'Qwen2Tokenizer',
      add_prefix_space: false,
      bos_token: null,
      eos_token: '<|im_end|>',
      pad_token: '<|endoftext|>',
      unk_token: null,
      padding_side: 'left',
      model_max_length: 32_768,
      clean_up_tokenization_spaces: false,
      errors: 'replace',
      split_special_tokens: false,
    },
  }
}

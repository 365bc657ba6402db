/** A byte-level BPE tokenizer without merges, one token a byte, with Florence-2's special tokens. */
import { byteAlphabet } from '../../engines/qwen2-vl/prompt/byte-alphabet.ts'

/** In the order of the official tokenizer (`processing_florence2.py`, `tokens_to_add`). */
const FLORENCE_TOKENS = [
  '<mask>',
  ...['<od>', '</od>', '<ocr>', '</ocr>'],
  ...Array.from({ length: 1000 }, (_none, bin) => `<loc_${bin}>`),
  ...['<cap>', '</cap>', '<ncap>', '</ncap>', '<dcap>', '</dcap>', '<grounding>', '</grounding>'],
  ...['<seg>', '</seg>', '<sep>', '<region_cap>', '</region_cap>', '<region_to_desciption>'],
  ...['</region_to_desciption>', '<proposal>', '</proposal>', '<poly>', '</poly>', '<and>'],
]

export interface ByteTokenizer {
  /** How many ids there are. */
  size: number
  /** Ids without `<s>` and `</s>`. */
  encode(text: string): number[]
  tokenizerJson: object
  tokenizerConfigJson: object
}

export const START = 0
export const PAD = 1
export const END = 2

export function createFlorenceTokenizer(): ByteTokenizer {
  const vocabulary = new Map([
    ['<s>', START],
    ['<pad>', PAD],
    ['</s>', END],
    ['<unk>', 3],
  ])
  const special = [...vocabulary.keys()]
  const alphabet = byteAlphabet()
  for (const letter of alphabet) vocabulary.set(letter, vocabulary.size)
  const base = Object.fromEntries(vocabulary)
  for (const token of FLORENCE_TOKENS) vocabulary.set(token, vocabulary.size)
  const encodePart = (part: string): (number | undefined)[] =>
    /^<.+>$/.test(part)
      ? [vocabulary.get(part)]
      : [...new TextEncoder().encode(part)].map((byte) => vocabulary.get(alphabet[byte] ?? ''))
  return {
    size: vocabulary.size,
    encode: (text) =>
      text
        .split(/(<[^<>]+>)/)
        .filter((part) => part !== '')
        .flatMap(encodePart)
        .map((id) => id ?? 3),
    tokenizerJson: tokenizerJson(base, {
      added: [...special, ...FLORENCE_TOKENS].map((name) => [name, vocabulary.get(name) ?? 3]),
      postProcessor: {
        type: 'RobertaProcessing',
        sep: ['</s>', END],
        cls: ['<s>', START],
        trim_offsets: true,
        add_prefix_space: false,
      },
    }),
    tokenizerConfigJson: {
      tokenizer_class: 'BartTokenizer',
      bos_token: '<s>',
      eos_token: '</s>',
      unk_token: '<unk>',
      sep_token: '</s>',
      pad_token: '<pad>',
      cls_token: '<s>',
      mask_token: '<mask>',
      add_prefix_space: false,
      clean_up_tokenization_spaces: true,
      model_max_length: 1024,
    },
  }
}

/** The file `tokenizer.json` of a byte-level tokenizer without merges. */
export function tokenizerJson(
  vocabulary: Readonly<Record<string, number>>,
  { added, postProcessor }: { added: readonly (readonly [string, number])[]; postProcessor: object },
): object {
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added.map(([content, id]) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: postProcessor,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      vocab: vocabulary,
      merges: [],
    },
  }
}

/**
 * A tiny Qwen2-VL in llama.cpp's format. It looks at its pictures and keeps them, but what it writes follows from the
 * last byte alone: each is sure of one next. So every answer is the same, and ends.
 */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { byteAlphabet } from '../../engines/qwen2-vl/prompt/byte-alphabet.ts'
import { type GgufTensor, type GgufValue, writeGguf } from './gguf-file.ts'
import { createQwenTokenizer, QWEN_MARKS } from './qwen-tokenizer.ts'

/** No byte twice, since each has one next; one character of two bytes. */
export const TINY_GGUF_ANSWER = 'A wörd.'

export interface TinyGgufOptions {
  /** As in the files' names. */
  name?: string
  /** Begins anew where it would end. */
  isEndless?: boolean
  /** What it writes follows from all it has read: nonsense, and other nonsense after other words. */
  isMindful?: boolean
}

const WIDTH = 64
const INNER = 128
const HEADS = 2
const PATCH = 14

/** Of files named by their repository. */
export function writeTinyGguf(dir: string, options: TinyGgufOptions = {}): void {
  const { name = 'Qwen2-VL-7B-Instruct', isEndless = false, isMindful = false } = options
  mkdirSync(dir, { recursive: true })
  const random = createRandom()
  writeModel(path.join(dir, `${name}-Q4_K_M.gguf`), { random, isEndless, isMindful })
  writeMmproj(path.join(dir, `mmproj-${name}-f16.gguf`), random)
}

type Random = (name: string, dimensions: readonly number[], size?: number) => GgufTensor

/** Between -size/2 and size/2, the same every time. */
function createRandom(): Random {
  let seed = 7
  const next = () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
    return seed / 2 ** 32 - 0.5
  }
  return (name, dimensions, size = 0.2) => ({
    name,
    dimensions,
    data: Float32Array.from({ length: dimensions.reduce((a, b) => a * b, 1) }, () => next() * size),
  })
}

const filled = (name: string, dimensions: readonly number[], value: number): GgufTensor => ({
  name,
  dimensions,
  data: new Float32Array(dimensions.reduce((a, b) => a * b, 1)).fill(value),
})

function writeModel(
  file: string,
  { random, isEndless, isMindful }: { random: Random; isEndless: boolean; isMindful: boolean },
): void {
  const tokenizer = createQwenTokenizer()
  const words = random('token_embd.weight', [WIDTH, tokenizer.size], 1)
  const block = 'blk.0.'
  writeGguf(file, { ...MODEL, ...vocabulary() }, [
    words,
    filled('output_norm.weight', [WIDTH], 1),
    { name: 'output.weight', dimensions: [WIDTH, tokenizer.size], data: nextOf(words.data, isEndless) },
    filled(`${block}attn_norm.weight`, [WIDTH], 1),
    ...['q', 'k', 'v'].flatMap((part) => [
      random(`${block}attn_${part}.weight`, [WIDTH, WIDTH]),
      filled(`${block}attn_${part}.bias`, [WIDTH], 0),
    ]),
    // What attention and the inner layer say is left out, or drowns the rest.
    random(`${block}attn_output.weight`, [WIDTH, WIDTH], isMindful ? 3 : 0),
    filled(`${block}ffn_norm.weight`, [WIDTH], 1),
    random(`${block}ffn_gate.weight`, [WIDTH, INNER]),
    random(`${block}ffn_up.weight`, [WIDTH, INNER]),
    random(`${block}ffn_down.weight`, [INNER, WIDTH], isMindful ? 1 : 0),
  ])
}

/** A next token's row is what its one before looks like. */
function nextOf(words: Float32Array, isEndless: boolean): Float32Array {
  const tokenizer = createQwenTokenizer()
  const end = tokenizer.idOf('<|im_end|>')
  const ids = tokenizer.encode(`\n${TINY_GGUF_ANSWER}`)
  const rows = new Float32Array(words.length)
  ids.forEach((id, at) => {
    const next = ids[at + 1] ?? (isEndless ? (ids[1] ?? end) : end)
    const row = words.subarray(id * WIDTH, (id + 1) * WIDTH)
    row.forEach((value, column) => {
      rows[next * WIDTH + column] = (rows[next * WIDTH + column] ?? 0) + value
    })
  })
  return rows
}

const MODEL: Readonly<Record<string, GgufValue>> = {
  'general.architecture': { type: 'text', value: 'qwen2vl' },
  'general.name': { type: 'text', value: 'tiny' },
  'general.file_type': { type: 'u32', value: 0 },
  'qwen2vl.block_count': { type: 'u32', value: 1 },
  'qwen2vl.context_length': { type: 'u32', value: 32_768 },
  'qwen2vl.embedding_length': { type: 'u32', value: WIDTH },
  'qwen2vl.feed_forward_length': { type: 'u32', value: INNER },
  'qwen2vl.attention.head_count': { type: 'u32', value: HEADS },
  'qwen2vl.attention.head_count_kv': { type: 'u32', value: HEADS },
  'qwen2vl.rope.freq_base': { type: 'f32', value: 1e6 },
  'qwen2vl.attention.layer_norm_rms_epsilon': { type: 'f32', value: 1e-6 },
  'qwen2vl.rope.dimension_sections': { type: 'i32s', value: [4, 6, 6, 0] },
}

function vocabulary(): Record<string, GgufValue> {
  const tokenizer = createQwenTokenizer()
  const letters = byteAlphabet()
  const tokens = [...letters, ...QWEN_MARKS]
  return {
    'tokenizer.ggml.model': { type: 'text', value: 'gpt2' },
    'tokenizer.ggml.pre': { type: 'text', value: 'qwen2' },
    'tokenizer.ggml.tokens': { type: 'texts', value: tokens },
    // 1: a word; 3: a mark.
    'tokenizer.ggml.token_type': {
      type: 'i32s',
      value: tokens.map((_token, id) => (id < letters.length ? 1 : 3)),
    },
    'tokenizer.ggml.merges': { type: 'texts', value: ['a b'] },
    'tokenizer.ggml.eos_token_id': { type: 'u32', value: tokenizer.idOf('<|im_end|>') },
    'tokenizer.ggml.padding_token_id': { type: 'u32', value: tokenizer.idOf('<|endoftext|>') },
    'tokenizer.ggml.add_bos_token': { type: 'bool', value: false },
  }
}

const MMPROJ: Readonly<Record<string, GgufValue>> = {
  'general.architecture': { type: 'text', value: 'clip' },
  'general.type': { type: 'text', value: 'mmproj' },
  'general.file_type': { type: 'u32', value: 0 },
  'clip.has_vision_encoder': { type: 'bool', value: true },
  'clip.projector_type': { type: 'text', value: 'qwen2vl_merger' },
  'clip.vision.image_size': { type: 'u32', value: 560 },
  'clip.vision.patch_size': { type: 'u32', value: PATCH },
  'clip.vision.embedding_length': { type: 'u32', value: WIDTH },
  'clip.vision.feed_forward_length': { type: 'u32', value: INNER },
  'clip.vision.projection_dim': { type: 'u32', value: WIDTH },
  'clip.vision.attention.head_count': { type: 'u32', value: HEADS },
  'clip.vision.attention.layer_norm_epsilon': { type: 'f32', value: 1e-6 },
  'clip.vision.block_count': { type: 'u32', value: 1 },
  'clip.vision.image_mean': { type: 'f32s', value: [0.48, 0.46, 0.41] },
  'clip.vision.image_std': { type: 'f32s', value: [0.27, 0.26, 0.28] },
  'clip.use_silu': { type: 'bool', value: false },
  'clip.use_gelu': { type: 'bool', value: false },
}

function writeMmproj(file: string, random: Random): void {
  const block = 'v.blk.0.'
  const merged = 4 * WIDTH
  writeGguf(file, MMPROJ, [
    random('v.patch_embd.weight', [PATCH, PATCH, 3, WIDTH]),
    random('v.patch_embd.weight.1', [PATCH, PATCH, 3, WIDTH]),
    filled('v.post_ln.weight', [WIDTH], 1),
    filled('v.post_ln.bias', [WIDTH], 0),
    ...['attn_q', 'attn_k', 'attn_v', 'attn_out'].flatMap((part) => [
      random(`${block}${part}.weight`, [WIDTH, WIDTH]),
      filled(`${block}${part}.bias`, [WIDTH], 0),
    ]),
    ...['ln1', 'ln2'].flatMap((part) => [
      filled(`${block}${part}.weight`, [WIDTH], 1),
      filled(`${block}${part}.bias`, [WIDTH], 0),
    ]),
    random(`${block}ffn_up.weight`, [WIDTH, INNER]),
    filled(`${block}ffn_up.bias`, [INNER], 0),
    random(`${block}ffn_down.weight`, [INNER, WIDTH]),
    filled(`${block}ffn_down.bias`, [WIDTH], 0),
    random('mm.0.weight', [merged, merged]),
    filled('mm.0.bias', [merged], 0),
    random('mm.2.weight', [merged, WIDTH]),
    filled('mm.2.bias', [WIDTH], 0),
  ])
}

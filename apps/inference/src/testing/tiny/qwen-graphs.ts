/**
 * The three graphs of a tiny Qwen2-VL that answers from a table instead of from weights, with the inputs and outputs
 * of the onnx-community export. An embedding is `[id, 0, 0, 0]` for a token and `[-1, r, g, b]` for a part of a
 * picture, and keys and values are the embeddings themselves: what the decoder says, it reads from its cache, so that
 * lost, mixed-up or wrongly cut caches give wrong answers.
 */
import { OnnxGraph } from '../../onnx/onnx-graph.ts'
import {
  TINY_QWEN_COLOURS,
  TINY_QWEN_IMAGES,
  TINY_QWEN_TURNS,
  type TinyQwenColour,
  tinyQwenAnswer,
} from './qwen-answers.ts'
import type { TinyQwenTokenizer } from './qwen-tokenizer.ts'

export const WIDTH = 4
/** Channels × frames × side × side of a patch. */
const PATCH_SIZE = 3 * 2 * 14 * 14
/** Patches that become one token. */
const MERGED = 4
/** The longest answer in the table. */
const STEPS = 48
/** No colour, or one of them. */
const COLOUR_CODES = TINY_QWEN_COLOURS.length + 1
/** `assistant` and a line's end stand between the mark of the answer and the answer. */
const ANSWER_HEADER = 'assistant\n'.length

export function embedTokens(): Uint8Array {
  const graph = new OnnxGraph('embed_tokens')
  const ids = graph.input('input_ids', 'int64', ['batch_size', 'sequence_length'])
  const column = graph.toFloat(graph.node('Unsqueeze', [ids, graph.list(-1)]))
  graph.node('Mul', [column, graph.floats([WIDTH], [1, 0, 0, 0])], {}, 'inputs_embeds')
  graph.output('inputs_embeds', 'float32', ['batch_size', 'sequence_length', WIDTH])
  return graph.finish()
}

export function visionEncoder(): Uint8Array {
  const graph = new OnnxGraph('vision_encoder')
  const pixels = graph.input('pixel_values', 'float32', ['num_patches', PATCH_SIZE])
  graph.input('grid_thw', 'int64', ['num_images', 3])
  const parts = graph.node('Reshape', [pixels, graph.list(-1, MERGED, 3, PATCH_SIZE / 3)])
  const mean = graph.node('ReduceMean', [parts], { axes: [1, 3], keepdims: 0 })
  graph.node('Pad', [mean, graph.list(0, 1, 0, 0), graph.float(-1)], {}, 'image_features')
  graph.output('image_features', 'float32', ['num_tokens', WIDTH])
  return graph.finish()
}

export interface TinyDecoderOptions {
  /** Keys, values and logits in half precision, as in the exports whose decoder is. */
  hasHalves?: boolean | undefined
}

export function decoderModelMerged(
  tokenizer: TinyQwenTokenizer,
  { hasHalves = false }: TinyDecoderOptions = {},
): Uint8Array {
  const type = hasHalves ? 'float16' : 'float32'
  const graph = new OnnxGraph('decoder_model_merged')
  const embeds = graph.input('inputs_embeds', 'float32', ['batch_size', 'sequence_length', WIDTH])
  graph.input('attention_mask', 'int64', ['batch_size', 'total_sequence_length'])
  graph.input('position_ids', 'int64', [3, 'batch_size', 'sequence_length'])
  const whole = graph.node('Unsqueeze', [embeds, graph.list(1)])
  const own = hasHalves ? graph.toHalf(whole) : whole
  for (const part of ['key', 'value']) {
    const past = graph.input(`past_key_values.0.${part}`, type, [
      'batch_size',
      1,
      'past_sequence_length',
      WIDTH,
    ])
    graph.node('Concat', [past, own], { axis: 2 }, `present.0.${part}`)
  }
  const token = lookUp(graph, tokenizer)
  const logits = graph.node('OneHot', [token, graph.integer(tokenizer.size), graph.floats([2], [0, 10])])
  const shaped = graph.node('Unsqueeze', [logits, graph.list(1)])
  if (hasHalves) graph.toHalf(shaped, 'logits')
  else graph.node('Identity', [shaped], {}, 'logits')
  graph.output('logits', type, ['batch_size', 'sequence_length', tokenizer.size])
  for (const part of ['key', 'value'])
    graph.output(`present.0.${part}`, type, ['batch_size', 1, 'total_sequence_length', WIDTH])
  return graph.finish()
}

/** The next token, `[batch]`, by turn, pictures and step. */
function lookUp(graph: OnnxGraph, tokenizer: TinyQwenTokenizer): string {
  // Keys say what was asked, values what was seen: neither may be lost.
  const keys = graph.toFloat(graph.node('Squeeze', ['present.0.key', graph.list(1)]))
  const values = graph.toFloat(graph.node('Squeeze', ['present.0.value', graph.list(1)]))
  const ids = graph.node('Gather', [keys, graph.integer(0)], { axis: 2 })
  const isStart = graph.equals(ids, graph.float(tokenizer.idOf('<|im_start|>')))
  const length = graph.length(keys, 1)
  const places = graph.toFloat(graph.node('Range', [graph.integer(0), length, graph.integer(1)]))
  const last = graph.node('ReduceMax', [graph.node('Mul', [isStart, places])], { axes: [1], keepdims: 0 })
  const past = graph.node('Sub', [graph.toFloat(length), graph.float(ANSWER_HEADER + 1)])
  const step = clip(graph, graph.node('Sub', [past, last]), STEPS - 1)
  // One mark for the system's words and two for each turn.
  const marks = graph.node('ReduceSum', [isStart, graph.list(1)], { keepdims: 0 })
  const turns = graph.node('Mul', [graph.node('Sub', [marks, graph.float(3)]), graph.float(0.5)])
  const turn = clip(graph, turns, TINY_QWEN_TURNS - 1)
  let row = turn
  for (let image = 1; image <= TINY_QWEN_IMAGES; image += 1)
    row = combine(graph, row, { size: COLOUR_CODES, low: colourOf(graph, { ids, values, image, tokenizer }) })
  return graph.node('Gather', [
    answerTable(graph, tokenizer),
    combine(graph, row, { size: STEPS, low: step }),
  ])
}

/** 0 where there is no such picture, else its strongest colour, counted from 1; `[batch]`. */
function colourOf(
  graph: OnnxGraph,
  given: { ids: string; values: string; image: number; tokenizer: TinyQwenTokenizer },
): string {
  const { ids, values, image, tokenizer } = given
  const begins = graph.equals(ids, graph.float(tokenizer.idOf('<|vision_start|>')))
  const number = graph.node('CumSum', [begins, graph.integer(1)])
  const isSeen = graph.equals(ids, graph.float(-1))
  const isThis = graph.node('Mul', [isSeen, graph.equals(number, graph.float(image))])
  const light = graph.node('Mul', [
    graph.slice(values, 2, 1, WIDTH),
    graph.node('Unsqueeze', [isThis, graph.list(2)]),
  ])
  const sum = graph.node('ReduceSum', [light, graph.list(1)], { keepdims: 0 })
  const strongest = graph.node('ArgMax', [sum], { axis: 1, keepdims: 0 })
  const isThere = graph.node('ReduceMax', [isThis], { axes: [1], keepdims: 0 })
  return graph.node('Mul', [graph.node('Add', [strongest, graph.integer(1)]), graph.toInteger(isThere)])
}

function combine(graph: OnnxGraph, high: string, { size, low }: { size: number; low: string }): string {
  return graph.node('Add', [graph.node('Mul', [high, graph.integer(size)]), low])
}

function clip(graph: OnnxGraph, value: string, highest: number): string {
  return graph.toInteger(graph.node('Clip', [value, graph.float(0), graph.float(highest)]))
}

function answerTable(graph: OnnxGraph, tokenizer: TinyQwenTokenizer): string {
  const end = tokenizer.idOf('<|im_end|>')
  const table: number[] = []
  for (let turn = 1; turn <= TINY_QWEN_TURNS; turn += 1)
    for (let code = 0; code < COLOUR_CODES ** TINY_QWEN_IMAGES; code += 1) {
      const ids = [...tokenizer.encode(tinyQwenAnswer(turn, coloursOf(code))), end]
      if (ids.length > STEPS) throw new Error(`The tiny answer of turn ${turn} is too long.`)
      for (let step = 0; step < STEPS; step += 1) table.push(ids[step] ?? end)
    }
  return graph.integers([table.length], table)
}

/** The colours behind a number of the table; pictures that are not there leave no trace. */
function coloursOf(code: number): TinyQwenColour[] {
  const digits = [COLOUR_CODES ** 2, COLOUR_CODES, 1].map((unit) => Math.floor(code / unit) % COLOUR_CODES)
  return digits.flatMap((digit) => TINY_QWEN_COLOURS[digit - 1] ?? [])
}

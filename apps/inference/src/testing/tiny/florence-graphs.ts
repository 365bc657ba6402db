/**
 * The four graphs of a tiny Florence-2 that answers from a table instead of from weights, with the inputs and
 * outputs of the onnx-community exports. An embedding is `[id, 0, 0, 0]` for a token and `[-1, r, g, b]` for a
 * part of the picture; the encoder hands both on, and the decoder looks up which task was asked, which colour
 * is strongest and how long its own cache is, so that mixed-up rows and lost caches give wrong answers.
 */
import { FLORENCE_TASK_NAMES, FLORENCE_TASKS } from '../../engines/florence2/tasks.ts'
import { OnnxGraph } from '../../onnx/onnx-graph.ts'
import { type ByteTokenizer, END, START } from './byte-tokenizer.ts'
import { TINY_ANSWERS, TINY_COLOURS } from './florence-answers.ts'

export const WIDTH = 4
export const IMAGE_TOKENS = 5
/** The longest answer in the table. */
const STEPS = 160
/** How many tokens of a prompt tell the tasks apart. */
const PROMPT_TOKENS = 60

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
  const pixels = graph.input('pixel_values', 'float32', ['batch_size', 3, 'height', 'width'])
  const mean = graph.node('ReduceMean', [pixels], { axes: [2, 3], keepdims: 0 })
  const marked = graph.node('Pad', [mean, graph.list(0, 1, 0, 0), graph.float(-1)])
  const one = graph.node('Unsqueeze', [marked, graph.list(1)])
  graph.node('Tile', [one, graph.list(1, IMAGE_TOKENS, 1)], {}, 'image_features')
  graph.output('image_features', 'float32', ['batch_size', IMAGE_TOKENS, WIDTH])
  return graph.finish()
}

export function encoderModel(): Uint8Array {
  const graph = new OnnxGraph('encoder_model')
  graph.input('attention_mask', 'int64', ['batch_size', 'encoder_sequence_length'])
  const shape = ['batch_size', 'encoder_sequence_length', WIDTH]
  const embeds = graph.input('inputs_embeds', 'float32', shape)
  graph.node('Identity', [embeds], {}, 'last_hidden_state')
  graph.output('last_hidden_state', 'float32', shape)
  return graph.finish()
}

export function decoderModelMerged(tokenizer: ByteTokenizer): Uint8Array {
  const graph = new OnnxGraph('decoder_model_merged')
  graph.input('encoder_attention_mask', 'int64', ['batch_size', 'encoder_sequence_length'])
  const hidden = graph.input('encoder_hidden_states', 'float32', [
    'batch_size',
    'encoder_sequence_length',
    WIDTH,
  ])
  const embeds = graph.input('inputs_embeds', 'float32', ['batch_size', 'decoder_sequence_length', WIDTH])
  for (const side of ['decoder', 'encoder'])
    for (const part of ['key', 'value'])
      graph.input(`past_key_values.0.${side}.${part}`, 'float32', [
        'batch_size',
        1,
        side === 'decoder' ? 'past_decoder_sequence_length' : 'encoder_sequence_length_out',
        WIDTH,
      ])
  graph.input('use_cache_branch', 'bool', [1])
  const seen = graph.node('Unsqueeze', [hidden, graph.list(1)])
  const own = graph.node('Unsqueeze', [embeds, graph.list(1)])
  for (const part of ['key', 'value']) {
    const past = `past_key_values.0.decoder.${part}`
    graph.node('Concat', [past, own], { axis: 2 }, `present.0.decoder.${part}`)
    graph.node('Identity', [seen], {}, `present.0.encoder.${part}`)
  }
  const token = lookUp(graph, tokenizer)
  const logits = graph.node('OneHot', [token, graph.integer(tokenizer.size), graph.floats([2], [0, 10])])
  graph.node('Unsqueeze', [logits, graph.list(1)], {}, 'logits')
  graph.output('logits', 'float32', ['batch_size', 'decoder_sequence_length', tokenizer.size])
  for (const side of ['decoder', 'encoder'])
    for (const part of ['key', 'value'])
      graph.output(`present.0.${side}.${part}`, 'float32', [
        'batch_size',
        1,
        side === 'decoder' ? 'past_decoder_sequence_length + 1' : 'encoder_sequence_length',
        WIDTH,
      ])
  return graph.finish()
}

/** The next token of each row, `[batch]`, by task, colour and step. */
function lookUp(graph: OnnxGraph, tokenizer: ByteTokenizer): string {
  // From the second step on the colour comes from the encoder's half of the cache, as in a real decoder.
  const remembered = graph.node('Concat', ['past_key_values.0.encoder.key', 'present.0.encoder.key'], {
    axis: 2,
  })
  const first = graph.node('Squeeze', [graph.slice(remembered, 2, 0, 1), graph.list(1, 2)])
  const colour = graph.node('ArgMax', [graph.slice(first, 1, 1, WIDTH)], { axis: 1, keepdims: 0 })
  const past = graph.length('present.0.decoder.key', 2)
  const step = graph.node('Min', [graph.node('Sub', [past, graph.integer(1)]), graph.integer(STEPS - 1)])
  const task = findTask(graph, tokenizer)
  const combine = (high: string, size: number, low: string) =>
    graph.node('Add', [graph.node('Mul', [high, graph.integer(size)]), low])
  const row = combine(combine(task, TINY_COLOURS.length, colour), STEPS, step)
  return graph.node('Gather', [answerTable(graph, tokenizer), row])
}

function answerTable(graph: OnnxGraph, tokenizer: ByteTokenizer): string {
  const filler = tokenizer.encode('x')[0] ?? 0
  const table = FLORENCE_TASK_NAMES.flatMap((task) =>
    TINY_COLOURS.flatMap((colour) => {
      const ids = [START, ...tokenizer.encode(TINY_ANSWERS[task].replaceAll('{c}', colour)), END]
      if (ids.length > STEPS) throw new Error(`The tiny answer to ${task} is too long.`)
      return Array.from({ length: STEPS }, (_none, step) => ids[step] ?? filler)
    }),
  )
  return graph.integers([table.length], table)
}

/** Which task was asked, `[batch]`: the prompt with the longest matching beginning, then the matching last letter. */
function findTask(graph: OnnxGraph, tokenizer: ByteTokenizer): string {
  const prompts = FLORENCE_TASK_NAMES.map((task) => {
    const { prompt } = FLORENCE_TASKS[task]
    const beginning = [START, ...tokenizer.encode(prompt.split('{input}')[0] ?? '')].slice(0, PROMPT_TOKENS)
    return { beginning, last: tokenizer.encode(prompt.at(-1) ?? '')[0] ?? 0 }
  })
  const weights = Array.from({ length: PROMPT_TOKENS }, (_none, place) =>
    prompts.map(({ beginning }) => (place < beginning.length ? place + 1 : 0)),
  ).flat()
  const sums = prompts.map(({ beginning }) => beginning.reduce((sum, id, at) => sum + id * (at + 1), 0))
  const count = prompts.length
  const mask = graph.toFloat('encoder_attention_mask')
  const ids = graph.node('Mul', [
    graph.node('Gather', ['encoder_hidden_states', graph.integer(0)], { axis: 2 }),
    mask,
  ])
  const asked = graph.slice(ids, 1, IMAGE_TOKENS, IMAGE_TOKENS + PROMPT_TOKENS)
  const rows = graph.node('Slice', [
    graph.floats([PROMPT_TOKENS, count], weights),
    graph.list(0),
    graph.node('Unsqueeze', [graph.length(asked, 1), graph.list(0)]),
    graph.list(0),
  ])
  const beginsRight = graph.equals(graph.node('MatMul', [asked, rows]), graph.floats([1, count], sums))
  const lengths = graph.floats(
    [1, count],
    prompts.map(({ beginning }) => beginning.length),
  )
  const isEnd = graph.equals(ids, graph.float(END))
  const shifted = graph.node('Pad', [
    graph.slice(isEnd, 1, 1, 10_000),
    graph.list(0, 0, 0, 1),
    graph.float(0),
  ])
  const last = graph.node('ReduceSum', [graph.node('Mul', [ids, shifted]), graph.list(1)], { keepdims: 1 })
  const endsRight = graph.equals(
    last,
    graph.floats(
      [1, count],
      prompts.map(({ last: id }) => id),
    ),
  )
  const score = graph.node('Add', [
    graph.node('Mul', [beginsRight, lengths]),
    graph.node('Mul', [endsRight, graph.float(0.5)]),
  ])
  return graph.node('ArgMax', [score], { axis: 1, keepdims: 0 })
}

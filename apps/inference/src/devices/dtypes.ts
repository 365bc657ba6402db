/** Which precision of each graph a device runs: a table, and what a person sets over it. Pure. */
import { type Device, Dtype, type DtypeMap, type EngineName } from '@vitrine/contracts'

/**
 * Florence-2's four graphs. Everything named here is known to load: the decoder in half precision is refused by the
 * runtime ("Subgraph output (logits) is an outer scope value"), and the encoder is "extremely sensitive" to how it
 * is quantised (transformers.js, docs/source/guides/dtypes.md).
 */
const FULL: DtypeMap = {
  // The processor has no half precision: fp16 is widened, and the vision encoder's fp16 graph does not even open
  // with every optimisation on. Full precision gives the model's own answers.
  embed_tokens: 'fp32',
  vision_encoder: 'fp32',
  encoder_model: 'fp32',
  decoder_model_merged: 'fp32',
}

const HALF: DtypeMap = {
  // A table to look words up in: half the memory, nothing to lose.
  embed_tokens: 'fp16',
  // Most of the time goes here, and a GPU is at its fastest in half precision.
  vision_encoder: 'fp16',
  // 4 bits a weight is what its makers recommend on GPUs, and runs on all of them; 8 bits gives gibberish on WebGPU
  // (https://github.com/huggingface/transformers.js/issues/1286).
  encoder_model: 'q4',
  decoder_model_merged: 'q4',
}

const TABLE: Record<Device, DtypeMap> = {
  cpu: FULL,
  cuda: HALF,
  webgpu: HALF,
  vulkan: HALF,
  metal: HALF,
  dml: HALF,
  coreml: HALF,
  remote: FULL,
}

export const GRAPHS = Object.keys(FULL)

/**
 * Qwen-VL's three graphs. Its decoder has no branches, so that half precision loads; and at fp32 it would be a
 * download of 6 GB that no processor reads through in a reasonable time.
 */
const QWEN_CPU: DtypeMap = {
  embed_tokens: 'fp16',
  // Small print is lost first when this is quantised, and its half precision does not open with every optimisation.
  vision_encoder: 'fp32',
  // 4 bits a weight, computed in fp32: what bounds the pace is reading the weights.
  decoder_model_merged: 'q4',
}

const QWEN_GPU: DtypeMap = {
  embed_tokens: 'fp16',
  vision_encoder: 'fp16',
  // 2.67 GB in all, and half the memory for what a conversation keeps.
  decoder_model_merged: 'q4f16',
}

/** Of llama.cpp's two files, on every device: it widens and splits them itself. */
const GGUF: DtypeMap = { model: 'q4-k-m', mmproj: 'fp16' }

/** `VITRINE_DTYPES` as parsed: what replaces the table's rows, all of them or some. */
export type DtypeOverride = DtypeMap

export function dtypesFor(
  device: Device,
  override: DtypeOverride = {},
  engine: EngineName = 'florence2',
): DtypeMap {
  // What a person sets names onnx graphs and their precisions: llama.cpp has others.
  return engine === 'gguf' ? GGUF : { ...tableOf(engine, device), ...override }
}

function tableOf(engine: EngineName, device: Device): DtypeMap {
  if (engine !== 'qwen2-vl') return TABLE[device]
  return device === 'cpu' ? QWEN_CPU : QWEN_GPU
}

/** The precisions that files come in. */
const FileDtype = Dtype.exclude(['mixed', 'none'])
const EXAMPLE = 'for example fp32, or vision_encoder=fp32,decoder_model_merged=q8'

/** One precision for all graphs, or `graph=precision` pairs. Throws a sentence with an example. */
export function parseDtypes(text: string): DtypeOverride {
  const parts = text.split(',').map((part) => part.trim())
  const single = FileDtype.safeParse(text.trim())
  if (single.success) return Object.fromEntries(GRAPHS.map((graph) => [graph, single.data]))
  return Object.fromEntries(parts.map(parsePair))
}

function parsePair(text: string): [string, Dtype] {
  const [graph = '', dtype, ...rest] = text.split('=').map((part) => part.trim())
  if (dtype === undefined || rest.length > 0)
    throw new Error(`holds “${text}”, which is no graph=precision pair; ${EXAMPLE}`)
  if (!GRAPHS.includes(graph))
    throw new Error(`names the graph “${graph}”; there are ${GRAPHS.join(', ')}; ${EXAMPLE}`)
  const parsed = FileDtype.safeParse(dtype)
  if (!parsed.success)
    throw new Error(`names the precision “${dtype}”; there are ${FileDtype.options.join(', ')}; ${EXAMPLE}`)
  return [graph, parsed.data]
}

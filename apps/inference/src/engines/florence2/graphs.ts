/** Florence-2's four graphs and its tokenizer, loaded by the library from a folder laid out as on the hub. */
import path from 'node:path'
import { AutoTokenizer, env, Florence2ForConditionalGeneration } from '@huggingface/transformers'
import { AppError, type DtypeMap } from '@vitrine/contracts'
import type { InferenceSession } from 'onnxruntime-node'
import { z } from 'zod'
import { toOnnxDevice } from '../../onnx/onnx-device.ts'
import type { FlorenceOptions } from './options.ts'

/** Only what this engine calls of a session. */
const Session = z.custom<InferenceSession>(
  (value) => typeof value === 'object' && value !== null && 'run' in value && 'inputMetadata' in value,
)

/** The names that the library gives the graphs. */
const Sessions = z.object({
  embed_tokens: Session,
  vision_encoder: Session,
  model: Session,
  decoder_model_merged: Session,
})

export interface FlorenceGraphs {
  /** ids int64 [rows, length] → float32 [rows, length, width] */
  embedTokens: InferenceSession
  /** pixels float32 [pictures, 3, height, width] → float32 [pictures, image tokens, width] */
  visionEncoder: InferenceSession
  /** embeddings and attention mask → float32 [rows, length, width] */
  encoder: InferenceSession
  decoder: InferenceSession
  tokenizer: FlorenceTokenizer
  dispose(): Promise<void>
}

export interface FlorenceTokenizer {
  /** Ids with `<s>` before and `</s>` after. */
  encode(text: string): number[]
  /** Ordinary tokens as text; special ones leave no trace. */
  decode(ids: readonly number[]): string
  /** Every token's id by its name. */
  vocabulary: ReadonlyMap<string, number>
  /** Names of the special tokens, by id. */
  special: ReadonlyMap<number, string>
}

const BASE_NAMES = ['embed_tokens', 'vision_encoder', 'encoder_model', 'decoder_model_merged'] as const

/**
 * Opens sessions and tokenizer; what was opened is closed again when a part fails.
 * Throws AppError `no-engine` with the reason: a file that is missing or damaged, a device that is not there.
 */
export async function openGraphs(options: FlorenceOptions): Promise<FlorenceGraphs> {
  const { weights, device, threads } = options
  configureLibrary()
  try {
    const [model, tokenizer] = await Promise.all([
      Florence2ForConditionalGeneration.from_pretrained(weights.dir, {
        local_files_only: true,
        device: toOnnxDevice(device),
        dtype: dtypesFor(weights.dtypes),
        session_options: sessionOptions(options, threads),
      }),
      openTokenizer(weights.dir),
    ])
    const sessions = Sessions.parse(model.sessions)
    return {
      embedTokens: sessions.embed_tokens,
      visionEncoder: sessions.vision_encoder,
      encoder: sessions.model,
      decoder: sessions.decoder_model_merged,
      tokenizer,
      async dispose() {
        await model.dispose()
      },
    }
  } catch (cause) {
    throw explain(cause, options)
  }
}

/** The library must never look for anything outside the folder it is given. */
function configureLibrary(): void {
  env.allowRemoteModels = false
  env.allowLocalModels = true
  env.useFSCache = false
}

type LibraryDtype = 'auto' | 'fp32' | 'fp16' | 'q8' | 'int8' | 'uint8' | 'q4' | 'bnb4' | 'q4f16'
const LIBRARY_DTYPES = new Set<string>(['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4', 'bnb4', 'q4f16'])
const isLibraryDtype = (dtype: string): dtype is LibraryDtype => LIBRARY_DTYPES.has(dtype)

function dtypesFor(dtypes: DtypeMap): Record<string, LibraryDtype> {
  return Object.fromEntries(
    BASE_NAMES.map((name) => {
      const dtype = dtypes[name] ?? 'fp32'
      return [name, isLibraryDtype(dtype) ? dtype : 'fp32']
    }),
  )
}

function sessionOptions(
  { device, weights }: FlorenceOptions,
  threads: number,
): InferenceSession.SessionOptions {
  const hasHalves = Object.values(weights.dtypes).some((dtype) => dtype === 'fp16' || dtype === 'q4f16')
  return {
    intraOpNumThreads: threads,
    // The decoder's shapes change with every token: a plan of memory for each of them would only pile up.
    enableMemPattern: false,
    // On the processor, fusing the layer norms of a half-precision vision encoder fails.
    ...(device === 'cpu' && hasHalves ? { graphOptimizationLevel: 'basic' as const } : {}),
    // Shape computations stay on the processor whatever the device; that is no reason for a warning.
    logSeverityLevel: 3,
  }
}

async function openTokenizer(dir: string): Promise<FlorenceTokenizer> {
  const tokenizer = await AutoTokenizer.from_pretrained(dir, { local_files_only: true })
  const vocabulary = tokenizer.get_vocab()
  const special = new Map<number, string>()
  for (const name of tokenizer.all_special_tokens) {
    const id = vocabulary.get(name)
    if (id !== undefined) special.set(id, name)
  }
  for (const [name, id] of vocabulary) if (/^<\/?[a-z_]+>$/.test(name)) special.set(id, name)
  return {
    encode: (text) => Array.from(tokenizer.encode(text)),
    decode: (ids) =>
      tokenizer.decode([...ids], { skip_special_tokens: true, clean_up_tokenization_spaces: false }),
    vocabulary,
    special,
  }
}

function explain(cause: unknown, { weights, device }: FlorenceOptions): AppError {
  const message = cause instanceof Error ? cause.message : String(cause)
  const inside = message.replaceAll(`${weights.dir}${path.sep}`, '').split('\n')[0] ?? message
  return new AppError('no-engine', `${weights.repository} could not be loaded on ${device}: ${inside}`, {
    cause,
    retryable: false,
    suggestion: 'The Models page can fetch damaged or missing files anew.',
  })
}

/** Qwen-VL's three graphs and its tokenizer, loaded by the library from a folder laid out as on the hub. */
import path from 'node:path'
import {
  env,
  Qwen2_5_VLForConditionalGeneration,
  Qwen2VLForConditionalGeneration,
} from '@huggingface/transformers'
import { AppError, type DtypeMap } from '@vitrine/contracts'
import type { InferenceSession } from 'onnxruntime-node'
import { z } from 'zod'
import { toOnnxDevice } from '../../onnx/onnx-device.ts'
import type { Qwen2VlOptions } from './options.ts'
import { openTokenizer, type QwenTokenizer } from './prompt/tokenizer.ts'
import type { QwenFamily } from './settings.ts'

/** Only what this engine calls of a session. */
const Session = z.custom<InferenceSession>(
  (value) => typeof value === 'object' && value !== null && 'run' in value && 'inputMetadata' in value,
)

const Sessions = z.object({ embed_tokens: Session, vision_encoder: Session, decoder_model_merged: Session })

export interface QwenGraphs {
  /** ids int64 [1, length] → [1, length, width] */
  embedTokens: InferenceSession
  /** patches [patches, channels × frames × side × side] and grid int64 [1, 3] → [image tokens, width] */
  visionEncoder: InferenceSession
  /** embeddings, mask, positions int64 [3, 1, length] and the cache → logits and the longer cache */
  decoder: InferenceSession
  tokenizer: QwenTokenizer
  dispose(): Promise<void>
}

const BASE_NAMES = ['embed_tokens', 'vision_encoder', 'decoder_model_merged'] as const

/**
 * Opens sessions and tokenizer; what was opened is closed again when a part fails.
 * Throws AppError `no-engine` with the reason: a file that is missing or damaged, a device that is not there, a graph
 * that wants more than this engine gives.
 */
export async function openGraphs(options: Qwen2VlOptions, family: QwenFamily): Promise<QwenGraphs> {
  configureLibrary()
  try {
    const tokenizer = await openTokenizer(options.weights.dir)
    const model = await loadModel(options, family)
    try {
      const sessions = Sessions.parse(model.sessions)
      requireKnownInputs(sessions.decoder_model_merged)
      return {
        embedTokens: sessions.embed_tokens,
        visionEncoder: sessions.vision_encoder,
        decoder: sessions.decoder_model_merged,
        tokenizer,
        async dispose() {
          await model.dispose()
        },
      }
    } catch (thrown) {
      await model.dispose()
      throw thrown
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

function loadModel(options: Qwen2VlOptions, family: QwenFamily) {
  const { weights, device, threads } = options
  const settings = {
    local_files_only: true,
    device: toOnnxDevice(device),
    dtype: dtypesFor(weights.dtypes),
    session_options: sessionOptions(options, threads),
  }
  switch (family) {
    case 'qwen2_vl':
      return Qwen2VLForConditionalGeneration.from_pretrained(weights.dir, settings)
    case 'qwen2_5_vl':
      return Qwen2_5_VLForConditionalGeneration.from_pretrained(weights.dir, settings)
  }
}

/** What the decoder may ask for: an input that is not understood would be left out, and the answers be wrong. */
const DECODER_INPUTS = new Set(['inputs_embeds', 'attention_mask', 'position_ids', 'num_logits_to_keep'])

function requireKnownInputs(decoder: InferenceSession): void {
  const unknown = decoder.inputNames.filter(
    (name) => !DECODER_INPUTS.has(name) && !name.startsWith('past_key_values.'),
  )
  if (unknown.length > 0) throw new Error(`the decoder wants ${unknown.join(', ')}, which is not known here`)
  if (!decoder.inputNames.includes('position_ids')) throw new Error('the decoder takes no position_ids')
}

type LibraryDtype = 'fp32' | 'fp16' | 'q8' | 'int8' | 'uint8' | 'q4' | 'bnb4' | 'q4f16'
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
  { device, weights }: Qwen2VlOptions,
  threads: number,
): InferenceSession.SessionOptions {
  const { vision_encoder: vision, decoder_model_merged: decoder } = weights.dtypes
  const hasHalves = [vision, decoder].some((dtype) => dtype === 'fp16' || dtype === 'q4f16')
  return {
    intraOpNumThreads: threads,
    // Shapes change with every picture and every token: a plan of memory for each of them would only pile up.
    enableMemPattern: false,
    // On the processor, fusing the layer norms of half-precision graphs fails.
    ...(device === 'cpu' && hasHalves ? { graphOptimizationLevel: 'basic' as const } : {}),
    // Shape computations stay on the processor whatever the device; that is no reason for a warning.
    logSeverityLevel: 3,
  }
}

function explain(cause: unknown, { weights, device }: Qwen2VlOptions): AppError {
  const message = cause instanceof Error ? cause.message : String(cause)
  const inside = message.replaceAll(`${weights.dir}${path.sep}`, '').split('\n')[0] ?? message
  return new AppError('no-engine', `${weights.repository} could not be loaded on ${device}: ${inside}`, {
    cause,
    retryable: false,
    suggestion: 'The Models page can fetch damaged or missing files anew.',
  })
}

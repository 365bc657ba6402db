/** Qwen-VL: conversations about pictures, of which every turn reads only what is new. */
import { AppError, type Dtype, type ModelRef } from '@vitrine/contracts'
import type { Engine, EngineModel } from '../engine.ts'
import { createReasoning } from '../reasoning/ask-by-chat.ts'
import { Conversations } from './cache/conversations.ts'
import { type Cropper, openCropper } from './cache/crop.ts'
import { KeyValueCache } from './cache/key-value-cache.ts'
import { chat } from './chat.ts'
import { LanguageModel, type RunReport } from './generation/language-model.ts'
import { openGraphs, type QwenGraphs } from './graphs.ts'
import { qwen2VlManifest } from './manifest.ts'
import type { Qwen2VlOptions } from './options.ts'
import { readSettings } from './settings.ts'
import { describeTensor } from './tensors.ts'
import type { QwenContext } from './turn.ts'
import { Vision } from './vision.ts'

export interface Qwen2VlEngineOptions extends Qwen2VlOptions {
  /** The most that the kept conversations take, and how many there are. */
  keptBytes?: number
  keptConversations?: number
  /** The most that the remembered features of pictures take. */
  seenBytes?: number
  /** The most tokens of a prompt that are read in one run. */
  pieceTokens?: number
  /** Chooses at a temperature above 0; from 0 to less than 1. */
  random?: () => number
  /** Called before each of the decoder's runs. */
  onRun?: (run: RunReport) => void
}

/** About 18,000 tokens of a 2B model on a GPU, whose memory others share; half as many again on a processor. */
const KEPT_BYTES = { cpu: 1536 * 1024 ** 2, gpu: 1024 ** 3 }
const KEPT_CONVERSATIONS = 8
/** About 35 pictures of 1280 tokens. */
const SEEN_BYTES = 256 * 1024 ** 2
/** Between two pieces a reading can be stopped; more at once gains little. */
const PIECE_TOKENS = 256
/** Where the decoder gives every token's logits, 0.6 MB each. */
const PIECE_TOKENS_WITH_LOGITS = 128

/** What deep readings are kept under; no conversation has such a name. */
const READINGS = 'deep readings'

/** Opens the model; throws AppError `no-engine` with the reason when a file or the device is not as it should be. */
export async function createQwen2VlEngine(options: Qwen2VlEngineOptions): Promise<Engine> {
  const settings = await readSettings(options.weights.dir)
  const graphs = await openGraphs(options, settings.family)
  const cropper = await openCropperFor(graphs, options)
  const place = options.device === 'cpu' ? 'cpu' : 'gpu'
  const model: ModelRef = {
    id: options.weights.repository,
    revision: options.weights.revision,
    dtype: dtypeOf(options),
    device: options.device,
  }
  const language = new LanguageModel({ ...graphs, onRun: options.onRun })
  const conversations = new Conversations(() => new KeyValueCache(graphs.decoder, cropper), {
    maxBytes: options.keptBytes ?? KEPT_BYTES[place],
    maxEntries: options.keptConversations ?? KEPT_CONVERSATIONS,
  })
  const context: QwenContext = {
    model,
    settings,
    tokenizer: graphs.tokenizer,
    vision: new Vision({
      session: graphs.visionEncoder,
      rules: settings.pixels,
      maxBytes: options.seenBytes ?? SEEN_BYTES,
    }),
    language,
    conversations,
    pieceTokens: options.pieceTokens ?? (language.keepsLastLogits ? PIECE_TOKENS : PIECE_TOKENS_WITH_LOGITS),
    random: options.random ?? Math.random,
    now: () => performance.now(),
  }
  const answer: NonNullable<Engine['chat']> = (job, say, signal) => chat(context, job, { say, signal })
  return {
    device: options.device,
    models: [describe(options, model)],
    perceive: () => Promise.reject(onlyReasons()),
    runTask: () => Promise.reject(onlyReasons()),
    // The questions of a reading begin alike.
    reason: createReasoning((job, say, signal) => answer({ ...job, conversation: READINGS }, say, signal)),
    chat: answer,
    async dispose() {
      conversations.dispose()
      await cropper?.dispose()
      await graphs.dispose()
    },
  }
}

/** Where a conversation's cache lies in the GPU's memory it is cut there, too. */
function openCropperFor({ decoder }: QwenGraphs, { device }: Qwen2VlOptions): Promise<Cropper | null> {
  if (device !== 'webgpu') return Promise.resolve(null)
  const type = describeTensor(decoder.inputMetadata, 'past_key_values.0.key')?.type ?? 'float32'
  return openCropper('webgpu', type)
}

const onlyReasons = () =>
  new AppError('task-unsupported', 'Qwen-VL answers questions; it does not do the tasks of the first stage.')

/** One name for the precision of three files: theirs where they agree, else `mixed`. */
function dtypeOf({ weights }: Qwen2VlOptions): Dtype {
  const [first = 'fp32', ...others] = new Set(Object.values(weights.dtypes))
  return others.length > 0 ? 'mixed' : first
}

function describe({ weights }: Qwen2VlOptions, model: ModelRef): EngineModel {
  return {
    model,
    stages: [...qwen2VlManifest.stages],
    tasks: [...qwen2VlManifest.tasks],
    licence: weights.licence,
    sizeBytes: weights.sizeBytes,
  }
}

/** Florence-2: one look at a picture, then every task of every picture of a batch decoded together. */
import { AppError, type Dtype, type ModelRef } from '@vitrine/contracts'
import type { Engine, EngineModel, Settled } from '../engine.ts'
import type { AnswerVocabulary } from './answer/items.ts'
import { type FlorenceContext, valuesOf } from './context.ts'
import { openRowGather } from './generation/gather-rows.ts'
import { type FlorenceGraphs, openGraphs } from './graphs.ts'
import { florence2Manifest } from './manifest.ts'
import type { FlorenceOptions } from './options.ts'
import { perceivePictures } from './perceive.ts'
import { runFlorenceTask } from './run-task.ts'
import { type FlorenceSettings, readSettings } from './settings.ts'
import { Vision } from './vision.ts'

/** Twice the model's own size: JPEGs are decoded at a fraction, and rules about pixels still see enough. */
const DECODE_SIDE = 1536
/** What the decoder's cache of the rows that run together may take. */
const CACHE_BYTES = { cpu: 768 * 1024 ** 2, gpu: 1536 * 1024 ** 2 }
/** Pictures in one run of the vision encoder: a processor gains nothing from more, and memory is dear. */
const VISION_BATCH = { cpu: 1, gpu: 8 }

export interface FlorenceEngineOptions extends FlorenceOptions {
  /** Overrides the tasks' own limits, for measuring. */
  maxNewTokens?: number
  /** Called after each decoding step with the number of rows that are still in the batch. */
  onStep?: (rows: number) => void
}

/** Opens the model; throws AppError `no-engine` with the reason when a file or the device is not as it should be. */
export async function createFlorenceEngine(options: FlorenceEngineOptions): Promise<Engine> {
  const { weights, device, onStep } = options
  const settings = await readSettings(weights.dir)
  const graphs = await openGraphs(options)
  const gather = device === 'webgpu' ? await openRowGather('webgpu') : null
  const place = device === 'cpu' ? 'cpu' : 'gpu'
  const model: ModelRef = {
    id: weights.repository,
    revision: weights.revision,
    dtype: dtypeOf(options),
    device,
  }
  const vocabulary = vocabularyOf(graphs)
  const context: FlorenceContext = {
    weightsKey: weights.key,
    model,
    pixels: settings.pixels,
    values: new WeakMap(),
    vision: new Vision(graphs.visionEncoder, settings.pixels, VISION_BATCH[place]),
    ask: {
      graphs,
      generation: {
        embedTokens: graphs.embedTokens,
        decoder: graphs.decoder,
        rules: settings.generation,
        firstLocation: vocabulary.firstLocation,
        gather,
      },
      vocabulary,
      maxRows: rowsFor(settings, CACHE_BYTES[place]),
      maxNewTokens: options.maxNewTokens,
    },
  }
  return {
    device,
    models: [describe(options, model)],
    decodeSide: DECODE_SIDE,
    prepare: async (image) => void (await valuesOf(context, image)),
    async perceive(pictures, signal) {
      try {
        const outputs = await perceivePictures(context, pictures, { signal, onStep })
        return outputs.map((value): Settled<(typeof outputs)[number]> => ({ ok: true, value }))
      } catch (thrown) {
        throw asCancellation(thrown, signal)
      }
    },
    async runTask(image, request, signal) {
      try {
        return await runFlorenceTask(context, image, request, { signal, onStep })
      } catch (thrown) {
        throw asCancellation(thrown, signal)
      }
    },
    async dispose() {
      await gather?.dispose()
      await graphs.dispose()
    },
  }
}

function asCancellation(thrown: unknown, signal: AbortSignal): unknown {
  if (!signal.aborted) return thrown
  return new AppError('cancelled', 'The request was cancelled.', { cause: thrown })
}

/** One name for the precision of four files: theirs where they agree, else `mixed`. */
function dtypeOf({ weights }: FlorenceOptions): Dtype {
  const [first = 'fp32', ...others] = new Set(Object.values(weights.dtypes))
  return others.length > 0 ? 'mixed' : first
}

function describe({ weights }: FlorenceOptions, model: ModelRef): EngineModel {
  return {
    model,
    stages: [...florence2Manifest.stages],
    tasks: [...florence2Manifest.tasks],
    licence: weights.licence,
    sizeBytes: weights.sizeBytes,
  }
}

/** Rows whose caches fit into so many bytes: keys and values of every layer over the picture and some text. */
function rowsFor({ decoder }: FlorenceSettings, bytes: number): number {
  const IMAGE_AND_PROMPT = 640
  const ANSWER = 128
  const perRow = decoder.layers * 2 * decoder.width * (IMAGE_AND_PROMPT + ANSWER) * 4
  return Math.max(1, Math.floor(bytes / perRow))
}

function vocabularyOf({ tokenizer }: FlorenceGraphs): AnswerVocabulary {
  const firstLocation = tokenizer.vocabulary.get('<loc_0>')
  const lastLocation = tokenizer.vocabulary.get('<loc_999>')
  if (firstLocation === undefined || lastLocation !== firstLocation + 999)
    throw new AppError('no-engine', "The model's tokenizer has no locations: it is not Florence-2's.")
  return { firstLocation, special: tokenizer.special, decode: tokenizer.decode }
}

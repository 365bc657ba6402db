/** Opens the two files on the wanted device, and nowhere else. */

import { stat } from 'node:fs/promises'
import { freemem } from 'node:os'
import path from 'node:path'
import { AppError, type Device } from '@vitrine/contracts'
import { isWholeGguf } from '../../downloads/gguf-form.ts'
import { GGUF_WEIGHTS } from '../../downloads/gguf-manifests.ts'
import { graphFile } from '../../downloads/manifest.ts'
import { chooseContextTokens } from './context-size.ts'
import {
  BackendDevices,
  isGraphics,
  type Llama,
  type LlamaModel,
  type LlamaVariant,
  loadLibrary,
  variantFor,
} from './library.ts'
import { SLOTS } from './manifest.ts'
import type { GgufEngineOptions } from './options.ts'
import { PICTURE_TOKENS } from './pictures.ts'

export interface OpenedModel {
  model: LlamaModel
  /** Of each slot. */
  contextTokens: number
}

const BATCH_TOKENS = 512
const ALL_LAYERS = 999

/** Throws AppError `no-engine` with the reason, or `out-of-memory`. */
export async function openModel(options: GgufEngineOptions): Promise<OpenedModel> {
  const { weights, device, threads } = options
  const files = await findFiles(options)
  const library = (options.loadLibrary ?? loadLibrary)()
  const variant = await chooseVariant(library, device)
  const isOnCard = device !== 'cpu'
  const contextTokens =
    options.contextTokens ?? chooseContextTokens(weights.sizeBytes, isOnCard ? null : freemem())
  const model = await library
    .loadModel({
      model: files.model,
      lib_variant: variant,
      n_ctx: contextTokens * SLOTS,
      n_batch: Math.min(BATCH_TOKENS, contextTokens),
      n_threads: threads,
      n_parallel: SLOTS,
      n_gpu_layers: isOnCard ? ALL_LAYERS : 0,
      ctx_shift: false,
    })
    .catch((thrown: unknown) => {
      throw notLoaded(thrown)
    })
  try {
    requireDevice(model, device)
    const { min, max } = PICTURE_TOKENS
    const eyes = { path: files.mmproj, use_gpu: isOnCard, image_min_tokens: min, image_max_tokens: max }
    if (!model.initMultimodal(eyes)) throw new Error('the library could not open mmproj')
    if (!(await model.parallel.enable({ n_parallel: SLOTS, n_batch: Math.min(BATCH_TOKENS, contextTokens) })))
      throw new Error('the library could not make its slots')
    return { model, contextTokens }
  } catch (thrown) {
    await model.release()
    throw thrown instanceof AppError ? thrown : notLoaded(thrown)
  }
}

/** The library's own look at a damaged file may end the process. */
async function findFiles({ weights }: GgufEngineOptions): Promise<{ model: string; mmproj: string }> {
  const manifest = GGUF_WEIGHTS.find(({ key }) => key === weights.key) ?? {}
  const find = async (graph: string) => {
    const dtype = weights.dtypes[graph]
    const name = dtype ? graphFile(manifest, graph, dtype) : null
    if (name === null)
      throw new AppError('no-engine', `Nothing is known of a file for ${graph} of ${weights.key}.`)
    const file = path.join(weights.dir, name)
    const sizeBytes = await stat(file).then(
      ({ size }) => size,
      () => 0,
    )
    if (!(await hasForm(file, sizeBytes)))
      throw new AppError('no-engine', `${name} is missing, damaged or cut short.`, {
        suggestion: 'Download the model again on the Models page.',
      })
    return file
  }
  return { model: await find('model'), mmproj: await find('mmproj') }
}

const hasForm = (file: string, sizeBytes: number): Promise<boolean> =>
  sizeBytes === 0 ? Promise.resolve(false) : isWholeGguf(file, sizeBytes)

/** Asked before the weights are read: what is not there the library replaces by the processor without a word. */
async function chooseVariant(library: Llama, device: Device): Promise<LlamaVariant> {
  const variant = variantFor(device)
  if (variant === null)
    throw new AppError('no-engine', `llama.cpp does not run on ${device}.`, { suggestion: OTHER_DEVICE })
  if (!(await library.isLibVariantAvailable(variant)))
    throw new AppError(
      'no-engine',
      `llama.cpp has no build for ${device} that loads on ${process.platform} ${process.arch}.`,
      { suggestion: OTHER_DEVICE },
    )
  if (device === 'cpu') return variant
  const devices = BackendDevices.parse(await library.getBackendDevicesInfo(variant))
  if (!devices.some(isGraphics)) throw onlyProcessor(device)
  return variant
}

function requireDevice(model: LlamaModel, device: Device): void {
  if (device === 'cpu') return
  const used = model.getUsedDevices()
  if (used.every((name) => /^cpu/i.test(name))) throw onlyProcessor(device)
}

const OTHER_DEVICE = 'Choose another device, or VITRINE_DEVICE=cpu.'

const onlyProcessor = (device: Device) =>
  new AppError('no-engine', `llama.cpp finds no graphics card for ${device}, only the processor.`, {
    suggestion: `Check the card's driver. ${OTHER_DEVICE}`,
  })

function notLoaded(thrown: unknown): AppError {
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  // llama.cpp says no more than that it failed; what is left is memory, since the files are whole.
  return new AppError('no-engine', `llama.cpp could not load the model: ${message}.`, {
    cause: thrown,
    suggestion: 'If memory is short, choose a smaller model on the Models page.',
  })
}

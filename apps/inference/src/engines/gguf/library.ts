/** The part of `@fugood/llama.node` that is used here; an optional package, looked for when it is needed. */
import { createRequire } from 'node:module'
import { AppError, type Device } from '@vitrine/contracts'
import { z } from 'zod'

export const PACKAGE = '@fugood/llama.node'

/** The builds that a platform may have: the plain one has Metal on a Mac. */
export type LlamaVariant = 'default' | 'vulkan' | 'cuda'

export interface LlamaRequest {
  prompt: string
  /** Data URLs, one for each marker in the prompt. */
  media_paths: string[]
  n_predict: number
  temperature: number
  penalty_repeat: number
  /** The library's own defaults, 0.1 and 1.75, take unlikely tokens now and then even at temperature 0. */
  xtc_probability: number
  dry_multiplier: number
  /** Files of what was read: from before this question, and after its answer. */
  load_state_path?: string
  save_state_path?: string
}

const VARIANTS: Partial<Record<Device, LlamaVariant>> = {
  cpu: 'default',
  cuda: 'cuda',
  vulkan: 'vulkan',
  metal: 'default',
}

/** The build for a device; null for one that llama.cpp does not run on. */
export const variantFor = (device: Device): LlamaVariant | null => VARIANTS[device] ?? null

/** A question on its way. */
export interface LlamaHandle {
  promise: Promise<unknown>
  /** Frees the slot before the next token; while a picture is looked at, after it. The promise is rejected. */
  stop(): void
}

export interface LlamaModel {
  getUsedDevices(): string[]
  initMultimodal(options: {
    path: string
    use_gpu: boolean
    image_min_tokens: number
    image_max_tokens: number
  }): boolean
  tokenize(text: string): Promise<{ tokens: Int32Array }>
  parallel: {
    enable(options: { n_parallel: number; n_batch: number }): Promise<boolean>
    completion(
      options: LlamaRequest,
      onToken: (requestId: number, token: { token: string }) => void,
    ): Promise<LlamaHandle>
    disable(): void
  }
  release(): Promise<void>
}

export interface Llama {
  isLibVariantAvailable(variant: LlamaVariant): Promise<boolean>
  getBackendDevicesInfo(variant: LlamaVariant): Promise<unknown>
  loadModel(options: {
    model: string
    lib_variant: LlamaVariant
    n_ctx: number
    n_batch: number
    n_threads: number
    n_parallel: number
    n_gpu_layers: number
    ctx_shift: boolean
  }): Promise<LlamaModel>
}

export type LoadLibrary = () => Llama

const isFunction = (value: unknown) => typeof value === 'function'
const Library = z.custom<Llama>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    'loadModel' in value &&
    isFunction(value.loadModel) &&
    'isLibVariantAvailable' in value &&
    isFunction(value.isLibVariantAvailable) &&
    'getBackendDevicesInfo' in value &&
    isFunction(value.getBackendDevicesInfo),
  'is not the library that was expected',
)

/** Throws AppError `no-engine`, with what to do, where the package is not installed or does not load. */
export function loadLibrary(): Llama {
  try {
    return Library.parse(createRequire(import.meta.url)(PACKAGE))
  } catch (cause) {
    throw notInstalled(cause)
  }
}

export const notInstalled = (cause?: unknown) =>
  new AppError('no-engine', `llama.cpp is not installed: the optional package ${PACKAGE} is missing.`, {
    cause,
    suggestion: 'Install again with optional packages and the package registry in reach.',
  })

/** Of what a question came to. */
export const LlamaResult = z.object({
  text: z.string(),
  stopped_eos: z.boolean(),
  stopped_word: z.boolean(),
  timings: z.object({
    /** Positions that were kept from before. */
    cache_n: z.number(),
    prompt_n: z.number(),
    predicted_n: z.number(),
    predicted_ms: z.number(),
  }),
})
export type LlamaResult = z.infer<typeof LlamaResult>

/** What a build can compute on. */
export const BackendDevices = z.array(
  z.object({
    backend: z.string(),
    /** `cpu`, `gpu`, `igpu`, `accel` … */
    type: z.string(),
    deviceName: z.string(),
    maxMemorySize: z.number(),
  }),
)
export type BackendDevices = z.infer<typeof BackendDevices>

export const isGraphics = ({ type }: BackendDevices[number]): boolean => /gpu/i.test(type)

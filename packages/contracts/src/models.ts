/** Which model, exactly, and where it runs. */
import * as z from 'zod'

export const EngineName = z.enum(['builtin', 'florence2', 'qwen2-vl', 'gguf', 'openai', 'index'])
export type EngineName = z.infer<typeof EngineName>

export const Device = z.enum(['cpu', 'cuda', 'webgpu', 'dml', 'coreml', 'remote'])
export type Device = z.infer<typeof Device>

export const Dtype = z.enum(['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4', 'q4f16', 'bnb4', 'mixed', 'none'])
export type Dtype = z.infer<typeof Dtype>

/** A model pinned to what was really run. */
export const ModelRef = z.object({
  /** For example `onnx-community/Florence-2-base-ft` or `pp-ocr-v4-mobile`. */
  id: z.string().min(1),
  /** A commit, a package version or a release; never "latest". */
  revision: z.string().min(1),
  dtype: Dtype,
  device: Device,
})
export type ModelRef = z.infer<typeof ModelRef>

export const StageName = z.enum(['perception', 'reasoning'])
export type StageName = z.infer<typeof StageName>

export const Residency = z.enum(['absent', 'unloaded', 'loading', 'loaded', 'failed'])
export type Residency = z.infer<typeof Residency>

/** A row of `GET /v1/models`. */
export const ModelStatus = z.object({
  engine: EngineName,
  model: ModelRef,
  stages: z.array(StageName),
  tasks: z.array(z.string()),
  residency: Residency,
  licence: z.string(),
  sizeBytes: z.int().nonnegative(),
  /** Why it is in this state, for `failed` and `absent`. */
  detail: z.string().optional(),
})
export type ModelStatus = z.infer<typeof ModelStatus>

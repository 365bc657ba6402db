/** Which model, exactly, and where it runs. */
import * as z from 'zod'
import { Instant } from './instant.ts'
import { TaskName } from './tasks.ts'

export const EngineName = z.enum(['builtin', 'florence2', 'qwen2-vl', 'gguf', 'openai', 'index'])
export type EngineName = z.infer<typeof EngineName>

export const Device = z.enum(['cpu', 'cuda', 'webgpu', 'vulkan', 'metal', 'dml', 'coreml', 'remote'])
export type Device = z.infer<typeof Device>

export const Dtype = z.enum([
  'fp32',
  'fp16',
  'q8',
  'int8',
  'uint8',
  'q4',
  'q4f16',
  'bnb4',
  'q4-k-m',
  'mixed',
  'none',
])
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
  /** Why it is in this state, for `failed` and `absent`; or why it runs on the processor and not on a card. */
  detail: z.string().optional(),
})
export type ModelStatus = z.infer<typeof ModelStatus>

/** Short name of a set of weights, as in URLs and commands: `florence-2-base-ft`. */
export const WeightsKey = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/)
export type WeightsKey = z.infer<typeof WeightsKey>

/** One ONNX graph's precision, by the file's base name: `{ vision_encoder: 'fp16', decoder_model_merged: 'q4' }`. */
export const DtypeMap = z.record(z.string().min(1), Dtype)
export type DtypeMap = z.infer<typeof DtypeMap>

export const DownloadProgress = z.object({
  receivedBytes: z.int().nonnegative(),
  totalBytes: z.int().nonnegative(),
  /** Over the last seconds; null before there is a pace. */
  bytesPerSecond: z.number().nonnegative().nullable(),
  secondsLeft: z.number().nonnegative().nullable(),
  /** The file that is under way, as named in its repository. */
  file: z.string().nullable(),
})
export type DownloadProgress = z.infer<typeof DownloadProgress>

/** `damaged`: some files are there, but not all, or not as they should be. */
export const WeightsState = z.enum(['absent', 'downloading', 'verifying', 'present', 'damaged'])
export type WeightsState = z.infer<typeof WeightsState>

/** Weights that can be had, and how far they are here: a card of the Models page. */
export const Weights = z.object({
  key: WeightsKey,
  engine: EngineName,
  title: z.string(),
  /** As named on the hub, for example `onnx-community/Florence-2-base-ft`. */
  repository: z.string(),
  /** The commit that lies here or is being fetched; null before either. */
  revision: z.string().nullable(),
  licence: z.string(),
  parameters: z.int().positive(),
  stages: z.array(StageName),
  tasks: z.array(TaskName),
  /** The files that this machine's device wants. */
  dtypes: DtypeMap,
  /** Of those files; from our manifest until the hub has told, then exact. */
  downloadBytes: z.int().nonnegative(),
  isExactSize: z.boolean(),
  /** What lies on disk of it. */
  diskBytes: z.int().nonnegative(),
  /** What it is expected to take in the device's memory. */
  memoryBytes: z.int().nonnegative(),
  state: WeightsState,
  /** `downloaded` by Vitrine, or found in the offline `folder`, which Vitrine never changes. */
  place: z.enum(['downloaded', 'folder']).nullable(),
  progress: DownloadProgress.nullable(),
  /** What went wrong last, and what to do about it. */
  problem: z.string().nullable(),
  /** The one that suits this machine best among its engine's. */
  isRecommended: z.boolean(),
  /** The one its engine runs, or would run. */
  isInUse: z.boolean(),
})
export type Weights = z.infer<typeof Weights>

/** What `VITRINE_DEVICE` takes. */
export const DeviceWish = z.enum(['auto', 'cuda', 'webgpu', 'dml', 'coreml', 'cpu'])
export type DeviceWish = z.infer<typeof DeviceWish>

/** What a try of one device in a process of its own has shown. */
export const DeviceProbe = z.object({
  device: Device,
  /** `unusable`: it answered, but too slowly to be the device it claims to be. `failed`: wrongly, or not at all. */
  state: z.enum(['works', 'missing', 'unusable', 'failed']),
  /** One sentence for a person: what is there, or what is missing. */
  detail: z.string(),
  /** For example `NVIDIA GeForce RTX 4070`; null where it is not known. */
  adapter: z.string().nullable(),
  totalMemoryBytes: z.int().nonnegative().nullable(),
  freeMemoryBytes: z.int().nonnegative().nullable(),
  /** Time of the probe's timed run; null where it did not run. */
  runMs: z.number().nonnegative().nullable(),
  at: Instant,
})
export type DeviceProbe = z.infer<typeof DeviceProbe>

export const DeviceReport = z.object({
  wish: DeviceWish,
  /** Null until the first probe is done. */
  chosen: Device.nullable(),
  /** One sentence: why this one. */
  why: z.string(),
  probes: z.array(DeviceProbe),
  /** Steps to get CUDA on this machine, where it has or may have such a card and CUDA does not work; else empty. */
  howToGetCuda: z.array(z.string()),
})
export type DeviceReport = z.infer<typeof DeviceReport>

/** An engine in a device's memory. Bytes are measured where they can be, null where not yet. */
export const LedgerEntry = z.object({
  engine: EngineName,
  model: ModelRef.nullable(),
  residency: Residency,
  isPinned: z.boolean(),
  /** Minutes without work until it is unloaded; null: never. */
  keepAliveMinutes: z.number().positive().nullable(),
  /** Of the device, before it was loaded. */
  beforeBytes: z.int().nonnegative().nullable(),
  /** Its own, right after it was loaded. */
  loadedBytes: z.int().nonnegative().nullable(),
  /** Its own, at most so far. */
  peakBytes: z.int().nonnegative().nullable(),
  /** What its manifest expects, for planning before anything was measured. */
  expectedBytes: z.int().nonnegative(),
})
export type LedgerEntry = z.infer<typeof LedgerEntry>

export const MemoryLedger = z.object({
  device: Device,
  totalBytes: z.int().nonnegative().nullable(),
  /** What engines may take together. */
  budgetBytes: z.int().nonnegative(),
  usedBytes: z.int().nonnegative(),
  /** `together`: all that may be wanted fits; `swap`: one leaves when another is needed. */
  policy: z.enum(['together', 'swap']),
  entries: z.array(LedgerEntry),
})
export type MemoryLedger = z.infer<typeof MemoryLedger>

/** `GET /v1/models`: what is loaded, what can be had, on what it runs. */
export const ModelsReport = z.object({
  models: z.array(ModelStatus),
  weights: z.array(Weights),
  devices: DeviceReport,
  ledgers: z.array(MemoryLedger),
  /** Where a person may put a repository's files by hand; laid out as the hub has them, `<folder>/<repository>/…`. */
  offlineFolder: z.string().optional(),
  /** Whether the hub answered last; null before it was asked. */
  hub: z.object({ url: z.string(), isReachable: z.boolean().nullable(), problem: z.string().nullable() }),
})
export type ModelsReport = z.infer<typeof ModelsReport>

/** What a person may do with a loaded engine: `POST /v1/engines/{engine}/residency`. */
export const ResidencyRequest = z.discriminatedUnion('action', [
  z.object({ action: z.literal('load') }),
  z.object({ action: z.literal('eject') }),
  /** Loaded from the start and never unloaded. */
  z.object({ action: z.literal('pin') }),
  z.object({ action: z.literal('unpin') }),
  z.object({ action: z.literal('keep-alive'), minutes: z.number().positive().max(10_080).nullable() }),
])
export type ResidencyRequest = z.infer<typeof ResidencyRequest>

/** A model of a server, as it lists it. */
export const ServerModel = z.object({
  id: z.string().min(1),
  /** Asked when nobody wishes for another. */
  isInUse: z.boolean(),
  /** As the server says, else where its name does; null where neither does. */
  takesPictures: z.boolean().nullable(),
  /** In its memory now; null where a server does not tell. */
  isLoaded: z.boolean().nullable(),
  /** What it takes of the server's graphics memory; null where that is not told. */
  memoryBytes: z.int().nonnegative().nullable(),
  /** The longest conversation that it takes as it is loaded, in tokens; null where that is not told. */
  contextTokens: z.int().positive().nullable(),
})
export type ServerModel = z.infer<typeof ServerModel>

/** A server that speaks the OpenAI way, as it was found just now. */
export const ReasoningServer = z.object({
  url: z.string(),
  /** `ollama`, `vllm`, `llama-server`, …; null while it does not answer. */
  kind: z.string().nullable(),
  models: z.array(ServerModel),
  /** Why it cannot be used, and what to do; null when it can. */
  problem: z.string().nullable(),
  /** Whether a key is told to it; which one is never told here. */
  hasApiKey: z.boolean(),
})
export type ReasoningServer = z.infer<typeof ReasoningServer>

/** `GET /v1/servers`: which servers answer questions and read deeply. */
export const ServersReport = z.object({
  servers: z.array(ReasoningServer),
  /** The model that was chosen; null: each server's first that takes pictures. */
  model: z.string().nullable(),
  /** Set in the environment, which goes before a choice in the browser. */
  isFixed: z.boolean(),
  /** Ollama is told to hold the model in its memory for ever. */
  isHeld: z.boolean(),
})
export type ServersReport = z.infer<typeof ServersReport>

const ServerAddress = z
  .url({ protocol: /^https?$/, error: 'An address begins with http:// or https://.' })
  .max(500)
  .refine(
    (url) => URL.canParse(url) && new URL(url).username === '',
    'A name and password do not belong into an address.',
  )

/** `PUT /v1/servers`: which are asked from now on; none to do without. */
export const ServersRequest = z.object({
  servers: z
    .array(
      z.object({
        url: ServerAddress,
        /** Told to this server only. The one that is kept already when left out; null to forget it. */
        apiKey: z.string().min(1).max(500).nullable().optional(),
      }),
    )
    .max(8),
  model: z.string().min(1).max(200).nullable().default(null),
})
export type ServersRequest = z.infer<typeof ServersRequest>

/** `POST /v1/servers/try`: what answers at an address, before it is used. */
export const ServerTrial = z.object({ url: ServerAddress, apiKey: z.string().min(1).max(500).optional() })
export type ServerTrial = z.infer<typeof ServerTrial>

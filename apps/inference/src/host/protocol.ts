/** What the HTTP process and an engine's child say to each other, parsed on both sides. */
import {
  ChatMessage,
  ChatOptions,
  ChatUsage,
  Device,
  DtypeMap,
  EngineName,
  FinishReason,
  ModelRef,
  PerceptionResult,
  PerceptionSettings,
  PictureKey,
  ReasoningOptions,
  ReasoningResult,
  Size,
  StageName,
  TaskInput,
  TaskName,
  TaskResult,
  WeightsKey,
  WireError,
} from '@vitrine/contracts'
import { z } from 'zod'
import { ReasoningServers } from '../engines/openai/settings.ts'

const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)

/** One picture and what is wanted of it. Only `perceive` jobs come several in a batch. */
export const PictureJob = z.discriminatedUnion('type', [
  z.object({ type: z.literal('perceive'), bytes: Bytes, settings: PerceptionSettings }),
  z.object({ type: z.literal('task'), bytes: Bytes, task: TaskName, input: TaskInput }),
  z.object({
    type: z.literal('reason'),
    bytes: Bytes,
    context: ReasoningOptions.pick({ reasons: true, perception: true }),
  }),
])
export type PictureJob = z.infer<typeof PictureJob>

/** A conversation's next answer; every picture that its messages name comes with it. */
export const ChatJob = ChatOptions.pick({
  conversation: true,
  model: true,
  maxTokens: true,
  maxPixels: true,
  temperature: true,
}).extend({
  type: z.literal('chat'),
  messages: z.array(ChatMessage),
  pictures: z.array(z.object({ key: PictureKey, bytes: Bytes })),
})
export type ChatJob = z.infer<typeof ChatJob>

export const Job = z.discriminatedUnion('type', [...PictureJob.options, ChatJob])
export type Job = z.infer<typeof Job>

/** A job with its number; null in the place of one that was sent ahead under the same number. */
export const Ticketed = z.object({ ticket: z.int(), job: Job.nullable() })
export type Ticketed = z.infer<typeof Ticketed>

export const JobOutput = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('perceive'),
    result: PerceptionResult.omit({ engine: true, size: true, timings: true }),
  }),
  z.object({
    type: z.literal('task'),
    result: z.object({ model: ModelRef, result: TaskResult, warnings: z.array(z.string()) }),
  }),
  z.object({ type: z.literal('reason'), result: ReasoningResult.omit({ engine: true, timings: true }) }),
])
export type JobOutput = z.infer<typeof JobOutput>

/** One picture's answer. `engineMs` is its share of the batch's time in the engine. */
export const PictureAnswer = z.object({
  type: z.literal('picture'),
  size: Size,
  decodeMs: z.number().nonnegative(),
  engineMs: z.number().nonnegative(),
  output: JobOutput,
})
export type PictureAnswer = z.infer<typeof PictureAnswer>

/** The end of a chat's answer, whose text has gone out before. */
export const ChatAnswer = z.object({
  type: z.literal('chat'),
  engineMs: z.number().nonnegative(),
  result: z.object({
    model: ModelRef,
    finish: FinishReason,
    usage: ChatUsage.omit({ queueMs: true }),
    warnings: z.array(z.string()),
  }),
})
export type ChatAnswer = z.infer<typeof ChatAnswer>

export const Answer = z.discriminatedUnion('type', [PictureAnswer, ChatAnswer])
export type Answer = z.infer<typeof Answer>

/** What an engine says while it answers a chat. */
export const EngineSpeech = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), model: ModelRef }),
  z.object({
    type: z.literal('reading'),
    doneTokens: z.int().nonnegative(),
    totalTokens: z.int().nonnegative(),
  }),
  z.object({ type: z.literal('text'), text: z.string() }),
])
export type EngineSpeech = z.infer<typeof EngineSpeech>

export const WireAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: Answer }),
  z.object({ ok: z.literal(false), error: WireError }),
])
export type WireAnswer = z.infer<typeof WireAnswer>

/** Weights that lie on this machine, laid out as their hub repository. */
export const InstalledWeights = z.object({
  key: WeightsKey,
  /** For example `onnx-community/Florence-2-base-ft`. */
  repository: z.string().min(1),
  /** The commit they came from. */
  revision: z.string().min(1),
  /** Absolute path of the folder, laid out as the repository. */
  dir: z.string().min(1),
  /** Which file of each graph to load. */
  dtypes: DtypeMap,
  /** Of those files, in bytes. */
  sizeBytes: z.int().nonnegative(),
  licence: z.string(),
})
export type InstalledWeights = z.infer<typeof InstalledWeights>

/** What the child loads, and how. */
export const EngineSetup = z.object({
  engine: EngineName,
  /** A module to take the engine from instead: URL of a module that exports `createEngine(options)`. */
  engineModule: z.string().optional(),
  /** Absent for engines that bring their models with them. */
  weights: InstalledWeights.optional(),
  /** For the engine that asks other servers. */
  servers: ReasoningServers.optional(),
  device: Device.default('cpu'),
  threads: z.int().positive(),
  cacheDir: z.string(),
  maxPixels: z.int().positive(),
  heartbeatMs: z.int().positive(),
})
export type EngineSetup = z.infer<typeof EngineSetup>

export const ParentMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('load'), setup: EngineSetup }),
  /** What the next batch is likely to be: its pictures may be decoded while this one runs. */
  z.object({ type: z.literal('ahead'), jobs: z.array(z.object({ ticket: z.int(), job: PictureJob })) }),
  z.object({ type: z.literal('run'), id: z.int(), jobs: z.array(Ticketed).min(1) }),
  z.object({ type: z.literal('abort'), id: z.int() }),
  z.object({ type: z.literal('stop') }),
])
export type ParentMessage = z.infer<typeof ParentMessage>

/** What a loaded engine says of itself. */
export const EngineIdentity = z.object({
  device: Device,
  models: z.array(
    z.object({
      model: ModelRef,
      stages: z.array(StageName),
      tasks: z.array(TaskName),
      licence: z.string(),
      sizeBytes: z.int().nonnegative(),
    }),
  ),
  versions: z.object({ onnxruntime: z.string(), libvips: z.string() }),
})
export type EngineIdentity = z.infer<typeof EngineIdentity>

export const ChildMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('loaded'), identity: EngineIdentity }),
  z.object({ type: z.literal('load-failed'), message: z.string() }),
  z.object({ type: z.literal('heartbeat'), rssBytes: z.int() }),
  /** Of the run with this id, a chat. */
  z.object({ type: z.literal('speech'), id: z.int(), event: EngineSpeech }),
  z.object({
    type: z.literal('answers'),
    id: z.int(),
    /** Parsed one by one: an engine's malformed answer fails its own picture only. */
    answers: z.array(z.unknown()),
    rssBytes: z.int(),
  }),
])
export type ChildMessage = z.infer<typeof ChildMessage>

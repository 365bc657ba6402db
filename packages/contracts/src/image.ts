/** An image as the gallery shows it: the card, the annotation with its source, the whole record. */
import * as z from 'zod'
import { FormerReading } from './former-reading.ts'
import { Box, Polygon, Quad } from './geometry.ts'
import { Instant } from './instant.ts'
import { EngineName, ModelRef } from './models.ts'
import { ReadingField, ReadingTable, TriageDecision } from './reasoning.ts'
import { Colour, ImageKind, KindDecision, TaskName } from './tasks.ts'

/** Ascending in the order of arrival, which is also the order of keyset pagination. */
export const ImageId = z.int().positive()
export type ImageId = z.infer<typeof ImageId>

/** Lower-case hex SHA-256 of the stored bytes. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
export type Sha256 = z.infer<typeof Sha256>

/** `ready` means searchable: stage 1 is done and stage 2 is done, not needed, or waiting for an engine. */
export const ImageStatus = z.enum(['queued', 'perceiving', 'reasoning', 'ready', 'failed', 'cancelled'])
export type ImageStatus = z.infer<typeof ImageStatus>

/** How far stage 2 is for an image; `waiting`: triage wants it, but no reasoning engine is there. */
export const ReasoningStatus = z.enum([
  'unknown',
  'not-needed',
  'waiting',
  'queued',
  'running',
  'done',
  'failed',
  'skipped',
])
export type ReasoningStatus = z.infer<typeof ReasoningStatus>

/** Types of stored bytes that Vitrine reads, decided by content. */
export const MediaType = z.enum([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/avif',
  'image/gif',
  'image/tiff',
  'image/heic',
  'image/bmp',
  'image/svg+xml',
  'application/pdf',
  'video/mp4',
  'video/quicktime',
  'video/webm',
])
export type MediaType = z.infer<typeof MediaType>

export const VideoType = MediaType.extract(['video/mp4', 'video/quicktime', 'video/webm'])
export type VideoType = z.infer<typeof VideoType>

/** Whether these bytes are a video: an image of such a type is one of its keyframes. */
export const isVideo = (type: MediaType): type is VideoType => VideoType.safeParse(type).success

/** What the grid needs for one picture. URLs are `/api/images/{id}/{thumbnail|preview|original}?v={version}`. */
export const ImageCard = z.object({
  id: ImageId,
  fileName: z.string(),
  mediaType: MediaType,
  /** Upright size in pixels. */
  width: z.int().positive(),
  height: z.int().positive(),
  sizeBytes: z.int().nonnegative(),
  status: ImageStatus,
  reasoning: ReasoningStatus,
  kind: ImageKind.nullable(),
  /** The caption to show: a person's if there is one, else the model's; empty before stage 1. */
  caption: z.string(),
  engine: EngineName.nullable(),
  objectCount: z.int().nonnegative(),
  textLength: z.int().nonnegative(),
  /** ThumbHash, base64: a blur to show before the thumbnail is there. */
  placeholder: z.string().nullable(),
  createdAt: Instant,
  takenAt: Instant.nullable(),
  deletedAt: Instant.nullable(),
  /** 1-based, for a page of a PDF or a keyframe of a video. */
  pageNumber: z.int().positive().nullable(),
  /** When a keyframe is seen in its video, in seconds from its start; null for every other image. */
  atSeconds: z.number().nonnegative().nullable().default(null),
  /** Why stage 1 failed, for a person. */
  failure: z.string().nullable(),
  /** Another model has read it anew, and a person has yet to decide between the two readings. */
  hasTwoReadings: z.boolean().default(false),
  /** Grows with every change: the cache key of its URLs. */
  version: z.int().nonnegative(),
})
export type ImageCard = z.infer<typeof ImageCard>

/** Who or what made an annotation. */
export const AnnotationSource = z.discriminatedUnion('by', [
  z.object({
    by: z.literal('model'),
    engine: EngineName,
    model: ModelRef,
    task: TaskName.or(z.literal('reading')),
    promptVersion: z.string().optional(),
  }),
  z.object({ by: z.literal('person'), name: z.string() }),
])
export type AnnotationSource = z.infer<typeof AnnotationSource>

export const AnnotationBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal('caption'), text: z.string(), template: z.boolean().default(false) }),
  z.object({ type: z.literal('detailed-caption'), text: z.string(), template: z.boolean().default(false) }),
  z.object({
    type: z.literal('detection'),
    label: z.string(),
    box: Box,
    score: z.number().nullable(),
    rival: z.string().nullable().default(null),
  }),
  z.object({ type: z.literal('text-region'), text: z.string(), quad: Quad, score: z.number().nullable() }),
  z.object({ type: z.literal('kind'), decision: KindDecision }),
  z.object({ type: z.literal('reading'), text: z.string() }),
  /** A named value of the deep reading. */
  ReadingField.extend({ type: z.literal('field') }),
  /** A table of the deep reading. */
  ReadingTable.extend({ type: z.literal('table') }),
  /** The outline of what was named; several polygons where it is in parts. */
  z.object({
    type: z.literal('mask'),
    label: z.string(),
    polygons: z.array(Polygon).min(1),
    /** Around all of them. */
    box: Box,
    score: z.number().nullable(),
  }),
  /** A part of the picture and what was said of it or read in it; the text of a mere proposal is empty. */
  z.object({ type: z.literal('region'), text: z.string(), box: Box, score: z.number().nullable() }),
])
export type AnnotationBody = z.infer<typeof AnnotationBody>
export const AnnotationType = z.enum([
  'caption',
  'detailed-caption',
  'detection',
  'text-region',
  'kind',
  'reading',
  'field',
  'table',
  'mask',
  'region',
])
export type AnnotationType = z.infer<typeof AnnotationType>

/** A stored output with its provenance. */
export const Annotation = z.object({
  id: z.int().positive(),
  body: AnnotationBody,
  source: AnnotationSource,
  /** Reading order for text regions, score order for detections; 0-based within its type. */
  position: z.int().nonnegative(),
  createdAt: Instant,
  /** A person kept it from a tool: reading the image again leaves it. */
  isKept: z.boolean().optional(),
})
export type Annotation = z.infer<typeof Annotation>

export const ImageTag = z.object({ name: z.string(), by: z.enum(['model', 'person']) })
export type ImageTag = z.infer<typeof ImageTag>

/** A keyframe on the timeline of its video. */
export const VideoFrame = z.object({
  id: ImageId,
  atSeconds: z.number().nonnegative(),
  caption: z.string(),
  version: z.int().nonnegative(),
})
export type VideoFrame = z.infer<typeof VideoFrame>

/** The video that an image is a keyframe of. */
export const VideoInfo = z.object({
  /** Null where the file does not say. */
  durationSeconds: z.number().nonnegative().nullable(),
  /** Those that are not in the trash, in the order of time. */
  frames: z.array(VideoFrame),
  /** What happens in the sequence as a whole; null before it was read. */
  reading: z.object({ text: z.string(), source: AnnotationSource }).nullable(),
})
export type VideoInfo = z.infer<typeof VideoInfo>

/** Everything the image page shows. */
export const ImageDetail = ImageCard.extend({
  sha256: Sha256,
  detailedCaption: z.string(),
  notes: z.string(),
  reading: z.string().nullable(),
  /** The OCR text in reading order, a line each. */
  text: z.string(),
  colours: z.array(Colour),
  triage: TriageDecision.nullable(),
  annotations: z.array(Annotation),
  tags: z.array(ImageTag),
  collections: z.array(z.object({ id: z.int().positive(), name: z.string() })),
  /** The PDF or video this page or keyframe came from, or the zip. */
  sourceSha256: Sha256.nullable(),
  /** Stage 1's warnings, in plain sentences. */
  warnings: z.array(z.string()),
  /** Stage 2's warnings, in plain sentences. */
  readingWarnings: z.array(z.string()).default([]),
  /** Why the deep reading failed, or is tried again; null when nothing is wrong. */
  readingProblem: z.string().nullable().default(null),
  /** What an earlier model said, beside what is in effect, until a person decides; null when there is nothing to decide. */
  former: FormerReading.nullable().default(null),
  camera: z.string().nullable(),
  /** For a keyframe. */
  video: VideoInfo.nullable().default(null),
})
export type ImageDetail = z.infer<typeof ImageDetail>

/** What an action works on: the pictures named, or all that a search finds. */
export const Selection = z.union([
  z.object({ ids: z.array(ImageId).min(1).max(100_000) }),
  z.object({ query: z.string().max(2000) }),
])
export type Selection = z.infer<typeof Selection>

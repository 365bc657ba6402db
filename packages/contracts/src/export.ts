/** Exports: what is taken elsewhere of which images, in which form; and an image as an export has it. */
import * as z from 'zod'
import { isNamePattern, MAX_PATTERN_LENGTH, NAME_PLACEHOLDERS } from './export-name.ts'
import { Annotation, ImageId, ImageStatus, MediaType, Selection, Sha256 } from './image.ts'
import { Instant } from './instant.ts'
import { EngineName } from './models.ts'
import { ReadingField, ReadingTable } from './reasoning.ts'
import { SearchSort } from './search.ts'
import { ImageKind } from './tasks.ts'

/** `zip`: the images themselves, renamed; `html`: a line of markup for each image, with its alt text. */
export const ExportFormat = z.enum(['csv', 'jsonl', 'coco', 'html', 'zip'])
export type ExportFormat = z.infer<typeof ExportFormat>

/** Columns of a CSV file by their headings. */
export const ExportColumnName = z.enum([
  'file',
  'sha256',
  'page',
  'caption',
  'caption-by',
  'description',
  'description-by',
  'text',
  'objects',
  'kind',
  'tags',
  'collections',
  'notes',
  'reading',
  'fields',
  'width',
  'height',
  'type',
  'size',
  'taken',
  'added',
  'camera',
  'status',
  'engine',
  'id',
])
export type ExportColumnName = z.infer<typeof ExportColumnName>

/** A named value of the readings as a column of its own: `field:total`. */
export const FieldColumn = z.templateLiteral(['field:', z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)])
export type FieldColumn = z.infer<typeof FieldColumn>

export const ExportColumn = z.union([ExportColumnName, FieldColumn])
export type ExportColumn = z.infer<typeof ExportColumn>

/** What an import can take up again, and what tells the images apart. */
export const DEFAULT_COLUMNS: readonly ExportColumnName[] = [
  'file',
  'sha256',
  'page',
  'caption',
  'caption-by',
  'description',
  'text',
  'objects',
  'kind',
  'tags',
  'notes',
  'fields',
]

/** Which images: named, found by a search, or in a collection. */
export const ExportSelection = z.union([z.object({ collection: z.int().positive() }), ...Selection.options])
export type ExportSelection = z.infer<typeof ExportSelection>

/** In a zip: the stored bytes, WebP copies of at most some thousand pixels, or no images but only sidecars. */
export const ExportedImages = z.enum(['originals', 'previews', 'none'])
export type ExportedImages = z.infer<typeof ExportedImages>

export const NamePattern = z
  .string()
  .min(1)
  .max(MAX_PATTERN_LENGTH)
  .refine(isNamePattern, `A pattern has these placeholders: ${NAME_PLACEHOLDERS.join(', ')}.`)

export const ExportRequest = z.object({
  selection: ExportSelection,
  /** In which order; `relevance` is by rank for a search with words, else newest first. */
  sort: SearchSort.default('newest'),
  format: ExportFormat,
  /** Of a CSV file. */
  columns: z
    .array(ExportColumn)
    .min(1)
    .max(200)
    .default([...DEFAULT_COLUMNS]),
  /** What files are called in a zip, in HTML and in COCO; without the ending. */
  name: NamePattern.default('{name}'),
  /** Of a zip. */
  images: ExportedImages.default('originals'),
  /** Of a zip: an XMP file beside each image. */
  sidecars: z.boolean().default(false),
  /** Of a zip: alt text, description and tags written into copies of the images. */
  embed: z.boolean().default(false),
})
export type ExportRequest = z.infer<typeof ExportRequest>

const Author = z.enum(['model', 'person'])

/** A line of a JSON Lines export; the other formats are made of it. */
export const ExportRecord = z.object({
  id: ImageId,
  fileName: z.string(),
  sha256: Sha256,
  /** 1-based, for a page of a PDF or a keyframe of a video. */
  page: z.int().positive().nullable(),
  mediaType: MediaType,
  /** Upright size in pixels. */
  width: z.int().positive(),
  height: z.int().positive(),
  sizeBytes: z.int().nonnegative(),
  kind: ImageKind.nullable(),
  status: ImageStatus,
  engine: EngineName.nullable(),
  camera: z.string().nullable(),
  takenAt: Instant.nullable(),
  createdAt: Instant,
  /** A person's where there is one; empty where there is none. */
  caption: z.string(),
  captionBy: Author.nullable(),
  description: z.string(),
  descriptionBy: Author.nullable(),
  reading: z.string(),
  /** OCR lines in reading order. */
  text: z.string(),
  objects: z.array(z.object({ label: z.string(), count: z.int().positive() })),
  /** One of each name: a person's before what was kept, that before the model's. */
  fields: z.array(ReadingField),
  tables: z.array(ReadingTable),
  tags: z.array(z.string()),
  collections: z.array(z.string()),
  notes: z.string(),
  /** Every annotation with place and source; empty in formats that do not show them. */
  annotations: z.array(Annotation),
})
export type ExportRecord = z.infer<typeof ExportRecord>

/** An export that is about to begin: its one-time address and how many images are in it. */
export const ExportTicket = z.object({ ticket: z.string(), count: z.int().nonnegative() })
export type ExportTicket = z.infer<typeof ExportTicket>

/** How far an export is. `stopped`: the download was broken off. */
export const ExportProgress = z.object({
  state: z.enum(['ready', 'running', 'done', 'stopped', 'failed']),
  done: z.int().nonnegative(),
  count: z.int().nonnegative(),
})
export type ExportProgress = z.infer<typeof ExportProgress>

/** An existing catalog taken up from a CSV file: how its columns are understood, and what that changes or would change. */
import * as z from 'zod'
import { FieldColumn } from './export.ts'
import { ImageId } from './image.ts'

/** What a column of the file is: what tells the image, or words that a person says of it. */
export const ImportTargetName = z.enum([
  'file',
  'sha256',
  'page',
  'caption',
  'description',
  'notes',
  'tags',
  'fields',
])
export const ImportTarget = z.union([ImportTargetName, FieldColumn])
export type ImportTarget = z.infer<typeof ImportTarget>

/** By heading, for columns whose headings do not tell; `ignore` leaves a column out. */
export const ImportMap = z.record(z.string(), z.union([ImportTarget, z.literal('ignore')]))
export type ImportMap = z.infer<typeof ImportMap>

/** `set`: there was nothing, or a model's words; `overwritten`: a person's words go; `kept`: they stay, and the file's are left out. */
export const ChangeFate = z.enum(['set', 'overwritten', 'kept'])
export type ChangeFate = z.infer<typeof ChangeFate>

/** What a row says of an image that is not said of it yet. */
export const ImportChange = z.object({
  /** 1-based, the headings not counted. */
  row: z.int().positive(),
  imageId: ImageId,
  fileName: z.string(),
  what: z.union([z.enum(['caption', 'description', 'notes', 'tag']), FieldColumn]),
  from: z.string(),
  to: z.string(),
  fate: ChangeFate,
})
export type ImportChange = z.infer<typeof ImportChange>

/** A row, or a part of one, that could not be taken up, and why. */
export const ImportProblem = z.object({
  row: z.int().positive(),
  code: z.enum(['unmatched', 'ambiguous', 'repeated', 'unusable']),
  message: z.string(),
})
export type ImportProblem = z.infer<typeof ImportProblem>

export const CsvImportReport = z.object({
  /** Nothing was changed; it is what would be. */
  dryRun: z.boolean(),
  /** Every heading, and what it was taken for; null for a column that is left out. */
  columns: z.array(z.object({ heading: z.string(), target: ImportTarget.nullable() })),
  /** In a dry run: why nothing can be taken up as the columns are understood; then no row was looked at. */
  columnProblem: z.string().nullable(),
  rows: z.int().nonnegative(),
  /** Rows whose image was found. */
  matched: z.int().nonnegative(),
  /** Changes by their fate. */
  fates: z.object({
    set: z.int().nonnegative(),
    overwritten: z.int().nonnegative(),
    kept: z.int().nonnegative(),
  }),
  /** The first of them. */
  changes: z.array(ImportChange),
  problemCount: z.int().nonnegative(),
  /** The first of them. */
  problems: z.array(ImportProblem),
})
export type CsvImportReport = z.infer<typeof CsvImportReport>

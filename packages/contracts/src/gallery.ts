/** Collections, tags and what an upload answers. */
import * as z from 'zod'
import { ImageId, Sha256 } from './image.ts'
import { Instant } from './instant.ts'

export const TagName = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[^"\n\r\t]+$/, 'A tag holds no quotes or line breaks.')
export type TagName = z.infer<typeof TagName>

export const Tag = z.object({ name: TagName, count: z.int().nonnegative() })
export type Tag = z.infer<typeof Tag>

export const Collection = z.object({
  id: z.int().positive(),
  name: z.string().min(1).max(100),
  count: z.int().nonnegative(),
  coverId: ImageId.nullable(),
  createdAt: Instant,
})
export type Collection = z.infer<typeof Collection>

/** What became of one file of an upload. A zip or a PDF answers with one item for each image inside. */
export const IngestItem = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('created'), id: ImageId, fileName: z.string(), sha256: Sha256 }),
  /** The same bytes are already there; `restored` when they were in the trash and are back now. */
  z.object({
    outcome: z.literal('duplicate'),
    id: ImageId,
    fileName: z.string(),
    sha256: Sha256,
    restored: z.boolean(),
  }),
  z.object({ outcome: z.literal('rejected'), fileName: z.string(), code: z.string(), reason: z.string() }),
])
export type IngestItem = z.infer<typeof IngestItem>

export const IngestResponse = z.object({ items: z.array(IngestItem) })
export type IngestResponse = z.infer<typeof IngestResponse>

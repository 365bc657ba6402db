/** Two readings of one image: what stage 1 said before another model read it anew, kept until a person decides. */
import type * as z from 'zod'
import { Instant } from './instant.ts'
import { PerceptionResult } from './perception.ts'

/** What stage 1 said of an image, which models said it, and when. */
export const StageOneReading = PerceptionResult.pick({
  engine: true,
  captionKind: true,
  caption: true,
  detailedCaption: true,
  detections: true,
  textRegions: true,
  kind: true,
  warnings: true,
  provenance: true,
}).extend({ readAt: Instant })
export type StageOneReading = z.infer<typeof StageOneReading>

/** A reading that another model's has replaced; it can be taken back until a person accepts the new one. */
export const FormerReading = StageOneReading.extend({
  /** The reading that is in effect in its place. */
  successor: StageOneReading,
})
export type FormerReading = z.infer<typeof FormerReading>

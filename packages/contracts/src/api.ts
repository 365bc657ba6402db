/** The public REST face: `/api/v1`. Lists and records are the same shapes the gallery uses. */
import * as z from 'zod'
import { ImageCard } from './image.ts'
import { PerceptionResult } from './perception.ts'
import { ReasoningResult, TriageDecision } from './reasoning.ts'

/** `POST /api/v1/analyze`: one image in; nothing is stored. */
export const AnalyzeResponse = z.object({
  fileName: z.string(),
  perception: PerceptionResult,
  triage: TriageDecision,
  /** Null when triage did not ask for one, or no reasoning engine is there; `readingStatus` says which. */
  reading: ReasoningResult.nullable(),
  readingStatus: z.enum(['done', 'not-needed', 'no-reasoning-engine', 'failed']),
})
export type AnalyzeResponse = z.infer<typeof AnalyzeResponse>

/** `GET /api/v1/images`: newest first. */
export const ImageListResponse = z.object({ images: z.array(ImageCard), nextCursor: z.string().nullable() })
export type ImageListResponse = z.infer<typeof ImageListResponse>

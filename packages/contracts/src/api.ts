/** The public REST face: `/api/v1`. Lists and records are the same shapes the gallery uses. */
import * as z from 'zod'
import { AskRequest, ConversationCard, TurnId } from './conversation.ts'
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

/** `GET /api/v1/conversations`: pinned ones first, then those that were spoken in last. */
export const ConversationListResponse = z.object({
  conversations: z.array(ConversationCard),
  nextCursor: z.string().nullable(),
})
export type ConversationListResponse = z.infer<typeof ConversationListResponse>

/** `POST /api/v1/conversations`: a conversation begins with its first question. */
export const QuestionRequest = AskRequest.omit({ conversationId: true, parentId: true }).extend({
  /** Answer with TurnEvents as server-sent events; else with the turn once it is over. */
  stream: z.boolean().default(true),
})
export type QuestionRequest = z.infer<typeof QuestionRequest>

/** `POST /api/v1/conversations/{id}/turns`: the next question. */
export const FollowUpRequest = QuestionRequest.omit({ engine: true, model: true }).extend({
  /** The turn it follows; null: a first turn; the last one of the branch that is shown when left out. */
  parentId: TurnId.nullable().optional(),
})
export type FollowUpRequest = z.infer<typeof FollowUpRequest>

/** The contracts under their names in the OpenAPI document, and the pieces that routes share. */
import { z } from '@hono/zod-openapi'
import {
  AnalyzeResponse,
  CocoDocument,
  Conversation,
  ConversationListResponse,
  EngineName,
  FacetName,
  FacetsResponse,
  ImageCard,
  ImageDetail,
  ImageListResponse,
  ImageReading,
  IngestResponse,
  ModelsReport,
  PerceptionResult,
  PipelineStatus,
  SearchHit,
  SearchResponse,
  SearchSort,
  Sha256,
  TaskResponse,
  Turn,
  TurnEvent,
  TurnId,
  Weights,
  WeightsKey,
  WireError,
} from '@vitrine/contracts'

const card = ImageCard.meta({ id: 'ImageCard' })
const turn = Turn.meta({ id: 'Turn' })
const weights = Weights.meta({ id: 'Weights' })

export const named = {
  AnalyzeResponse: AnalyzeResponse.extend({
    perception: PerceptionResult.meta({ id: 'PerceptionResult' }),
  }).meta({ id: 'AnalyzeResponse' }),
  ImageDetail: ImageDetail.meta({ id: 'ImageDetail' }),
  ImageReading: ImageReading.meta({ id: 'ImageReading' }),
  ImageListResponse: ImageListResponse.extend({ images: z.array(card) }).meta({ id: 'ImageListResponse' }),
  IngestResponse: IngestResponse.meta({ id: 'IngestResponse' }),
  SearchResponse: SearchResponse.extend({
    hits: z.array(SearchHit.extend({ image: card }).meta({ id: 'SearchHit' })),
  }).meta({ id: 'SearchResponse' }),
  FacetsResponse: FacetsResponse.meta({ id: 'FacetsResponse' }),
  ModelsReport: ModelsReport.extend({ weights: z.array(weights) }).meta({ id: 'ModelsReport' }),
  Weights: weights,
  TaskResponse: TaskResponse.meta({ id: 'TaskResponse' }),
  Conversation: Conversation.extend({ turns: z.array(turn) }).meta({ id: 'Conversation' }),
  ConversationListResponse: ConversationListResponse.meta({ id: 'ConversationListResponse' }),
  Turn: turn,
  TurnEvent: TurnEvent.meta({ id: 'TurnEvent' }),
  CocoDocument: CocoDocument.meta({ id: 'CocoDocument' }),
  PipelineStatus: PipelineStatus.meta({ id: 'PipelineStatus' }),
  WireError: WireError.meta({ id: 'WireError' }),
}

/** Numbers in paths and queries arrive as text. */
const number = (min: number, max: number) => z.coerce.number().int().min(min).max(max)
const Query = z.string().max(2000).default('').openapi({ description: 'As in the search box.' })
const Limit = number(1, 500).default(100)
const Cursor = z.string().optional().openapi({ description: "The page before's `nextCursor`." })

export const IdParams = z.object({ id: number(1, Number.MAX_SAFE_INTEGER) })
export const TurnParams = IdParams.extend({
  turnId: z.coerce.number().pipe(TurnId),
})
export const ConversationsQuery = z.object({
  q: z.string().max(200).default('').openapi({ description: 'Words of titles, questions and answers.' }),
  cursor: Cursor,
  limit: number(1, 100).default(50),
})
export const WeightsParams = z.object({ key: WeightsKey })
export const BytesParams = IdParams.extend({
  variant: z.enum(['thumbnail', 'preview', 'original', 'display']),
})
export const BytesQuery = z.object({
  download: z.literal('1').optional().openapi({ description: 'Sends `original` as an attachment.' }),
})
export const ListQuery = z.object({ cursor: Cursor, limit: Limit })
export const SearchQuery = z.object({
  q: Query,
  sort: SearchSort.default('relevance'),
  cursor: Cursor,
  limit: Limit,
})
export const FacetsQuery = z.object({
  q: Query,
  names: z
    .string()
    .optional()
    .transform((list) => list?.split(','))
    .pipe(z.array(FacetName).optional())
    .openapi({ description: `Which facets, separated by commas: ${FacetName.options.join(', ')}.` }),
})
export const RereadRequest = z.object({
  engine: EngineName.optional().openapi({
    description: 'Which engine is to read it; the best present one when left out.',
  }),
})
export const KnownRequest = z.object({ sha256s: z.array(Sha256).max(10_000) })
export const KnownResponse = z
  .object({ known: z.record(Sha256, z.int().positive()) })
  .meta({ id: 'KnownResponse' })

export function json<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } }
}

/** A file of text. */
export const text = (type: string, description: string) => ({
  description,
  content: { [type]: { schema: { type: 'string' as const } } },
})

/** A multipart body with one file part of a name, several where `many` is true, and optional text fields. */
export function fileBody(
  name: string,
  { many = false, fields = {} }: { many?: boolean; fields?: Record<string, string> } = {},
) {
  const texts = Object.entries(fields).map(([field, description]) => [
    field,
    { type: 'string' as const, description },
  ])
  const file = { type: 'string' as const, format: 'binary' }
  return {
    required: true,
    content: {
      'multipart/form-data': {
        schema: {
          type: 'object' as const,
          required: [name],
          properties: {
            [name]: many ? { type: 'array' as const, items: file } : file,
            ...Object.fromEntries(texts),
          },
        },
      },
    },
  }
}

/** Every error has the same shape; the code says which. */
export const errors = {
  default: json(named.WireError, 'An error; `error.code` says which, `error.message` says it in a sentence.'),
}

/** Conversations about pictures, as they are kept and shown: a tree of turns, each a question with its answer. */
import * as z from 'zod'
import { ChatUsage } from './chat.ts'
import { WireError } from './errors.ts'
import { Box } from './geometry.ts'
import { ImageId } from './image.ts'
import { Instant } from './instant.ts'
import { EngineName, ModelRef } from './models.ts'

export const ConversationId = z.int().positive()
export type ConversationId = z.infer<typeof ConversationId>

export const TurnId = z.int().positive()
export type TurnId = z.infer<typeof TurnId>

/** A picture that a turn brings into the conversation; `region`: the part that is asked about. */
export const TurnPicture = z.object({ imageId: ImageId, region: Box.nullable().default(null) })
export type TurnPicture = z.infer<typeof TurnPicture>

/** The most pictures that a person may put into one turn. */
export const MAX_TURN_PICTURES = 16
/** The most hits of a library search that a turn shows. */
export const MAX_TURN_HITS = 60
export const MAX_QUESTION_CHARS = 20_000

/** `pictures`: what the conversation holds; `library`: everything, by a search whose hits become the turn's pictures. */
export const TurnScope = z.enum(['pictures', 'library'])
export type TurnScope = z.infer<typeof TurnScope>

/** What a turn about the library was searched with, and what it found. */
export const TurnSearch = z.object({
  /** In the language of the search box. */
  query: z.string(),
  /** Who put the question into that language: rules, or the model. */
  by: z.enum(['rules', 'model']),
  /** Of all hits; `isTotalExact` false: at least. */
  total: z.int().nonnegative(),
  isTotalExact: z.boolean(),
  /** Best first; trashed ones are left out when it is shown. */
  hits: z.array(ImageId).max(MAX_TURN_HITS),
  /** The first so many of the hits were looked at as pictures; the others are known by what was read of them. */
  seen: z.int().nonnegative(),
})
export type TurnSearch = z.infer<typeof TurnSearch>

/**
 * What an answer stands on: `[1]` in its text points to the citation with `number` 1. A box where it is a place; `text`
 * is what was read or seen there, as it is stored.
 */
export const Citation = z.object({
  number: z.int().positive(),
  imageId: ImageId,
  annotationId: z.int().positive().nullable(),
  box: Box.nullable(),
  text: z.string().max(1000),
})
export type Citation = z.infer<typeof Citation>

/** `interrupted`: the process ended while it was being answered; `stopped`: by a person. Both keep what was written. */
export const TurnState = z.enum(['queued', 'running', 'done', 'stopped', 'failed', 'interrupted'])
export type TurnState = z.infer<typeof TurnState>

export const isUnderWay = (state: TurnState): boolean => state === 'queued' || state === 'running'

/** A question with its answer. Turns with the same parent are branches: the same place in the conversation, told anew. */
export const Turn = z.object({
  id: TurnId,
  conversationId: ConversationId,
  /** The turn before; null for a first one. */
  parentId: TurnId.nullable(),
  question: z.string().max(MAX_QUESTION_CHARS),
  /** Those that this turn adds; the earlier turns' are there as well. */
  pictures: z.array(TurnPicture),
  scope: TurnScope,
  search: TurnSearch.nullable(),
  state: TurnState,
  /** Markdown; as far as it is written. */
  answer: z.string(),
  citations: z.array(Citation),
  /** What answers it; null before that is decided. */
  engine: EngineName.nullable(),
  model: ModelRef.nullable(),
  usage: ChatUsage.nullable(),
  warnings: z.array(z.string()),
  error: WireError.shape.error.nullable(),
  createdAt: Instant,
  finishedAt: Instant.nullable(),
})
export type Turn = z.infer<typeof Turn>

/** A row of the history. */
export const ConversationCard = z.object({
  id: ConversationId,
  /** The first question, shortened, until a person names it. */
  title: z.string().min(1).max(200),
  isPinned: z.boolean(),
  /** Whether a turn is being answered. */
  isUnderWay: z.boolean(),
  turnCount: z.int().nonnegative(),
  /** The first few pictures. */
  imageIds: z.array(ImageId),
  createdAt: Instant,
  updatedAt: Instant,
})
export type ConversationCard = z.infer<typeof ConversationCard>

export const Conversation = ConversationCard.extend({
  /** What a person chose for it; null: the best there is. */
  engine: EngineName.nullable(),
  model: z.string().nullable(),
  /** The last turn of the branch that is shown; null while there is none. */
  activeTurnId: TurnId.nullable(),
  /** Every branch, in the order of their making. */
  turns: z.array(Turn),
})
export type Conversation = z.infer<typeof Conversation>

const Question = z.string().trim().min(1, 'Ask something.').max(MAX_QUESTION_CHARS)
const Pictures = z.array(TurnPicture).max(MAX_TURN_PICTURES)

/** A question: in a new conversation, after a turn, or (with a `parentId` that has a turn already) as a branch. */
export const AskRequest = z.object({
  /** A new one when null. */
  conversationId: ConversationId.nullable(),
  /** The turn it follows; null: a first turn. */
  parentId: TurnId.nullable(),
  question: Question,
  pictures: Pictures.default([]),
  scope: TurnScope.default('pictures'),
  /** About the library: a search that a person wrote, instead of one that is made from the question. */
  query: z.string().trim().min(1).max(2000).nullable().default(null),
  /** For a new conversation: as in `Conversation`. */
  engine: EngineName.nullable().default(null),
  model: z.string().nullable().default(null),
})
export type AskRequest = z.infer<typeof AskRequest>

/** What an answer can be saved to an image as. */
export const SaveAnswerRequest = z.object({
  turnId: TurnId,
  imageId: ImageId,
  as: z.discriminatedUnion('type', [
    z.object({ type: z.literal('caption'), text: z.string().trim().min(1).max(2000) }),
    z.object({ type: z.literal('detailed-caption'), text: z.string().trim().min(1).max(20_000) }),
    z.object({ type: z.literal('tag'), name: z.string().trim().min(1).max(64) }),
    z.object({
      type: z.literal('field'),
      name: z
        .string()
        .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'Lower-case words with hyphens, such as due-date.')
        .max(64),
      value: z.string().trim().min(1).max(1000),
    }),
    /** Added beneath what stands in the notes. */
    z.object({ type: z.literal('note'), text: z.string().trim().min(1).max(20_000) }),
  ]),
})
export type SaveAnswerRequest = z.infer<typeof SaveAnswerRequest>

/** What a browser hears of a turn. Text pieces carry where they begin, in UTF-16 units, so that none is put twice. */
export const TurnEvent = z.discriminatedUnion('type', [
  /** First, and whenever more than the answer's text has changed. The last one is not under way any more. */
  z.object({ type: z.literal('turn'), turn: Turn }),
  z.object({
    type: z.literal('progress'),
    progress: z.discriminatedUnion('step', [
      z.object({ step: z.literal('searching') }),
      z.object({ step: z.literal('waiting'), ahead: z.int().nonnegative() }),
      z.object({ step: z.literal('loading') }),
      z.object({ step: z.literal('reading'), doneTokens: z.int(), totalTokens: z.int() }),
    ]),
  }),
  z.object({ type: z.literal('text'), offset: z.int().nonnegative(), text: z.string() }),
])
export type TurnEvent = z.infer<typeof TurnEvent>

/** An engine as the Ask page offers it. */
export const AskEngine = z.object({
  engine: EngineName,
  /** Ids of the models it can use; empty for the index. */
  models: z.array(z.string()),
  state: z.enum(['ready', 'busy', 'unloaded', 'starting', 'absent', 'failed']),
  /** Where it runs, what is wrong with it, or what it needs: one sentence. */
  detail: z.string(),
})
export type AskEngine = z.infer<typeof AskEngine>

/** Best first; `index` is always the last. */
export const AskEngines = z.object({
  engines: z.array(AskEngine),
  /** What a conversation without a choice of its own takes now. */
  chosen: EngineName,
})
export type AskEngines = z.infer<typeof AskEngines>

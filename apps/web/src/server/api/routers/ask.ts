import {
  AppError,
  AskRequest,
  ConversationCard,
  ConversationId,
  EngineName,
  MAX_TURN_PICTURES,
  SaveAnswerRequest,
  TurnId,
  TurnPicture,
} from '@vitrine/contracts'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

const ById = z.object({ id: ConversationId })
const OfTurn = z.object({ turnId: TurnId })
const ModelId = z.string().min(1).max(200)

/** Conversations about pictures. Every change of one says `conversation.changed` in the event table. */
export const askRouter = router({
  /** Pinned ones first, then those that were spoken in last. */
  list: procedure
    .input(
      z
        .object({
          search: z.string().max(200).optional(),
          cursor: z.string().nullish(),
          limit: z.int().min(1).max(100).default(50),
        })
        .prefault({}),
    )
    .query(({ ctx, input: { search, cursor, limit } }) =>
      ctx.services.db.conversations.list({
        limit,
        ...(search ? { search } : {}),
        ...(cursor ? { cursor } : {}),
      }),
    ),

  get: procedure.input(ById).query(async ({ ctx, input }) => {
    const conversation = await ctx.services.db.conversations.get(input.id)
    if (!conversation) throw new AppError('not-found', 'That conversation is not there any more.')
    return conversation
  }),

  /** Answers with the turn at once; `watch` brings its answer. */
  send: procedure.input(AskRequest).mutation(({ ctx, input }) => ctx.services.ask.send(input)),

  /** The question once more, as a branch beside. */
  regenerate: procedure
    .input(OfTurn.extend({ engine: EngineName.optional(), model: ModelId.optional() }))
    .mutation(({ ctx, input: { turnId, ...choice } }) => ctx.services.ask.regenerate(turnId, choice)),

  /** Another question in its place, as a branch beside. */
  edit: procedure
    .input(
      OfTurn.extend({
        question: AskRequest.shape.question,
        pictures: z.array(TurnPicture).max(MAX_TURN_PICTURES).optional(),
      }),
    )
    .mutation(({ ctx, input: { turnId, ...change } }) => ctx.services.ask.edit(turnId, change)),

  stop: procedure.input(OfTurn).mutation(({ ctx, input }) => ctx.services.ask.stopTurn(input.turnId)),

  /** Shows the branch that ends with this turn. */
  selectBranch: procedure
    .input(z.object({ conversationId: ConversationId, turnId: TurnId }))
    .mutation(async ({ ctx, input: { conversationId, turnId } }) => {
      await ctx.services.db.conversations.setActive(conversationId, turnId)
      ctx.services.changes.poke()
    }),

  rename: procedure
    .input(ById.extend({ title: ConversationCard.shape.title }))
    .mutation(async ({ ctx, input: { id, title } }) => {
      await ctx.services.db.conversations.rename(id, title)
      ctx.services.changes.poke()
    }),

  pin: procedure
    .input(ById.extend({ isPinned: z.boolean() }))
    .mutation(async ({ ctx, input: { id, isPinned } }) => {
      await ctx.services.db.conversations.setPinned(id, isPinned)
      ctx.services.changes.poke()
    }),

  /** What is under way in it ends; `restore` brings it back for some days. */
  delete: procedure.input(ById).mutation(({ ctx, input }) => ctx.services.ask.remove(input.id)),

  restore: procedure.input(ById).mutation(async ({ ctx, input }) => {
    await ctx.services.db.conversations.restore(input.id)
    ctx.services.changes.poke()
  }),

  /** For the turns to come; null: the best there is. */
  chooseEngine: procedure
    .input(ById.extend({ engine: EngineName.nullable(), model: ModelId.nullable().default(null) }))
    .mutation(async ({ ctx, input: { id, engine, model } }) => {
      await ctx.services.db.conversations.chooseEngine(id, { engine, model })
      ctx.services.changes.poke()
    }),

  engines: procedure.query(({ ctx }) => ctx.services.ask.engines()),

  /**
   * The turn as it is now, then what becomes of it; ends with the turn. Whoever loses the connection subscribes
   * again: the first event has everything that was missed.
   */
  watch: procedure.input(OfTurn).subscription(async function* ({ ctx, input, signal }) {
    const { ask, stopping } = ctx.services
    const until = signal ? AbortSignal.any([signal, stopping]) : stopping
    yield* ask.watch(input.turnId, until)
  }),

  saveAnswer: procedure
    .input(SaveAnswerRequest)
    .mutation(({ ctx, input }) => ctx.services.ask.saveAnswer(input, ctx.person)),

  /** A file to save: the branch that is shown as Markdown, or all of it as JSON. */
  export: procedure
    .input(ById.extend({ format: z.enum(['md', 'json']).default('md') }))
    .query(({ ctx, input }) => ctx.services.ask.export(input.id, input.format)),
})

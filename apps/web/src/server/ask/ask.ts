/** Asking: questions become turns, turns are answered, answers are saved. */
import { AppError, type Turn } from '@vitrine/contracts'
import { shownIn, titleOf } from './branch.ts'
import { describeEngines } from './engines.ts'
import { exportConversation } from './export.ts'
import type { Ask, AskDeps } from './ports.ts'
import { saveAnswer } from './save-answer.ts'
import { createTurnRunner } from './turn-runner.ts'

export function createAsk(deps: AskDeps): Ask {
  const { conversations, images } = deps.db
  const runner = createTurnRunner(deps)

  async function requireTurn(turnId: number) {
    const found = await conversations.turn(turnId)
    if (!found) throw new AppError('not-found', 'That turn is not there any more.')
    return found
  }

  /** Keeps a question and begins to answer it, by what the conversation chose unless the choice says otherwise. */
  async function begin(
    asked: Omit<Parameters<typeof conversations.ask>[0], 'title'>,
    choice: { engine?: Turn['engine'] | undefined; model?: string | null | undefined } = {},
  ): Promise<Turn> {
    const of = asked.conversationId === null ? asked : await conversations.get(asked.conversationId)
    const { engine = null, model: named = null } = choice.engine ? choice : (of ?? {})
    // A model is one of an engine's: the best engine's need not have it.
    const model = engine === null ? null : named
    const turn = await conversations.ask({ ...asked, title: titleOf(asked.question) })
    // At once: who reads the turn as queued must find it here.
    runner.start({ turn, query: asked.query, engine, model })
    deps.onChange()
    return turn
  }

  /** What a branch beside a turn has in common with it; pictures that went to the bin meanwhile stay there. */
  async function beside(turnId: number) {
    const { turn, query } = await requireTurn(turnId)
    const { conversationId, parentId, question, scope } = turn
    const cards = await images.cards(turn.pictures.map(({ imageId }) => imageId))
    const live = new Set(cards.flatMap(({ id, deletedAt }) => (deletedAt === null ? [id] : [])))
    const pictures = turn.pictures.filter(({ imageId }) => live.has(imageId))
    return { conversationId, parentId, question, pictures, scope, query, engine: null, model: null }
  }

  return {
    async start() {
      const count = await conversations.markInterrupted()
      if (count > 0) deps.log.info({ turns: count }, 'marked answers that a former process left')
    },
    stop: runner.endAll,
    send: (request) => begin(request),
    regenerate: async (turnId, choice) => begin(await beside(turnId), choice),
    async edit(turnId, { question, pictures }) {
      const same = await beside(turnId)
      // A search that was written for the old question says nothing about the new one.
      return begin({ ...same, question, query: null, pictures: pictures ?? same.pictures })
    },
    stopTurn: (turnId) => runner.end(turnId, 'stopped'),
    async remove(conversationId) {
      const conversation = await conversations.get(conversationId)
      await Promise.all((conversation?.turns ?? []).map(({ id }) => runner.end(id, 'stopped')))
      await conversations.remove(conversationId)
      deps.onChange()
    },
    watch: runner.watch,
    async engines() {
      await deps.inference.refresh()
      const present = deps.inference.chatEngines()
      const report = present && (await deps.inference.management.report().catch(() => null))
      return describeEngines(present, report)
    },
    saveAnswer: (request, person) => saveAnswer(deps, request, person),
    async export(conversationId, format) {
      const conversation = await conversations.get(conversationId)
      if (!conversation) throw new AppError('not-found', 'That conversation is not there any more.')
      const ids = new Set(conversation.turns.flatMap(shownIn).map(({ imageId }) => imageId))
      const cards = await images.cards([...ids])
      return exportConversation(
        conversation,
        format,
        new Map(cards.map(({ id, fileName }) => [id, fileName])),
      )
    },
  }
}

/** Conversations for tests, parsed by the contract so that they can't drift from it. */
import { AskEngines, Conversation, type ConversationCard, Turn } from '@vitrine/contracts'
import type { z } from 'zod'

/** An answered turn, with what the test is about put over it. */
export function makeTurn(over: Partial<z.input<typeof Turn>> & { id: number }): Turn {
  return Turn.parse({
    conversationId: 1,
    parentId: null,
    question: `Question ${over.id}`,
    pictures: [],
    scope: 'pictures',
    search: null,
    state: 'done',
    answer: `Answer ${over.id}`,
    citations: [],
    engine: 'index',
    model: null,
    usage: null,
    warnings: [],
    error: null,
    createdAt: 1_760_000_000_000 + over.id,
    finishedAt: 1_760_000_001_000 + over.id,
    ...over,
  })
}

/** A conversation of these turns; the last of them is shown unless said otherwise. */
export function makeConversation(
  turns: readonly Turn[],
  over: Partial<z.input<typeof Conversation>> = {},
): Conversation {
  return Conversation.parse({
    id: 1,
    title: 'Two dogs',
    isPinned: false,
    isUnderWay: false,
    turnCount: turns.length,
    imageIds: [7],
    createdAt: 1_760_000_000_000,
    updatedAt: 1_760_000_001_000,
    engine: null,
    model: null,
    activeTurnId: turns.at(-1)?.id ?? null,
    turns,
    ...over,
  })
}

/** A row of the history. */
export function makeConversationCard(over: Partial<ConversationCard> & { id: number }): ConversationCard {
  return {
    title: `Conversation ${over.id}`,
    isPinned: false,
    isUnderWay: false,
    turnCount: 1,
    imageIds: [],
    createdAt: 1_760_000_000_000,
    updatedAt: 1_760_000_000_000 + over.id,
    ...over,
  }
}

/** A model on this machine, a server that is away, and the index. */
export const engines = AskEngines.parse({
  engines: [
    {
      engine: 'qwen2-vl',
      models: ['onnx-community/Qwen2-VL-2B-Instruct'],
      state: 'ready',
      detail: 'On the processor.',
    },
    { engine: 'openai', models: [], state: 'absent', detail: 'No address is set.' },
    { engine: 'index', models: [], state: 'ready', detail: 'Built in.' },
  ],
  chosen: 'qwen2-vl',
})

/** Only the built-in one: no model, no server. */
export const indexOnly = AskEngines.parse({
  engines: [{ engine: 'index', models: [], state: 'ready', detail: 'Built in.' }],
  chosen: 'index',
})

/** The conversations part of Vitrine's public face. */
import { type FollowUpRequest, type QuestionRequest, Turn, TurnEvent } from '@vitrine/contracts'
import type { z } from 'zod'
import { readEvents } from './read-events.ts'

export interface ConversationsClient {
  /** Begins a conversation; the events of its answer, the turn first. */
  begin(question: z.input<typeof QuestionRequest>): AsyncGenerator<TurnEvent>
  /** The next question of a conversation. */
  follow(conversationId: number, question: z.input<typeof FollowUpRequest>): AsyncGenerator<TurnEvent>
  /** A turn from now on: the first event has all that was missed. */
  watch(turn: TurnName): AsyncGenerator<TurnEvent>
  /** Ends an answer with what is written. */
  stop(turn: TurnName): Promise<Turn>
}

export type TurnName = Pick<Turn, 'id' | 'conversationId'>

export interface Asking {
  /** Sends a request below `/api/v1` and parses its answer. */
  ask<T>(path: string, schema: z.ZodType<T>, init?: RequestInit): Promise<T>
  /** The same, for an answer that comes bit by bit. */
  open(path: string, init?: RequestInit): Promise<ReadableStream<Uint8Array>>
}

export function createConversationsClient({ ask, open }: Asking): ConversationsClient {
  async function* stream(path: string, question?: object): AsyncGenerator<TurnEvent> {
    const headers = { 'content-type': 'application/json' }
    const init = question && { method: 'POST', body: JSON.stringify(question), headers }
    yield* readEvents(await open(path, init), TurnEvent)
  }
  const pathOf = ({ id, conversationId }: TurnName) => `/conversations/${conversationId}/turns/${id}`
  return {
    begin: (question) => stream('/conversations', question),
    follow: (conversationId, question) => stream(`/conversations/${conversationId}/turns`, question),
    watch: (turn) => stream(`${pathOf(turn)}/events`),
    stop: (turn) => ask(`${pathOf(turn)}/stop`, Turn, { method: 'POST' }),
  }
}

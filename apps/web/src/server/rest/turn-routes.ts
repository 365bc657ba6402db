import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { AppError, FollowUpRequest, QuestionRequest, type Turn } from '@vitrine/contracts'
import { eventStream } from './event-stream.ts'
import { errors, IdParams, json, named, TurnParams } from './schemas.ts'
import type { RestServices } from './services.ts'

const answer = {
  200: {
    description: 'TurnEvents as server-sent events, or the turn once it is over, as `stream` says.',
    content: {
      'text/event-stream': { schema: named.TurnEvent },
      'application/json': { schema: named.Turn },
    },
  },
  ...errors,
}

const askRoute = createRoute({
  method: 'post',
  path: '/conversations',
  summary: 'Begin a conversation with its first question',
  description:
    'The answer is written whoever listens: hanging up does not stop it. Images are named by their ids; with the ' +
    'scope `library` a search is made of the question, and its hits are what is looked at.',
  request: { body: { required: true, content: { 'application/json': { schema: QuestionRequest } } } },
  responses: answer,
})

const followRoute = createRoute({
  method: 'post',
  path: '/conversations/{id}/turns',
  summary: 'Ask the next question, or with the `parentId` of an earlier turn a branch',
  request: {
    params: IdParams,
    body: { required: true, content: { 'application/json': { schema: FollowUpRequest } } },
  },
  responses: answer,
})

const watchRoute = createRoute({
  method: 'get',
  path: '/conversations/{id}/turns/{turnId}/events',
  summary: 'A turn as it is, then what becomes of it until it is over',
  request: { params: TurnParams },
  responses: {
    200: {
      description: 'TurnEvents as server-sent events; who lost the connection misses nothing.',
      content: { 'text/event-stream': { schema: named.TurnEvent } },
    },
    ...errors,
  },
})

const stopRoute = createRoute({
  method: 'post',
  path: '/conversations/{id}/turns/{turnId}/stop',
  summary: 'End an answer with what is written',
  request: { params: TurnParams },
  responses: { 200: json(named.Turn, 'The turn as it ended.'), ...errors },
})

export function addTurnRoutes(app: OpenAPIHono, { ask, db }: RestServices): void {
  const { conversations } = db

  /** Throws `not-found` when the turn is not one of the conversation's. */
  const findTurn = async ({ id, turnId }: { id: number; turnId: number }): Promise<Turn> => {
    const turn = (await conversations.turn(turnId))?.turn
    if (turn?.conversationId === id) return turn
    throw new AppError('not-found', `There is no turn ${turnId} in conversation ${id}.`)
  }
  const lastOf = async (conversationId: number): Promise<number | null> => {
    const conversation = await conversations.get(conversationId)
    if (conversation) return conversation.activeTurnId
    throw new AppError('not-found', `There is no conversation ${conversationId}.`)
  }
  const follow = (turn: Turn) => eventStream({ open: (signal) => ask.watch(turn.id, signal) })
  const end = async (turn: Turn, signal: AbortSignal): Promise<Turn> => {
    let last = turn
    for await (const event of ask.watch(turn.id, signal)) if (event.type === 'turn') last = event.turn
    return last
  }
  app.openapi(askRoute, async (c) => {
    const { stream, ...question } = c.req.valid('json')
    const turn = await ask.send({ ...question, conversationId: null, parentId: null })
    return stream ? follow(turn) : c.json(await end(turn, c.req.raw.signal), 200)
  })
  app.openapi(followRoute, async (c) => {
    const { id: conversationId } = c.req.valid('param')
    const { stream, parentId: given, ...question } = c.req.valid('json')
    const parentId = given === undefined ? await lastOf(conversationId) : given
    const turn = await ask.send({ ...question, conversationId, parentId, engine: null, model: null })
    return stream ? follow(turn) : c.json(await end(turn, c.req.raw.signal), 200)
  })
  app.openapi(watchRoute, async (c) => follow(await findTurn(c.req.valid('param'))))
  app.openapi(stopRoute, async (c) => {
    const turn = await findTurn(c.req.valid('param'))
    await ask.stopTurn(turn.id)
    return c.json(await findTurn(c.req.valid('param')), 200)
  })
}

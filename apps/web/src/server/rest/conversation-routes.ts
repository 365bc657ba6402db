import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { AppError, type Conversation } from '@vitrine/contracts'
import { attachment } from './attachment.ts'
import { ConversationsQuery, errors, IdParams, json, named, text } from './schemas.ts'
import type { RestServices } from './services.ts'

const listRoute = createRoute({
  method: 'get',
  path: '/conversations',
  summary: 'The history: pinned conversations first, then those that were spoken in last',
  request: { query: ConversationsQuery },
  responses: { 200: json(named.ConversationListResponse, 'A page of conversations.'), ...errors },
})

const oneRoute = createRoute({
  method: 'get',
  path: '/conversations/{id}',
  summary: 'A conversation with every turn of every branch',
  request: { params: IdParams },
  responses: { 200: json(named.Conversation, 'The conversation.'), ...errors },
})

const removeRoute = createRoute({
  method: 'delete',
  path: '/conversations/{id}',
  summary: 'Delete a conversation; for some days it can be brought back',
  request: { params: IdParams },
  responses: { 204: { description: 'It is deleted.' }, ...errors },
})

const restoreRoute = createRoute({
  method: 'post',
  path: '/conversations/{id}/restore',
  summary: 'Bring a deleted conversation back',
  request: { params: IdParams },
  responses: { 200: json(named.Conversation, 'The conversation.'), ...errors },
})

const markdownRoute = createRoute({
  method: 'get',
  path: '/conversations/{id}/export.md',
  summary: 'The branch that is shown, as Markdown',
  request: { params: IdParams },
  responses: { 200: text('text/markdown', 'The file.'), ...errors },
})

const jsonRoute = createRoute({
  method: 'get',
  path: '/conversations/{id}/export.json',
  summary: 'Every branch as JSON, with the names of the images',
  request: { params: IdParams },
  responses: { 200: text('application/json', 'The file.'), ...errors },
})

export function addConversationRoutes(app: OpenAPIHono, { ask, db }: RestServices): void {
  const { conversations } = db

  const find = async (id: number): Promise<Conversation> => {
    const conversation = await conversations.get(id)
    if (conversation) return conversation
    throw new AppError('not-found', `There is no conversation ${id}.`)
  }
  const exported = async (id: number, format: 'md' | 'json') => {
    const file = await ask.export(id, format)
    const headers = {
      'content-type': `${file.mediaType}; charset=utf-8`,
      'content-disposition': attachment(file.fileName),
    }
    return new Response(file.text, { headers })
  }

  app.openapi(listRoute, async (c) => {
    const { q, cursor, limit } = c.req.valid('query')
    const page = { limit, ...(q ? { search: q } : {}), ...(cursor ? { cursor } : {}) }
    return c.json(await conversations.list(page), 200)
  })
  app.openapi(oneRoute, async (c) => c.json(await find(c.req.valid('param').id), 200))
  app.openapi(removeRoute, async (c) => {
    const { id } = await find(c.req.valid('param').id)
    await ask.remove(id)
    return c.body(null, 204)
  })
  app.openapi(restoreRoute, async (c) => {
    const { id } = c.req.valid('param')
    await conversations.restore(id)
    return c.json(await find(id), 200)
  })
  app.openapi(markdownRoute, (c) => exported(c.req.valid('param').id, 'md'))
  app.openapi(jsonRoute, (c) => exported(c.req.valid('param').id, 'json'))
}

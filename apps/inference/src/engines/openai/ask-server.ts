/** Small questions to a server about itself: one JSON answer, in time or not at all. */
import type { z } from 'zod'
import { explainSilence } from './explain-silence.ts'
import type { Http, HttpReply } from './http.ts'
import type { Address } from './settings.ts'

export interface ServerQuestion {
  http: Http
  address: Address
  headers: Record<string, string>
  /** The model that is wanted. */
  wanted: string | undefined
  timeoutMs: number
}

/** Null where the server has no such route, or answers in another form: it is another kind of server. */
export async function tryGet<T>(
  question: ServerQuestion,
  url: string,
  schema: z.ZodType<T>,
): Promise<T | null> {
  return read(question, () => get(question, url), schema)
}

/** As `tryGet`, with a body. */
export async function tryPost<T>(
  question: ServerQuestion,
  { url, body }: { url: string; body: object },
  schema: z.ZodType<T>,
): Promise<T | null> {
  const { http, headers, timeoutMs } = question
  const ask = () =>
    http.fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    })
  return read(question, ask, schema)
}

export function get({ http, headers, timeoutMs }: ServerQuestion, url: string): Promise<HttpReply> {
  return http.fetch(url, { method: 'GET', headers, signal: AbortSignal.timeout(timeoutMs) })
}

async function read<T>(
  question: ServerQuestion,
  ask: () => Promise<HttpReply>,
  schema: z.ZodType<T>,
): Promise<T | null> {
  try {
    const reply = await ask()
    const body = await reply.text()
    return reply.status === 200 ? parseAs(schema, body) : null
  } catch (thrown) {
    throw explainSilence(thrown, question.address.root, false)
  }
}

/** Null for what is no JSON, or has another form. */
export function parseAs<T>(schema: z.ZodType<T>, body: string): T | null {
  try {
    return schema.safeParse(JSON.parse(body)).data ?? null
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null
    throw thrown
  }
}

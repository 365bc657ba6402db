/**
 * Ollama keeps a model for five minutes after a question, and its OpenAI route takes no other wish: its own route does,
 * with a question that asks nothing (Ollama, docs/api.md, "Load a model" and "Unload a model").
 */
import type { Connection } from './complete.ts'
import type { ServerInfo } from './describe-server.ts'
import { explainRefusal } from './explain-refusal.ts'
import { explainSilence } from './explain-silence.ts'

/** The model has just answered, and need not be loaded first. */
const TIMEOUT_MS = 10_000

export interface Wish {
  model: string
  /** `10m`, `-1` for ever, `0` to let go of it now. */
  keepAlive: string
  timeoutMs: number
}

/** Loads the model where it is not in memory, unless it is to leave. Throws AppErrors. */
export async function tellKeepAlive(
  { http, address, headers }: Pick<Connection, 'http' | 'address' | 'headers'>,
  { model, keepAlive, timeoutMs }: Wish,
): Promise<void> {
  // Without a unit Ollama wants a number: seconds, or -1 for ever.
  const keep_alive = /^-?\d+$/.test(keepAlive) ? Number(keepAlive) : keepAlive
  try {
    const reply = await http.fetch(`${address.root}/api/generate`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ model, keep_alive, stream: false }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    const body = await reply.text()
    if (reply.status !== 200)
      throw explainRefusal({ status: reply.status, body }, { server: address.root, model })
  } catch (thrown) {
    throw explainSilence(thrown, address.root, false)
  }
}

/** After an answer. A server that does not take the wish has answered all the same: that is told in the log only. */
export async function keepLoaded(
  connection: Pick<Connection, 'http' | 'address' | 'headers'>,
  { kind, model }: ServerInfo,
  keepAlive: string | undefined,
): Promise<void> {
  if (kind !== 'ollama' || keepAlive === undefined) return
  try {
    await tellKeepAlive(connection, { model: model.id, keepAlive, timeoutMs: TIMEOUT_MS })
  } catch (thrown) {
    console.warn(`Ollama at ${connection.address.root} was not told how long to keep ${model.id}.`, thrown)
  }
}

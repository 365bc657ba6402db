/**
 * Ollama keeps a model for five minutes after a question, and its OpenAI route takes no other wish: its own route does,
 * with a question that asks nothing (Ollama, docs/api.md, "Load a model" and "Unload a model").
 */
import type { Connection } from './complete.ts'
import type { ServerInfo } from './describe-server.ts'

const TIMEOUT_MS = 10_000

/** A server that does not take it has read the picture all the same: that is told in the log only. */
export async function keepLoaded(
  { http, address, headers }: Connection,
  { kind, model }: ServerInfo,
  keepAlive: string | undefined,
): Promise<void> {
  if (kind !== 'ollama' || keepAlive === undefined) return
  // Without a unit Ollama wants a number: seconds, or -1 for ever.
  const keep_alive = /^-?\d+$/.test(keepAlive) ? Number(keepAlive) : keepAlive
  try {
    const reply = await http.fetch(`${address.root}/api/generate`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ model: model.id, keep_alive, stream: false }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const said = await reply.text()
    if (reply.status !== 200) console.warn(`Ollama at ${address.root} refused keep_alive: ${said}`)
  } catch (thrown) {
    console.warn(`Ollama at ${address.root} was not told keep_alive.`, thrown)
  }
}

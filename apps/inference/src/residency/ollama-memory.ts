/** What Ollama is to hold in its memory; other servers take no such wish. */
import type { ServerQuestion } from '../engines/openai/ask-server.ts'
import { describeServer, type ServerInfo } from '../engines/openai/describe-server.ts'
import { tellKeepAlive } from '../engines/openai/keep-loaded.ts'

/** `load`: in memory, for as long as is usual; `hold`: for ever; `usual`: no longer for ever; `unload`: not at all. */
export type MemoryWish = 'load' | 'hold' | 'usual' | 'unload'

/** Ollama's words. */
export const FOR_EVER = '-1'
const NOT_AT_ALL = '0'
const OLLAMAS_OWN = '5m'

/** A large model comes from the disk for minutes; whoever hangs up before that breaks its loading off. */
const LOAD_MS = 280_000

/**
 * The model that answers on a server is what it is about. Throws what the server refuses with; does nothing where it is
 * no Ollama, does not answer, or has nothing to let go of.
 *
 * @param usual How long a model stays without a wish; Ollama's five minutes when left out.
 */
export async function tellMemoryWish(
  question: ServerQuestion,
  wish: MemoryWish,
  usual: string = OLLAMAS_OWN,
): Promise<void> {
  const info = await tryDescribe(question)
  if (info?.kind !== 'ollama') return
  const { id } = info.model
  const isLoaded = info.models.find((model) => model.id === id)?.isLoaded !== false
  if (!isLoaded && (wish === 'usual' || wish === 'unload')) return
  await tellKeepAlive(question, { model: id, keepAlive: toKeepAlive(wish, usual), timeoutMs: LOAD_MS })
}

/** Why a server cannot be used is told in the report, not here. */
async function tryDescribe(question: ServerQuestion): Promise<ServerInfo | null> {
  try {
    return await describeServer(question)
  } catch {
    return null
  }
}

function toKeepAlive(wish: MemoryWish, usual: string): string {
  switch (wish) {
    case 'hold':
      return FOR_EVER
    case 'unload':
      return NOT_AT_ALL
    case 'load':
    case 'usual':
      return usual
  }
}

/** One turn from its question to the last word of its answer. */
import type { Citation, EngineName, Turn } from '@vitrine/contracts'
import { answerByModel } from './answer-by-model.ts'
import { branchTo, shownIn } from './branch.ts'
import { pickEngine } from './engines.ts'
import type { LiveTurn } from './live-turn.ts'
import { loadPictures } from './load-pictures.ts'
import type { AskDeps } from './ports.ts'
import { searchLibrary } from './search-library.ts'

/** How an answer ended well; the text is in the live turn. */
export interface Answered {
  model: Turn['model']
  usage: Turn['usage']
  citations: Citation[]
  warnings: string[]
}

export interface Answering {
  live: LiveTurn
  /** A search that a person wrote. */
  query: string | null
  engine: EngineName | null
  model: string | null
}

/** Decides who answers, searches where the question is about the library, and asks. Throws AppErrors. */
export async function answerTurn(deps: AskDeps, asked: Answering, signal: AbortSignal): Promise<Answered> {
  const { live } = asked
  const { conversations } = deps.db
  await deps.inference.refresh()
  signal.throwIfAborted()
  const engine = pickEngine(asked.engine, deps.inference.chatEngines())
  live.update(await conversations.begin(live.turn.id, engine))
  deps.onChange()
  if (live.turn.scope === 'library') {
    live.progress({ step: 'searching' })
    const question = { turn: live.turn, query: asked.query, engine, model: asked.model }
    live.update(await conversations.setSearch(live.turn.id, await searchLibrary(deps, question, signal)))
  }
  const conversation = await conversations.get(live.turn.conversationId)
  const branch = branchTo(conversation?.turns ?? [], live.turn.id)
  signal.throwIfAborted()
  return engine === 'index'
    ? answerFromIndex(deps, live, branch)
    : answerByModel(deps, { ...asked, engine, branch }, signal)
}

async function answerFromIndex(deps: AskDeps, live: LiveTurn, branch: readonly Turn[]): Promise<Answered> {
  const { known } = await loadPictures(deps.db.images, branch)
  const { question, search } = live.turn
  const ids = search ? search.hits : [...new Set(branch.flatMap(shownIn).map(({ imageId }) => imageId))]
  const answer = await deps.index.answer({
    question,
    earlier: branch.slice(0, -1).map((turn) => turn.question),
    images: ids.flatMap((id) => known.get(id)?.detail ?? []),
    search,
  })
  live.say(answer.text)
  return { model: null, usage: null, citations: answer.citations, warnings: [] }
}

/** A question about the library becomes a search, and its hits become what is looked at. */
import { AppError, type EngineName, MAX_TURN_HITS, type Turn, type TurnSearch } from '@vitrine/contracts'
import { branchTo } from './branch.ts'
import type { AskDeps } from './ports.ts'
import { searchMessages } from './search-messages.ts'
import { readQuery } from './search-query.ts'

/** Pictures of a search that a model looks at: eight of full size are ten thousand tokens of Qwen2-VL. */
export const SEEN_HITS = 8
/** A query is one line: a model that says more has not understood. */
const MAX_QUERY_TOKENS = 100

export interface LibraryQuestion {
  turn: Turn
  /** A search that a person wrote. */
  query: string | null
  engine: EngineName
  model: string | null
}

type SearchDeps = Pick<AskDeps, 'db' | 'inference' | 'index' | 'log'>

async function run({ db }: SearchDeps, query: string, by: TurnSearch['by']) {
  const { hits, total, explanation } = await db.search.search({
    query,
    sort: 'relevance',
    limit: MAX_TURN_HITS,
    everything: false,
  })
  const search: TurnSearch = {
    query,
    by,
    total: total.value,
    isTotalExact: !total.capped,
    hits: hits.map(({ image }) => image.id),
    seen: Math.min(SEEN_HITS, hits.length),
  }
  return { search, isSound: explanation.issues.length === 0 }
}

/** The model's query; null when it says none. */
async function askModel(
  { db, inference }: SearchDeps,
  { turn, engine, model }: LibraryQuestion,
  signal: AbortSignal,
): Promise<string | null> {
  const conversation = await db.conversations.get(turn.conversationId)
  let answer = ''
  const steps = inference.chat(
    {
      engine,
      ...(model === null ? {} : { model }),
      maxTokens: MAX_QUERY_TOKENS,
      messages: searchMessages(branchTo(conversation?.turns ?? [], turn.id)),
    },
    new Map(),
    signal,
  )
  for await (const step of steps) if (step.type === 'text') answer += step.text
  return readQuery(answer)
}

/** The search of the turn before, where the question is about what that found; null for a search of its own. */
async function formerSearch({ db, index }: SearchDeps, { turn, query }: LibraryQuestion) {
  if (query !== null || turn.parentId === null || !index.refersBack(turn.question)) return null
  const search = (await db.conversations.turn(turn.parentId))?.turn.search ?? null
  return search && search.hits.length > 0 ? search : null
}

/** Searches by a person's words, else by the model's, else by rules. */
export async function searchLibrary(
  deps: SearchDeps,
  question: LibraryQuestion,
  signal: AbortSignal,
): Promise<TurnSearch> {
  const former = await formerSearch(deps, question)
  if (former) return former
  const byRules = async () => {
    const plan = deps.index.planSearch(question.turn.question)
    const found = await run(deps, question.query ?? plan.query, 'rules')
    const isEnough = found.search.total > 0 && !(plan.isByAmount && question.engine === 'index')
    if (isEnough || question.query !== null || plan.wider === null) return found
    const wider = await run(deps, plan.wider, 'rules')
    if (wider.search.total === 0) return found
    // The index reads amounts from lines as well: what a deep reading has named comes first, the others after it.
    const hits = [...new Set([...found.search.hits, ...wider.search.hits])].slice(0, MAX_TURN_HITS)
    return { ...wider, search: { ...wider.search, hits, seen: Math.min(SEEN_HITS, hits.length) } }
  }
  if (question.engine === 'index' || question.query !== null) return (await byRules()).search
  try {
    const query = await askModel(deps, question, signal)
    const found = query === null ? null : await run(deps, query, 'model')
    if (found?.isSound && found.search.total > 0) return found.search
  } catch (thrown) {
    signal.throwIfAborted()
    deps.log.debug({ err: AppError.from(thrown) }, 'the model made no search of a question')
  }
  return (await byRules()).search
}

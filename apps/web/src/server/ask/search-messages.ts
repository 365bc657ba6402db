/** What a model is asked when a question about the library is to become a search. Pure. */
import type { ChatMessage, Turn } from '@vitrine/contracts'
import { SEARCH_PROMPT } from './prompts.ts'

/** "And from last month?" goes on from a search or two before, rarely from more. */
const MAX_EARLIER = 4

const say = (role: ChatMessage['role'], text: string): ChatMessage => ({
  role,
  parts: [{ type: 'text', text }],
})

/** @param branch First to last; the last turn is the one to search for. Searches before it are examples of how it is done. */
export function searchMessages(branch: readonly Turn[]): ChatMessage[] {
  const last = branch.at(-1)
  const earlier = branch
    .slice(0, -1)
    .flatMap(({ question, search }) =>
      search ? [say('user', `${question} =>`), say('assistant', search.query)] : [],
    )
  return [
    say('system', SEARCH_PROMPT),
    ...earlier.slice(-2 * MAX_EARLIER),
    say('user', `${last?.question ?? ''} =>`),
  ]
}

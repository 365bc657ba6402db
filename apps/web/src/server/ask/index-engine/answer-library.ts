/** Answers about the library: how much a search found, and what of the hits says why. Pure. */
import type { TurnSearch } from '@vitrine/contracts'
import { aboutPictures } from './answer-pictures.ts'
import type { Citations } from './citations.ts'
import type { Intent } from './intent.ts'
import { type Numbered, nameOf } from './pictures.ts'
import type { PlannedSearch } from './plan-search.ts'
import { evidenceTerms, evidenceWords } from './query-evidence.ts'
import { asText, isContrary, isName, plural } from './words.ts'

export interface LibraryQuestion {
  intent: Intent
  search: TurnSearch
  /** How rules put the question; the search may be another one: a person's, a model's. */
  plan: PlannedSearch | null
  pictures: readonly Numbered[]
  /** Folded. */
  question: string
}

/** Of which the hits themselves are the answer. */
const LISTED_INTENTS: ReadonlySet<Intent['type']> = new Set<Intent['type']>([
  'count-pictures',
  'exists',
  'which-has',
  'describe',
  'where',
  'unknown',
])
/** A question, not a wish to see something: what a search finds is no answer to it. */
const ASKING = /^(?:why|who|whose|how|should|would|could|can|do|does|did|write|what|am|will)\b/u

/** Whether pictures that a search finds are no answer to what is asked. */
function isBeyond({ intent, question, plan }: LibraryQuestion): boolean {
  if ('thing' in intent && intent.thing !== null && isContrary(intent.thing)) return true
  const isOpen = intent.type === 'unknown' || (intent.type === 'where' && !isName(intent.thing))
  const asks = ASKING.test(question) || intent.type === 'where'
  return isOpen && asks && !isUnderstood(plan)
}

/** Null: the index can't tell. */
export function aboutLibrary(asked: LibraryQuestion, cites: Citations): string | null {
  const { intent, search, pictures } = asked
  if (isBeyond(asked)) return null
  if (search.total === 0) return nothingFound(search, intent.type === 'exists')
  const head = headOf(asked)
  if (LISTED_INTENTS.has(intent.type)) return `${head}\n\n${listHits(asked, cites)}`
  const told = aboutPictures(intent, pictures, cites)
  if (told === null) return null
  const isPart = pictures.length < search.total || !search.isTotalExact
  const note = isPart ? `\n\n${partWords(pictures.length, search)}` : ''
  const isByField = intent.type === 'which-over' && /\bfields?[:=<>]/u.test(search.query)
  const named = isByField ? '\n\nSearched among values named by a deep reading only.' : ''
  return `${head}\n\n${told}${note}${named}`
}

/** Whether what was searched is what was asked, and a hit therefore the answer. */
const isPlanned = ({ query }: TurnSearch, plan: PlannedSearch | null) =>
  plan !== null && query === plan.query && query !== ''

/** Said where an answer is of some of the hits. */
export const partWords = (looked: number, { total, isTotalExact }: TurnSearch): string =>
  `Only the first ${looked} of ${isTotalExact ? '' : 'at least '}${total} were looked at.`

const isUnderstood = (plan: PlannedSearch | null) =>
  plan !== null && plan.query !== '' && plan.asWords.length === 0

const code = (query: string) => `\`${query.replaceAll('`', ' ')}\``

function nothingFound({ query }: TurnSearch, isExists: boolean): string {
  if (query.trim() === '') return 'There is no picture in the library yet.'
  return `${isExists ? 'No: nothing' : 'Nothing'} in the library matches ${code(query)}, which does not mean that there is none: try other words, or fewer.`
}

function headOf({ intent, search, plan }: LibraryQuestion): string {
  const found = `${search.isTotalExact ? '' : 'At least '}${plural(search.total, 'picture')}`
  const query = search.query.trim()
  if (query === '') return `${found} ${search.total === 1 ? 'is' : 'are'} in the library.`
  const head = `${found} ${search.total === 1 ? 'matches' : 'match'} ${code(query)}.`
  const isAsked = intent.type === 'exists' && isPlanned(search, plan)
  const yes = isAsked ? 'Yes: ' : ''
  const isWider = plan !== null && plan.wider === query && plan.query !== query && !plan.isByAmount
  return isWider ? `Nothing matches ${code(plan.query)}. ${head}` : `${yes}${head}`
}

const LISTED = 12

function listHits({ search, pictures }: LibraryQuestion, cites: Citations): string {
  const terms = evidenceTerms(search.query)
  const shown = pictures.slice(0, LISTED)
  const rows = shown.map((picture) => {
    const { image } = picture
    const told = evidenceWords(image, terms, cites)
    const words = told.length > 0 ? told.join('; ') : `${asText(image.caption)} ${cites.picture(image)}`
    return `- ${nameOf(picture)}: ${words.trim()}`
  })
  const left = search.total - shown.length
  const more = left > 0 ? `\n- … and ${search.isTotalExact ? '' : 'at least '}${left} more.` : ''
  return `${rows.join('\n')}${more}`
}

/** A question about the library in the language of the search box: rules and tables. Pure. */
import { foldText } from '@vitrine/db'
import { conditionTerm, findCondition } from './amount-condition.ts'
import { kindIn } from './kind-words.ts'
import { toEnglish } from './languages.ts'
import { DATE_RULES, isMonthName } from './plan-dates.ts'
import { type Draft, firm, quote, soft, type Term, take } from './plan-draft.ts'
import { NOISE, WORD_RULES } from './plan-rules.ts'
import {
  COUNTED,
  countedTerm,
  LEFT_OUT,
  leftOutTerm,
  type Planning,
  pixelTerm,
  thingTerms,
  WIDE,
  wordTerm,
} from './plan-terms.ts'

export interface PlannedSearch {
  /** Empty when the question asks for nothing in particular: then it finds everything. */
  query: string
  /** The same without what often keeps pictures out, for when `query` finds none; null when nothing is left of it. */
  wider: string | null
  /** Whether `query` compares an amount: only deep readings name those for a search, the lines of a receipt hold them too. */
  isByAmount: boolean
  /** What no rule and no label knew, and is looked for as it stands. Without any the question was understood whole. */
  asWords: string[]
}

/** Longer questions are cut: their beginning says what is looked for. */
const MAX_CHARS = 400

const QUOTED = /["“„]([^"”“]{1,100})["”“]/gu
const SAYING =
  /\b(?:mention(?:s|ing)?|say(?:s|ing)?|contain(?:s|ing)? the words?|with the words?|(?:is|are)? ?written|read(?:s|ing)?)\s+(?:(?:the|an|a)\s+)?([\p{L}\p{N}][\p{L}\p{N}'-]*)/u
const NAMED =
  /\b(?:from|by|of|at|von|bei|de|del|du|chez) (\p{Lu}[\p{L}\p{N}&.'-]*(?: \p{Lu}[\p{L}\p{N}&.'-]*)*)/u
/** Of an amount that is compared: the condition has it. */
const FIELD_WORD = /\b(?:with |the |a )*(?:tax|vat|tip|discount|subtotal)(?: of)?\b/u
const TAGGED = /\btagged (?:as |with )?([\p{L}\p{N}-]+)/u
const COLLECTED = /\bin (?:the |my )?collection (?:called |named )?([\p{L}\p{N}-]+)/u

/** @param question As it was asked, in English or one of the languages of `languages`. */
export function planSearch(question: string, planning: Planning): PlannedSearch {
  let draft = takeNames(question.slice(0, MAX_CHARS))
  draft = take(draft, TAGGED, ([, tag = '']) => firm(`tag:${tag}`))
  draft = take(draft, COLLECTED, ([, name = '']) => firm(`collection:${quote(name)}`))
  draft = take(draft, SAYING, ([, word = '']) => (NOISE.has(word) ? null : firm(`text:${word}`)))
  for (const [pattern, term] of WORD_RULES) draft = take(draft, pattern, ([all]) => wordTerm(term, all))
  draft = takeKind(draft)
  draft = take(draft, WIDE, ([, how = '', pixels = '']) => firm(pixelTerm(how, pixels)))
  draft = take(draft, COUNTED, (match) => countedTerm(match, planning))
  draft = take(draft, LEFT_OUT, ([, words = '']) => leftOutTerm(words, planning))
  const hasKind = draft.terms.some(({ text }) => text.startsWith('kind:'))
  const found = findCondition(draft.rest)
  if (found) {
    draft = {
      rest: draft.rest.replace(found.words, ' ').replace(FIELD_WORD, ' '),
      terms: [...draft.terms, soft(conditionTerm(found.condition))],
    }
  }
  const now = new Date(planning.nowMs)
  for (const [pattern, make] of DATE_RULES)
    draft = take(draft, pattern, (match) => {
      const term = make(
        match.map((group) => group ?? ''),
        now,
      )
      return term === null ? null : firm(term)
    })
  const things = thingTerms(draft.rest, planning)
  const paper = found && !hasKind ? ['(kind:receipt OR kind:document)'] : []
  const plan = put([...draft.terms, ...things.terms], paper)
  return { ...plan, isByAmount: found !== null, asWords: things.asWords }
}

/** Quotes and names are taken as they are written; what is left is folded and put into the rules' English. */
function takeNames(question: string): Draft {
  const quotes = [...question.matchAll(QUOTED)].map(([, words = '']) => firm(`text:${quote(words)}`))
  const bare = question.replace(QUOTED, ' ')
  const name = NAMED.exec(bare)?.[1]?.replace(/[.'-]+$/u, '')
  // A German noun is written like a name, and a month is a date.
  const isName = name !== undefined && !isMonthName(foldText(name)) && isForeign(bare, name)
  const rest = toEnglish(isName ? bare.replace(name, ' ') : bare)
  const isLeftOut = isName && /\b(?:not|nicht|pas|no)\s\S+\s$/iu.test(bare.slice(0, bare.indexOf(name)))
  return { rest, terms: isName ? [...quotes, firm(`${isLeftOut ? '-' : ''}${quote(name)}`)] : quotes }
}

/** Whether translating the question leaves this word of it as it is. */
const isForeign = (question: string, word: string) => ` ${toEnglish(question)} `.includes(foldText(word))

/** An invoice may have been taken for a receipt or a form: its kind is given up where it finds nothing. */
function takeKind(draft: Draft): Draft {
  const found = kindIn(draft.rest)
  if (!found) return draft
  const term = `kind:${found.kind}`
  const rest = draft.rest.replace(found.word, ' ')
  return { rest, terms: [...draft.terms, found.kind === 'document' ? soft(term) : firm(term)] }
}

function put(terms: readonly Term[], paper: readonly string[]): Pick<PlannedSearch, 'query' | 'wider'> {
  const join = (chosen: readonly string[]) => [...new Set(chosen)].join(' ').trim()
  const query = join(terms.map(({ text }) => text))
  const wider = join([...paper, ...terms.filter(({ isSoft }) => !isSoft).map(({ text }) => text)])
  return { query, wider: wider === '' || wider === query ? null : wider }
}

/** A question about the library in the language of the search box: rules and tables. Pure. */
import { foldText } from '@vitrine/db'
import { conditionTerm, findCondition } from './amount-condition.ts'
import { kindIn } from './kind-words.ts'
import { toEnglish } from './languages.ts'
import { DATE_RULES, isMonthName } from './plan-dates.ts'
import { NOISE, WORD_RULES } from './plan-rules.ts'
import { countOf, wordsOf } from './words.ts'

export interface PlannedSearch {
  /** Empty when the question asks for nothing in particular: then it finds everything. */
  query: string
  /** The same without what often keeps pictures out, for when `query` finds none; null when nothing is left of it. */
  wider: string | null
  /** What no rule and no label knew, and is looked for as it stands. Without any the question was understood whole. */
  asWords: string[]
}

export interface Planning {
  /** Whether a detector knows a thing of this name; others are looked for as words. */
  isLabel(name: string): boolean
  /** Milliseconds since 1970, for "last month". */
  nowMs: number
}

/** Longer questions are cut: their beginning says what is looked for. */
const MAX_CHARS = 400

const SIGNS: readonly [RegExp, string][] = [
  [/^(?:at least|no fewer than)$/u, '>='],
  [/^(?:at most|no more than|up to)$/u, '<='],
  [/^(?:exactly|only)$/u, '='],
  [/^(?:under|below|less than|fewer than)$/u, '<'],
  [/^(?:over|above|more than)$/u, '>'],
]
const HOW_MANY =
  'at least|no fewer than|at most|no more than|up to|exactly|only|under|below|less than|fewer than|over|above|more than'
const COUNTED = new RegExp(
  `\\b(?:(${HOW_MANY}) )?(\\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten) ([a-z]+(?: [a-z]+)?)`,
  'u',
)
const LEFT_OUT = /\b(?:without|with no|but no|but not|and no|not) (?:(?:any|an|a) )?([a-z]+(?: [a-z]+)?)/u
const WIDE = /\b(wider|higher|taller|narrower|lower) than (\d{2,6})(?: ?(?:pixels|px))?\b/u
const QUOTED = /["“„]([^"”“]{1,100})["”“]/gu
const SAYING =
  /\b(?:mention(?:s|ing)?|say(?:s|ing)?|contain(?:s|ing)? the words?|with the words?|(?:is|are)? ?written|read(?:s|ing)?)\s+(?:(?:the|an|a)\s+)?([\p{L}\p{N}][\p{L}\p{N}'-]*)/u
const NAMED =
  /\b(?:from|by|of|at|von|bei|de|del|du|chez) (\p{Lu}[\p{L}\p{N}&.'-]*(?: \p{Lu}[\p{L}\p{N}&.'-]*)*)/u
/** Of an amount that is compared: the condition has it. */
const FIELD_WORD = /\b(?:with |the |a )*(?:tax|vat|tip|discount|subtotal)(?: of)?\b/u
const TAGGED = /\btagged (?:as |with )?([\p{L}\p{N}-]+)/u
const COLLECTED = /\bin (?:the |my )?collection (?:called |named )?([\p{L}\p{N}-]+)/u

interface Term {
  text: string
  /** What often keeps out pictures that are meant. */
  isSoft: boolean
}

interface Draft {
  /** What is left of the question to be understood, folded. */
  rest: string
  terms: Term[]
}

const firm = (text: string): Term => ({ text, isSoft: false })
const soft = (text: string): Term => ({ text, isSoft: true })
/** Nothing that is put into a query may end its quotes. */
const quote = (text: string) => `"${text.replace(/["“”„«»]/gu, ' ').trim()}"`
const objectTerm = (name: string) => (name.includes(' ') ? `object:${quote(name)}` : `object:${name}`)

/** Takes what a rule understands out of the question. Null: the rule does not hold; an empty text says nothing. */
function take(draft: Draft, pattern: RegExp, toTerm: (match: RegExpExecArray) => Term | null): Draft {
  const match = pattern.exec(draft.rest)
  const term = match && toTerm(match)
  if (!match || term === null) return draft
  const rest = `${draft.rest.slice(0, match.index)} ${draft.rest.slice(match.index + match[0].length)}`
  return { rest, terms: term.text === '' ? draft.terms : [...draft.terms, term] }
}

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
  return put([...draft.terms, ...things.terms], { asWords: things.asWords, paper })
}

/** Quotes and names are taken as they are written; what is left is folded and put into the rules' English. */
function takeNames(question: string): Draft {
  const quotes = [...question.matchAll(QUOTED)].map(([, words = '']) => firm(`text:${quote(words)}`))
  const bare = question.replace(QUOTED, ' ')
  const name = NAMED.exec(bare)?.[1]?.replace(/[.'-]+$/u, '')
  // A German noun is written like a name, and a month is a date.
  const isName = name !== undefined && !isMonthName(foldText(name)) && isForeign(bare, name)
  const rest = toEnglish(isName ? bare.replace(name, ' ') : bare)
  return { rest, terms: isName ? [...quotes, firm(quote(name))] : quotes }
}

/** Whether translating the question leaves this word of it as it is. */
const isForeign = (question: string, word: string) => ` ${toEnglish(question)} `.includes(foldText(word))

function wordTerm(term: string, all: string): Term {
  return term === 'type:' ? firm(`type:${all.split(' ')[0] ?? ''}`) : firm(term)
}

/** An invoice may have been taken for a receipt or a form: its kind is given up where it finds nothing. */
function takeKind(draft: Draft): Draft {
  const found = kindIn(draft.rest)
  if (!found) return draft
  const term = `kind:${found.kind}`
  const rest = draft.rest.replace(found.word, ' ')
  return { rest, terms: [...draft.terms, found.kind === 'document' ? soft(term) : firm(term)] }
}

function pixelTerm(how: string, pixels: string): string {
  const side = how === 'wider' || how === 'narrower' ? 'width' : 'height'
  return `${side}${how === 'narrower' || how === 'lower' ? '<' : '>'}${pixels}`
}

/** The longest beginning of these words that a detector knows. */
function labelIn(words: string, { isLabel }: Planning): string | null {
  const [first = '', second = ''] = words.split(' ')
  return [`${first} ${second}`.trim(), first].find((name) => isLabel(name)) ?? null
}

function countedTerm(
  [, how = '', number = '', words = '']: readonly string[],
  planning: Planning,
): Term | null {
  const count = countOf(number)
  const name = labelIn(words, planning)
  if (count === null || name === null) return null
  const sign = SIGNS.find(([pattern]) => pattern.test(how))?.[1] ?? '>='
  return firm(`${objectTerm(name)}${sign}${count}`)
}

function leftOutTerm(words: string, planning: Planning): Term | null {
  const name = labelIn(words, planning)
  if (name !== null) return firm(`-${objectTerm(name)}`)
  const [word = ''] = words.split(' ')
  return NOISE.has(word) ? null : firm(`-${word}`)
}

/** What is left are things and words: two that are one thing go together, "or" between two makes them a choice. */
function thingTerms(rest: string, { isLabel }: Planning): { terms: Term[]; asWords: string[] } {
  const words = wordsOf(rest)
  const terms: Term[] = []
  const asWords: string[] = []
  let isOr = false
  for (let i = 0; i < words.length; i += 1) {
    const [word = '', next = ''] = [words[i], words[i + 1]]
    if (word === 'or') isOr = terms.length > 0
    if (NOISE.has(word) || /^\d$/u.test(word)) continue
    const name = next !== '' && isLabel(`${word} ${next}`) ? `${word} ${next}` : word
    if (name !== word) i += 1
    const term = isLabel(name) ? firm(objectTerm(name)) : soft(name)
    if (term.isSoft) asWords.push(name)
    const before = isOr ? terms.pop() : undefined
    isOr = false
    if (before)
      terms.push({ text: `(${before.text.replace(/^\((.*)\)$/u, '$1')} OR ${term.text})`, isSoft: false })
    else if (!terms.some(({ text }) => text === term.text)) terms.push(term)
  }
  return { terms, asWords }
}

function put(
  terms: readonly Term[],
  { asWords, paper }: { asWords: string[]; paper: string[] },
): PlannedSearch {
  const join = (chosen: readonly string[]) => [...new Set(chosen)].join(' ').trim()
  const query = join(terms.map(({ text }) => text))
  const wider = join([...paper, ...terms.filter(({ isSoft }) => !isSoft).map(({ text }) => text)])
  return { query, wider: wider === '' || wider === query ? null : wider, asWords }
}

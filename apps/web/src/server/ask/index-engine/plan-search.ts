/** A question about the library in the language of the search box: rules. Pure, English. */
import { foldText } from '@vitrine/db'
import { countOf, isCalled, wordsOf } from './words.ts'

const KINDS: [RegExp, string][] = [
  [/\b(?:receipts?|bills?)\b/u, 'kind:receipt'],
  [/\bforms?\b/u, 'kind:form'],
  [/\b(?:tables?|spreadsheets?)\b/u, 'kind:table'],
  [/\b(?:charts?|graphs?|plots?|diagrams?)\b/u, 'kind:chart'],
  [/\bscreenshots?\b/u, 'kind:screenshot'],
  [/\b(?:documents?|letters?|invoices?)\b/u, 'kind:document'],
  [/\b(?:drawings?|illustrations?)\b/u, 'kind:drawing'],
  [/\b(?:product )?labels?\b/u, 'kind:label'],
  [/\bvideos?\b/u, 'type:video'],
]

const MORE = 'over|above|more than|greater than|higher than|exceed(?:s|ing)?|at least'
const LESS = 'under|below|less than|lower than|cheaper than|at most'
const MONEY = '[€£$]?\\s?(\\d+(?:[.,]\\d+)?)\\s?(?:euros?|eur|dollars?|usd|pounds?|gbp|[€£$])?'
const AMOUNTS: [RegExp, string][] = [
  [new RegExp(`\\b(?:${MORE}) ${MONEY}(?! [a-z]*(?:dogs|people|objects))`, 'u'), '>'],
  [new RegExp(`\\b(?:${LESS}) ${MONEY}`, 'u'), '<'],
]
const COUNTED = new RegExp(
  `\\b(${MORE}|${LESS}|exactly)?\\s*(\\d+|one|two|three|four|five|six|seven|eight|nine|ten)\\s+([a-z]+(?: [a-z]+)?)`,
  'u',
)

const DATES: [RegExp, string][] = [
  [/\btoday\b/u, 'date:today'],
  [/\byesterday\b/u, 'date:yesterday'],
  [/\b(?:this|last|past) week\b/u, 'from:7d'],
  [/\b(?:this|last|past) month\b/u, 'from:30d'],
  [/\b(?:this|last|past) year\b/u, 'from:365d'],
  [/\b(?:newest|latest|most recent)\b/u, ''],
]
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const MONTH = new RegExp(`\\b(?:in|from|of|since|before) (${MONTHS.join('|')})(?: (\\d{4}))?\\b`, 'u')
const YEAR = /\b(in|from|since|before|after) (\d{4})\b/u
const QUOTED = /["“]([^"”]{1,100})["”]/gu
const SAYING =
  /\b(?:mention(?:s|ing)?|say(?:s|ing)?|contain(?:s|ing)? the words?|with the words?|(?:is|are)? ?written|read(?:s|ing)?)\s+([\p{L}\p{N}][\p{L}\p{N}'-]*)/u
const FROM = /\b(?:from|by|of) ([A-Z][\p{L}\p{N}&.'-]*(?: [A-Z][\p{L}\p{N}&.'-]*)*)/u
const TAGGED = /\btagged (?:as |with )?([\p{L}\p{N}-]+)/u

/** Words that ask, and words for pictures themselves: they find nothing. */
const NOISE = new Set(
  `a about all am an and any anything are as at be been bill bills can contain contained contains could count did do does each every find for from get give had has have having how i image images in include includes is it its just let library like list look looking many me mention mentions most much my newest of on one ones or our over photo photos photograph picture pictures please say says see seen show showing shown shows some something that the their them there these they thing things this those to total under was we were what when where which who whose why with within without written you your latest recent amount amounts sum cost costs spend spent worth euro euros dollar dollars pounds than more less at least gallery collection both not`.split(
    /\s+/u,
  ),
)

interface Draft {
  /** What is left of the question to be understood, folded. */
  rest: string
  terms: string[]
}

/** Takes what a rule understands out of the question; a term that is empty says nothing to the search. */
function take(draft: Draft, pattern: RegExp, toTerm: (match: RegExpExecArray) => string | null): Draft {
  const match = pattern.exec(draft.rest)
  const term = match && toTerm(match)
  if (!match || term === null) return draft
  return {
    rest: `${draft.rest.slice(0, match.index)} ${draft.rest.slice(match.index + match[0].length)}`,
    terms: term === '' ? draft.terms : [...draft.terms, term],
  }
}

/** @param isLabel Whether a detector knows a thing of this name: others are looked for as words. */
export function planSearch(question: string, isLabel: (name: string) => boolean): string {
  const quotes = [...question.matchAll(QUOTED)].map(([, words = '']) => `text:"${words}"`)
  const named = FROM.exec(question.replace(QUOTED, ' '))?.[1]
  const isMonth = named !== undefined && MONTHS.includes(foldText(named))
  const rest = foldText(named && !isMonth ? question.replace(`${named}`, ' ') : question).replace(QUOTED, ' ')
  let draft: Draft = { rest, terms: [...quotes, ...(named && !isMonth ? [`"${named}"`] : [])] }
  draft = take(draft, TAGGED, ([, tag = '']) => `tag:${tag}`)
  draft = take(draft, SAYING, ([, word = '']) => (NOISE.has(word) ? null : `text:${word}`))
  for (const [pattern, term] of KINDS) draft = take(draft, pattern, () => term)
  draft = take(draft, COUNTED, ([, how = '', number = '', name = '']) =>
    countedTerm(how, number, name, isLabel),
  )
  for (const [pattern, sign] of AMOUNTS)
    draft = take(draft, pattern, ([, number = '']) => `field:total${sign}${number.replace(',', '.')}`)
  draft = take(draft, MONTH, ([all, month = '', year]) => monthTerm(all, MONTHS.indexOf(month) + 1, year))
  draft = take(draft, YEAR, ([, how = '', year = '']) => dateTerm(how, year))
  for (const [pattern, term] of DATES) draft = take(draft, pattern, () => term)
  return [...draft.terms, ...thingTerms(draft.rest, isLabel)].join(' ').trim()
}

function countedTerm(
  how: string,
  number: string,
  words: string,
  isLabel: (name: string) => boolean,
): string | null {
  const count = countOf(number)
  const [first = '', second = ''] = words.split(' ')
  const name = [`${first} ${second}`.trim(), first].find((candidate) => isLabel(candidate))
  if (count === null || name === undefined) return null
  return `${objectTerm(name)}${signOf(how)}${count}`
}

function signOf(how: string): string {
  if (how === 'at least' || how === '') return '>='
  if (how === 'at most') return '<='
  if (how === 'exactly') return '='
  return new RegExp(`^(?:${LESS})$`, 'u').test(how) ? '<' : '>'
}

const objectTerm = (name: string) => (name.includes(' ') ? `object:"${name}"` : `object:${name}`)

function monthTerm(all: string, month: number, year: string | undefined): string | null {
  if (year === undefined) return null
  return dateTerm(all.split(' ')[0] ?? 'in', `${year}-${String(month).padStart(2, '0')}`)
}

function dateTerm(how: string, date: string): string {
  switch (how) {
    case 'since':
      return `from:${date}`
    case 'before':
      return `before:${date}`
    case 'after':
      return `after:${date}`
    default:
      return `date:${date}`
  }
}

/** What is left are things and words: two that are one thing go together. */
function thingTerms(rest: string, isLabel: (name: string) => boolean): string[] {
  const words = wordsOf(rest)
  const terms: string[] = []
  for (let i = 0; i < words.length; i += 1) {
    const [word = '', next = ''] = [words[i], words[i + 1]]
    if (NOISE.has(word) || /^\d$/.test(word)) continue
    if (next && isLabel(`${word} ${next}`)) {
      terms.push(objectTerm(`${word} ${next}`))
      i += 1
    } else terms.push(isLabel(word) ? objectTerm(word) : word)
  }
  return [...new Set(terms)]
}

/** Whether one of these labels is called so. */
export const labelTest = (labels: readonly string[]) => (name: string) =>
  labels.some((label) => isCalled(label, name))

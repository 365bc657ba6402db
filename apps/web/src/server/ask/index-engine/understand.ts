/**
 * From a question to what it asks for: rules, in the order in which they are tried. Pure, English. What no rule knows is
 * `unknown`: nothing is guessed.
 */
import { foldText } from '@vitrine/db'
import type { Intent, Superlative, Understood } from './intent.ts'
import { bareNoun } from './words.ts'

/** Longer questions are told in more words than these rules know. */
const MAX_CHARS = 400

const PICTURE = '(?:picture|image|photo|photograph|screenshot|page|one|document|receipt|frame)s?'
/** " in the second picture", " on this", " there": where things are looked for says nothing about them. */
const PLACE = new RegExp(
  `\\s+(?:are there|is there|there|are|do you see|can you see|can be seen|(?:is|are) (?:visible|shown|seen)|(?:in|on|of|from|for|to|across) (?:it|this|that|these|them|those|all|here|(?:the|this|that|each|every|all|all the|these|those)(?: \\w+)? ${PICTURE}))$`,
  'u',
)

function withoutPlace(text: string): string {
  const shorter = text.replace(PLACE, '').trim()
  return shorter === text ? text : withoutPlace(shorter)
}

const thingOf = (text: string | undefined) => bareNoun(withoutPlace(text ?? ''))

/** A rule: what it looks like, and what it then asks for; null where the words turn out to say something else. */
type Rule = [RegExp, (groups: readonly string[]) => Intent | null]

const FIELD_NAMES: [RegExp, string][] = [
  [/\b(?:grand |in )?total|amount due|amount|sum|(?:final |total )?price|cost\b/, 'total'],
  [/\bsub-?total|net\b/, 'subtotal'],
  [/\b(?:vat|tax)\b/, 'tax'],
  [/\bdue date|deadline\b/, 'due-date'],
  [/\bdate\b/, 'date'],
  [/\b(?:merchant|shop|store|seller|vendor|issuer|restaurant|supplier|company)\b/, 'merchant'],
  [/\b(?:invoice|receipt|bill|reference|order) (?:number|no|id)\b/, 'number'],
  [/\btip\b/, 'tip'],
  [/\bdiscount\b/, 'discount'],
  [/\bcurrency\b/, 'currency'],
  [/\b(?:payment method|payment)\b/, 'payment-method'],
  [/\b(?:address)\b/, 'address'],
]

function fieldNamed(words: string): string | null {
  // The longer names come first in what they say: "due date" is no "date", "subtotal" no "total".
  const found = FIELD_NAMES.flatMap(([pattern, name]) => {
    const match = pattern.exec(words)
    return match ? [{ name, length: match[0].length }] : []
  }).sort((a, b) => b.length - a.length)
  return found[0]?.name ?? null
}

const field = (words: string): Intent | null => {
  const name = fieldNamed(words)
  return name === null ? null : { type: 'field', name }
}

const SUPERLATIVES: [RegExp, (match: RegExpExecArray) => Superlative][] = [
  [
    /(most expensive|dearest|(?:largest|highest|biggest) (?:total|amount|sum|price))/,
    () => ({ by: 'amount', most: true }),
  ],
  [
    /(cheapest|least expensive|(?:smallest|lowest) (?:total|amount|sum|price))/,
    () => ({ by: 'amount', most: false }),
  ],
  [/(newest|latest|most recent|last taken)/, () => ({ by: 'date', most: true })],
  [/(oldest|earliest|first taken)/, () => ({ by: 'date', most: false })],
  [/(?:most|longest) (?:text|words|writing)/, () => ({ by: 'text', most: true })],
  [/(?:least|fewest|shortest) (?:text|words|writing)/, () => ({ by: 'text', most: false })],
  [/(?:most|largest number of) (objects|things|items)/, () => ({ by: 'objects', most: true, thing: null })],
  [/(?:fewest|least) (objects|things|items)/, () => ({ by: 'objects', most: false, thing: null })],
  [/most ([\w -]+)/, ([, thing = '']) => ({ by: 'objects', most: true, thing: thingOf(thing) })],
  [/fewest ([\w -]+)/, ([, thing = '']) => ({ by: 'objects', most: false, thing: thingOf(thing) })],
  [/(largest|biggest|highest resolution|sharpest)/, () => ({ by: 'size', most: true })],
  [/(smallest|lowest resolution)/, () => ({ by: 'size', most: false })],
]

function superlative(words: string): Intent | null {
  for (const [pattern, make] of SUPERLATIVES) {
    const match = pattern.exec(words)
    if (match) return { type: 'which-most', of: make(match) }
  }
  return null
}

const named =
  (make: (thing: string) => Intent) =>
  (thing: string): Intent | null => {
    const bare = thingOf(thing)
    return bare === '' ? null : make(bare)
  }
const quotedOr = (text: string) => /["“'‘]([^"”'’]+)["”'’]/u.exec(text)?.[1] ?? thingOf(text)

const RULES: Rule[] = [
  [
    /^(?:many )?(?:thanks|thank you|thx|cheers|great|perfect|ok(?:ay)?|cool)\b.{0,30}$/u,
    () => ({ type: 'thanks' }),
  ],
  [/^(?:hi|hello|hey|good (?:morning|afternoon|evening))\b.{0,20}$/u, () => ({ type: 'hello' })],
  [
    /^(?:help|what can (?:you|i) (?:do|ask)|who are you|what are you|how do(?:es)? (?:you|this) work)/u,
    () => ({ type: 'help' }),
  ],
  [
    /\b(?:compare|differences?|differ|different|in common|both have|side by side)\b/u,
    () => ({ type: 'compare' }),
  ],
  [
    /\b(?:add (?:them|these|it|all)? ?up|altogether|all together|sum (?:of|up)|total of (?:all|these|the|them)|how much (?:did|do|have) (?:i|we)\b|in total\b|together cost)/u,
    () => ({ type: 'sum', name: 'total' }),
  ],
  [
    /^(?:which|what) (?:of|one|picture|image|photo|receipt|invoice|document|is|has|shows)\b.*$/u,
    ([all = '']) => superlative(all),
  ],
  [
    /^(?:show|find|give)\b.*\b(?:newest|oldest|latest|largest|smallest|most|cheapest)\b.*$/u,
    ([all = '']) => superlative(all),
  ],
  [
    /^(?:which|what) (?:of (?:these|them|those|the)(?: \w+)?|ones?|pictures?|images?|photos?|receipts?|invoices?|documents?|screenshots?)(?: of (?:these|them))? (?:has|have|contains?|shows?|with|mentions?|says?|(?:is|are) (?:from|about|of))\s+(.+)$/u,
    ([, thing = '']) => named((bare) => ({ type: 'which-has', thing: bare }))(quotedOr(thing)),
  ],
  [
    /^(?:how many|number of) (?:pictures|images|photos|receipts|invoices|documents|screenshots|matches|results|hits|charts|tables|forms|videos)\b/u,
    () => ({ type: 'count-pictures' }),
  ],
  [
    /^(?:how many|count(?: the)?|(?:what is )?the number of)\s+(.+)$/u,
    ([, thing = '']) => {
      const bare = thingOf(thing)
      return { type: 'count', thing: /^(?:objects|things|items|)$/u.test(bare) ? null : bare }
    },
  ],
  [
    /^(?:does|do|is|are) (?:it|this|that|these|they|any|the text|the (?:picture|image|document|receipt|page))?\s*(?:say|mention|read)\s+(.+)$/u,
    ([, text = '']) => ({ type: 'find-text', text: quotedOr(text) }),
  ],
  [
    /^where (?:does|is|do) (?:it|this|the text) (?:say|mention|written)s?\s*(.+)$/u,
    ([, text = '']) => ({ type: 'find-text', text: quotedOr(text) }),
  ],
  [
    /^(?:on|in) (?:which|what) line (?:is|does|do|stands?)(?: it| the word)?(?: say)?\s+(.+)$/u,
    ([, text = '']) => ({ type: 'find-text', text: quotedOr(text) }),
  ],
  [
    /^where (?:is|are|was|were|s)?\s*(?:it|this|the picture|these) (?:taken|shot|made)$/u,
    () => ({ type: 'unknown' }),
  ],
  [
    /^(?:and )?where(?:['’]s| is| are| do you see| can i find)?\s+(.+)$/u,
    ([, thing = '']) => named((bare) => ({ type: 'where', thing: bare }))(thing),
  ],
  [
    /\b(?:what|which) colou?rs?\b|\bcolou?rs? (?:is|are|of|in)\b|\bdominant colou?rs?\b/u,
    () => ({ type: 'colours' }),
  ],
  [
    /\b(?:tables?|spreadsheet|rows and columns|as a table|as csv)\b/u,
    ([all = '']) => (/\b(?:is|are) there\b|\bhow\b/u.test(all) ? null : { type: 'tables' }),
  ],
  [/\b(?:which|what) camera\b|\bcamera\b.*\?*$/u, () => ({ type: 'fact', fact: 'camera' })],
  [
    /\b(?:resolution|dimensions|pixels|file size)\b|^how (?:large|big) (?:is|are)\b/u,
    () => ({ type: 'fact', fact: 'size' }),
  ],
  [
    /^when (?:was|were)\b.*\b(?:taken|shot|made|added|uploaded|photographed)\b/u,
    () => ({ type: 'fact', fact: 'date' }),
  ],
  [/\b(?:file ?names?|what file|called)\b/u, () => ({ type: 'fact', fact: 'file' })],
  [/\b(?:tags?|tagged)\b/u, () => ({ type: 'fact', fact: 'tags' })],
  [/\bnotes?\b/u, () => ({ type: 'fact', fact: 'notes' })],
  [
    /^when (?:is|was) (?:it|this|that|the (?:bill|invoice)) due$/u,
    () => ({ type: 'field', name: 'due-date' }),
  ],
  [
    /^(?:who|what shop|which shop|where) (?:is|was|are) (?:it|this|that|these|the (?:bill|receipt|invoice)) from$/u,
    () => ({ type: 'field', name: 'merchant' }),
  ],
  [/^how much (?:is|was|does|did|were|are)\b/u, () => ({ type: 'field', name: 'total' })],
  [
    /^(?:what|which|tell me|give me)(?:['’]s| is| was| are)? (?:the|its|their|this)?\s*(.+)$/u,
    ([, words = '']) => field(words),
  ],
  [
    /^(?:is|are) there (?:(?:a|an|any|some) )?(.+)$/u,
    ([, thing = '']) =>
      named((bare) =>
        /^(?:text|writing|words)$/u.test(bare) ? { type: 'read' } : { type: 'exists', thing: bare },
      )(thing),
  ],
  [
    /^(?:do|does|can|has|have) (?:you|it|this|that|these|they|any of (?:these|them)|the (?:picture|image|photo)) (?:see|have|show|contain|include|find)s?\s+(.+)$/u,
    ([, thing = '']) => named((bare) => ({ type: 'exists', thing: bare }))(thing),
  ],
  [
    /\b(?:what (?:does|do) (?:it|this|that|these|they|the \w+) say|what (?:is|s) written|what(?:['’]s| is) the text|read (?:the |all |all the |me the )?(?:text|it|this|aloud|out)|transcribe|all (?:the )?text|ocr)\b/u,
    () => ({ type: 'read' }),
  ],
  [
    /\b(?:what|which|list)(?: the| all)* (?:objects|things|items)\b|\bwhat (?:do|can) you see\b/u,
    () => ({ type: 'things' }),
  ],
  [/^what(?:['’]s| is| are) (?:in|on)\b/u, () => ({ type: 'describe' })],
  [
    /^(?:what(?:['’]s| is| are) (?:this|it|that|these|happening|going on|shown)|describe|caption|summar|what (?:kind|sort|type))/u,
    () => ({ type: 'describe' }),
  ],
]

const ORDINALS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
]
const ORDINAL = new RegExp(
  `\\b(${ORDINALS.join('|')}|last)\\b(?: ${PICTURE})?|\\b(?:picture|image|photo|number|no)\\.? ?(\\d{1,2})\\b`,
  'u',
)

function pictureNamed(text: string): number | null {
  const match = ORDINAL.exec(text)
  if (!match) return null
  if (match[1] === 'last') return -1
  return match[1] === undefined ? Number(match[2]) : ORDINALS.indexOf(match[1]) + 1
}

function tidy(question: string): string {
  return foldText(question.slice(0, MAX_CHARS))
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[\s?!.…]+$/gu, '')
    .replace(/^(?:please|can you|could you|tell me|so|and now|now)[, ]+(?=\w)/u, '')
}

/** @param earlier Questions asked before, the last one last: "and in the second?" takes up what was asked. */
export function understand(question: string, earlier: readonly string[] = []): Understood {
  const text = tidy(question)
  const picture = pictureNamed(text)
  const followed = followUp(text, earlier)
  if (followed) return { intent: followed, picture }
  // "in the second picture" names a picture, and no part of what is looked for.
  const bare = picture === null ? text : text.replace(new RegExp(`(?:the )?(?:${ORDINAL.source})`, 'u'), 'it')
  return { intent: firstIntent(bare), picture }
}

function firstIntent(text: string): Intent {
  for (const [pattern, make] of RULES) {
    const match = pattern.exec(text)
    const intent = match && make(match.map((group) => group ?? ''))
    if (intent) return intent
  }
  return { type: 'unknown' }
}

const FOLLOW_UP = /^(?:and|what about|how about|and what about)\s+(?:(?:the|any)\s+)?(.+)$/u

/** What was asked before, of another thing or another picture; null for a question that stands by itself. */
function followUp(text: string, earlier: readonly string[]): Intent | null {
  const before = earlier.at(-1)
  if (before === undefined) return null
  const former = understand(before, earlier.slice(0, -1)).intent
  if (/^(?:and )?where$/u.test(text))
    return 'thing' in former && former.thing !== null ? { type: 'where', thing: former.thing } : null
  const more = FOLLOW_UP.exec(text)?.[1]
  if (more === undefined || firstIntent(more).type !== 'unknown') return null
  if (pictureNamed(more) !== null) return former
  const thing = thingOf(more)
  if (thing === '') return null
  if (former.type === 'field' || former.type === 'sum') return field(thing) ?? former
  return 'thing' in former ? { ...former, thing } : null
}

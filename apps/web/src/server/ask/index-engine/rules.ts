/** From the words of a question to what it asks for: rules, in the order in which they are tried. Pure. */
import { findCondition } from './amount-condition.ts'
import type { Intent } from './intent.ts'
import { kindCalled, kindIn } from './kind-words.ts'
import { fieldNamed, onlyField, quotedOr, superlative, textUnit, thingOf } from './rule-words.ts'
import { isKnownThing } from './words.ts'

/** What it looks like, and what it then asks for; null where the words turn out to say something else. */
type Rule = [RegExp, (groups: readonly string[]) => Intent | null]

const field = (words: string): Intent | null => {
  const name = onlyField(words)
  return name === null ? null : { type: 'field', name }
}
const named = (thing: string, make: (thing: string) => Intent): Intent | null => {
  const bare = thingOf(thing)
  return bare === '' ? null : make(bare)
}
const price = (thing: string): Intent | null => named(thing, (bare) => ({ type: 'price', thing: bare }))
/** What a total is the price of. */
const WHOLE =
  /^(?:it|this|that|they|these|those|everything|all|there|(?:the|this|that|these) (?:bill|receipt|invoice|whole|one|picture)s?)$/u
const EVERYTHING = /^(?:(?:different )?(?:objects|things|items|thing|sorts?|kinds?)|each|everything|)$/u
/** A word that a quantity of text, not a thing, is meant with. */
const WRITING = /^(?:text|writing|words|letters)$/u
const PICTURES =
  'pictures|images|photos|photographs|receipts|bills|invoices|documents|letters|screenshots|charts|forms|drawings|matches|results|hits|of (?:these|them)'

function countPictures(noun: string, rest: string): Intent | null {
  const thing = thingOf(
    rest
      .replace(/^\s*(?:that |which )?(?:show|have|contain|mention|with|has|include|say|do|are|is)\b\s*/u, '')
      .replace(/^(?:i|we|you) (?:have|has|see)$/u, '')
      .replace(/^there$/u, ''),
  )
  return { type: 'count-pictures', kind: kindIn(noun)?.kind ?? null, thing: thing === '' ? null : thing }
}

function countThing(text: string): Intent {
  const bare = thingOf(text)
  const each = bare.replace(/\b(?:are there )?of each (?:thing|object|kind)$/u, '').trim()
  const unit = textUnit(bare)
  // What is bought is not what is seen.
  if (/^(?:items|things|articles|products)\b.*\b(?:receipt|bill|invoice|list)/u.test(text))
    return { type: 'unknown' }
  if (each !== bare && EVERYTHING.test(each)) return { type: 'things' }
  if (unit) return { type: 'count-text', unit }
  return { type: 'count', thing: EVERYTHING.test(bare) ? null : bare }
}

function money(all: string, how: 'sum' | 'average'): Intent {
  return { type: 'sum', name: fieldNamed(all.replace(/\bin total\b/u, '')) ?? 'total', how }
}

const SOCIAL: Rule[] = [
  [
    /^(?:many )?(?:thanks|thank you|thx|cheers|great|perfect|ok(?:ay)?|cool)\b.{0,30}$/u,
    () => ({ type: 'thanks' }),
  ],
  [/^(?:hi|hello|hey|good (?:morning|afternoon|evening))\b.{0,20}$/u, () => ({ type: 'hello' })],
  [
    /^(?:help|what can (?:you|i) (?:do|ask)|who are you|what are you|how do(?:es)? (?:you|this) work)/u,
    () => ({ type: 'help' }),
  ],
]

const SEVERAL: Rule[] = [
  [/\b(?:duplicates?|twice|same picture|identical)\b/u, () => ({ type: 'duplicates' })],
  [
    /\b(?:in common|what (?:is|are|do) (?:in )?(?:both|all of them)|both (?:have|show|contain))\b/u,
    () => ({ type: 'shared' }),
  ],
  [/\b(?:compare|differences?|differ|different|side by side)\b/u, () => ({ type: 'compare' })],
  [/^(?:put|list|show|make) (?:these|them|those)\b.*\btable\b/u, () => ({ type: 'compare' })],
  [/\b(?:average|mean|on average)\b/u, ([all = '']) => money(all, 'average')],
  [
    /^.*(?:\b(?:add (?:them|these|it|all)? ?up|altogether|all together|sum (?:of|up)|total (?:tax|vat|tip|of (?:all|these|the|them))|how much (?:tax |vat )?(?:did|do|have) (?:i|we)\b|what did (?:i|we) (?:spend|pay)\b|in total\b|together cost)).*$/u,
    ([all = '']) => money(all, 'sum'),
  ],
  [
    /^(?:which|what) (?:of|one|picture|image|photo|receipt|invoice|bill|document|is|has|shows)\b.*$/u,
    ([all = '']) => superlative(all),
  ],
  [
    /^(?:(?:show|find|give|what)\b.*|(?:the )?)\b(?:newest|oldest|latest|largest|smallest|most|cheapest)\b.*$/u,
    ([all = '']) => superlative(all),
  ],
  [
    /^(?:which|what|show|find|list|are|is)\b.*$/u,
    ([all = '']) => {
      const found = findCondition(all)
      return found && { type: 'which-over', condition: found.condition }
    },
  ],
  [
    /^(?:which|what) (?:of (?:these|them|those|the)(?: \w+)?|ones?|pictures?|images?|photos?|receipts?|invoices?|bills?|documents?|screenshots?)(?: of (?:these|them))? (?:has|have|contains?|shows?|with|mentions?|says?|(?:is|are)(?: (?:from|about|of))?)\s+(.+)$/u,
    ([, thing = '']) => {
      const words = quotedOr(thing)
      return words === '' || words === 'there' ? null : { type: 'which-has', thing: words }
    },
  ],
]

const COUNTS: Rule[] = [
  [
    new RegExp(`^(?:how many|number of|count(?: the)?) (?:of (?:the|these|my) )?(${PICTURES})\\b(.*)$`, 'u'),
    ([, noun = '', rest = '']) => countPictures(noun, rest),
  ],
  [/^(?:how many|count(?: the)?|(?:what is )?the number of)\s+(.+)$/u, ([, text = '']) => countThing(text)],
]

const LINES = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')
const TEXT: Rule[] = [
  [
    new RegExp(`\\b(?:(${LINES.join('|')}|last) line|line (?:number )?(\\d{1,3}))\\b`, 'u'),
    ([, word = '', digits = '']) => ({
      type: 'line',
      number: word === 'last' ? -1 : word === '' ? Number(digits) : LINES.indexOf(word) + 1,
    }),
  ],
  [/^(?:what|which) text (?:is|does|do|can)\b/u, () => ({ type: 'read' })],
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
]

const FACTS: Rule[] = [
  [
    /^where (?:was|were|is|did) (?:it|this|that|the (?:picture|photo|image)|these|they)\b.*\b(?:taken|shot|made|photographed)$/u,
    () => ({ type: 'fact', fact: 'place' }),
  ],
  [
    /^(?:and )?where(?:['’]s| is| are| do you see| can i find)?\s+(.+)$/u,
    ([, thing = '']) =>
      /\bfrom$/u.test(thing) ? null : named(thing, (bare) => ({ type: 'where', thing: bare })),
  ],
  [
    /\b(?:what|which) colou?rs? (?:is|are|has|does|do) (?:the |this |that |these |my )?(.*)$/u,
    ([, thing = '']) => {
      const bare = thingOf(thing.replace(/\b(?:have|there|in it|it|this|picture|image|photo)$/u, ''))
      return { type: 'colours', thing: /^(?:in|of|on|)$|\bin\b/u.test(bare) ? null : bare }
    },
  ],
  [
    /\b(?:what|which|main|dominant) colou?rs?\b|\bcolou?rs? (?:of|in)\b/u,
    () => ({ type: 'colours', thing: null }),
  ],
  [
    /^(?!(?:is|are) there\b|how\b|where\b).*\b(?:tables?|spreadsheet|rows and columns|as csv)\b/u,
    () => ({ type: 'tables' }),
  ],
  [/\b(?:which|what) camera\b|\bcamera\b/u, () => ({ type: 'fact', fact: 'camera' })],
  [
    /\b(?:resolution|dimensions|pixels|file size)\b|^how (?:large|big|wide|high) (?:is|are) (?:it|this|that|these|they|the (?:picture|image|photo|file))$/u,
    () => ({ type: 'fact', fact: 'size' }),
  ],
  [
    /^when (?:was|were)\b.*\b(?:taken|shot|made|added|uploaded|photographed)\b/u,
    () => ({ type: 'fact', fact: 'date' }),
  ],
  [
    /\b(?:file ?names?|what file|name of the file)\b|\bis (?:it|this) called\b/u,
    () => ({ type: 'fact', fact: 'file' }),
  ],
  [/\b(?:file (?:type|format)|(?:what|which) format)\b/u, () => ({ type: 'fact', fact: 'format' })],
  [/\b(?:tags?|tagged)\b/u, () => ({ type: 'fact', fact: 'tags' })],
  [/\bnotes?\b/u, () => ({ type: 'fact', fact: 'notes' })],
]

const VALUES: Rule[] = [
  [
    /^when (?:is|was) (?:it|this|that|the (?:bill|invoice|payment|amount)) due$/u,
    () => ({ type: 'field', name: 'due-date' }),
  ],
  [
    /^(?:who|what shop|which shop|where) (?:is|was|are) (?:it|this|that|these|the (?:bill|receipt|invoice)) from$/u,
    () => ({ type: 'field', name: 'merchant' }),
  ],
  [
    /\bname of the (?:shop|store|merchant|restaurant|company|seller)$|^who (?:issued|sent|wrote) (?:it|this|the [a-z]+)$/u,
    () => ({ type: 'field', name: 'merchant' }),
  ],
  [
    /^when (?:is|was|were) .*\b(?:issued|dated|printed|bought|purchased|signed)$/u,
    () => ({ type: 'field', name: 'date' }),
  ],
  [/^how much (tax|vat|tip|discount)\b/u, ([, name = '']) => field(name)],
  [
    /^how much (?:is|was|does|do|did|were|are) (.+?)(?: costs?)?(?: in (?:all|total))?$/u,
    ([, rest = '']) => (WHOLE.test(rest) ? { type: 'field', name: 'total' } : (field(rest) ?? price(rest))),
  ],
  [
    /^what (?:is|was|does|did) (?:the )?(?:price|cost) (?:of|for) (.+)$/u,
    ([, rest = '']) => (WHOLE.test(rest) ? { type: 'field', name: 'total' } : price(rest)),
  ],
  [
    /^(?:what|which|tell me|give me)(?:['’]s| is| was| are)? (?:the|its|their|this)?\s*(.+)$/u,
    ([, words = '']) => field(words),
  ],
]

const SEEN: Rule[] = [
  [
    /^(?:is|are) (?:it|this|that|these|they|the picture) (?:all )?(?:(?:a|an) )?([a-z]+)$/u,
    ([, word = '']) => {
      const kind = kindCalled(word)
      return kind === null ? null : { type: 'is-kind', kind }
    },
  ],
  [
    /^are there more (.+) than (.+)$/u,
    ([, one = '', other = '']) => ({ type: 'count', thing: `${thingOf(one)} and ${thingOf(other)}` }),
  ],
  [
    /^(?:is|are) there (?:(?:a|an|any|some) )?(.+)$/u,
    ([, thing = '']) =>
      named(thing, (bare) => (WRITING.test(bare) ? { type: 'read' } : { type: 'exists', thing: bare })),
  ],
  [
    /^(?:do|does|can|has|have) (?:you|it|this|that|these|they|any of (?:these|them)|the (?:picture|image|photo)) (?:see|have|show|contain|include|find)s?\s+(.+)$/u,
    ([, thing = '']) => named(thing, (bare) => ({ type: 'exists', thing: bare })),
  ],
  [
    /\b(?:what (?:does|do) (?:it|this|that|these|they|(?:the|my) \w+) say|what (?:is|s) written|what(?:['’]s| is) the text|read (?:the |all |all the |me the )?(?:text|it|this|aloud|out)|transcribe|all (?:the )?text|ocr)\b/u,
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

const RULES: readonly Rule[] = [...SOCIAL, ...SEVERAL, ...COUNTS, ...TEXT, ...FACTS, ...VALUES, ...SEEN]

/** @param text A question in the rules' English, folded, without marks at its end. */
export function intentOf(text: string): Intent {
  for (const [pattern, make] of RULES) {
    const match = pattern.exec(text)
    const intent = match && make(match.map((group) => group ?? ''))
    if (intent) return intent
  }
  return { type: 'unknown' }
}

/** What is named and nothing else: "total?", "the dogs", "show me the car". */
export function namedIntent(text: string): Intent {
  const words = text.replace(/^(?:show|find|locate|give)(?: me)? /u, '')
  const isWanted = words !== text
  return (
    field(words) ??
    named(words, (thing) =>
      isWanted || isKnownThing(thing) ? { type: 'where', thing } : { type: 'unknown' },
    ) ?? {
      type: 'unknown',
    }
  )
}

/** The value that a follow-up names: "and the date?". */
export const fieldIntent = field

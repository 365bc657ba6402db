/** Questions about what is stored beside what is seen: lines, facts of the file, named values. Pure. */
import type { Intent } from './intent.ts'
import { field, named, type Rule } from './rule.ts'
import { quotedOr, thingOf } from './rule-words.ts'

const price = (thing: string): Intent | null => named(thing, (bare) => ({ type: 'price', thing: bare }))
/** What a total is the price of. */
const WHOLE =
  /^(?:it|this|that|they|these|those|everything|all|there|(?:the|this|that|these) (?:bill|receipt|invoice|whole|one|picture)s?)$/u

const LINES = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')
export const TEXT: Rule[] = [
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

export const FACTS: Rule[] = [
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

export const VALUES: Rule[] = [
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
    /^what (?:do|does|did) (.+?) costs?(?: in (?:all|total))?$/u,
    ([, rest = '']) => (WHOLE.test(rest) ? { type: 'field', name: 'total' } : price(rest)),
  ],
  [
    /^(?:what|which|tell me|give me)(?:['’]s| is| was| are)? (?:the|its|their|this)?\s*(.+)$/u,
    ([, words = '']) => field(words),
  ],
]

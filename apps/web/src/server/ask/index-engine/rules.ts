/** From the words of a question to what it asks for: rules, in the order in which they are tried. Pure. */
import type { Intent } from './intent.ts'
import { kindCalled } from './kind-words.ts'
import { field, named, type Rule } from './rule.ts'
import { thingOf } from './rule-words.ts'
import { COUNTS, SEVERAL } from './rules-several.ts'
import { FACTS, TEXT, VALUES } from './rules-stored.ts'
import { isKnownThing } from './words.ts'

/** A word that a quantity of text, not a thing, is meant with. */
const WRITING = /^(?:text|writing|words|letters)$/u

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

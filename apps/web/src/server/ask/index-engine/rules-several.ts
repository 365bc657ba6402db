/** Questions about several pictures: counts, comparisons, which of them. Pure. */
import { findCondition } from './amount-condition.ts'
import type { Intent } from './intent.ts'
import { kindIn } from './kind-words.ts'
import type { Rule } from './rule.ts'
import { fieldNamed, quotedOr, superlative, textUnit, thingOf } from './rule-words.ts'

const EVERYTHING = /^(?:(?:different )?(?:objects|things|items|thing|sorts?|kinds?)|each|everything|)$/u
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

export const SEVERAL: Rule[] = [
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

export const COUNTS: Rule[] = [
  [
    new RegExp(`^(?:how many|number of|count(?: the)?) (?:of (?:the|these|my) )?(${PICTURES})\\b(.*)$`, 'u'),
    ([, noun = '', rest = '']) => countPictures(noun, rest),
  ],
  [/^(?:how many|count(?: the)?|(?:what is )?the number of)\s+(.+)$/u, ([, text = '']) => countThing(text)],
]

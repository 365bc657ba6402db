/**
 * From a question to what it asks for. Pure. What no rule knows is `unknown`: nothing is guessed. A question that goes on
 * from the one before ("and cats?", "where?", "in the second one?") takes up what was asked.
 */
import type { Intent, Understood } from './intent.ts'
import { toEnglish } from './languages.ts'
import { field } from './rule.ts'
import { PICTURE, thingOf } from './rule-words.ts'
import { intentOf, namedIntent } from './rules.ts'

/** Longer questions are told in more words than these rules know. */
const MAX_CHARS = 400
/** How many questions before this one a follow-up may go on from. */
const MAX_EARLIER = 8

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
/** "the second picture", "in the second" at the end, "picture 2"; a second dog is no second picture. */
const ORDINAL = new RegExp(
  `\\b(?:(${ORDINALS.join('|')}|last) ${PICTURE}\\b|(?:in|on|of|for|about|and) the (${ORDINALS.join('|')}|last)$|(?:picture|image|photo|number|no)\\.? ?(\\d{1,2})\\b)`,
  'u',
)

/** The picture that a question in the rules' English names: 1-based, -1 for the last; null for none. */
export function pictureNamed(text: string): number | null {
  const match = ORDINAL.exec(text)
  if (!match) return null
  const ordinal = match[1] ?? match[2]
  if (ordinal === 'last') return -1
  return ordinal === undefined ? Number(match[3]) : ORDINALS.indexOf(ordinal) + 1
}

/** What was asked, without the picture it was asked of. */
const withoutPicture = (text: string) =>
  text.replace(new RegExp(`(?:the )?(?:${ORDINAL.source})`, 'u'), (all) =>
    /^(?:in|on|of|for|about) /u.test(all) ? `${all.split(' ')[0]} it` : 'it',
  )

function tidy(question: string): string {
  return (
    toEnglish(question.slice(0, MAX_CHARS))
      .replace(/[\s?!.…]+$/u, '')
      .replace(
        /^(?:(?:please|tell me|so|and now|now)[, ]+|(?:can|could) you (?:please )?(?!see\b|find\b))(?=\w)/u,
        '',
      )
      .replace(/\b(what|where|who)'s\b/u, '$1 is')
      // The pictures of that name are chosen by whoever knows them.
      .replace(/\b(in|on|of) \S{1,120}\.(?:jpe?g|png|webp|gif|tiff?|heic|avif|bmp|svg|pdf)\b/u, '$1 it')
  )
}

/** @param earlier Questions asked before, the last one last. */
export function understand(question: string, earlier: readonly string[] = []): Understood {
  const text = tidy(question)
  const picture = pictureNamed(text)
  const followed = followUp(text, earlier.slice(-MAX_EARLIER))
  if (followed) return { intent: followed, picture }
  const bare = picture === null ? text : withoutPicture(text)
  const intent = intentOf(bare)
  return { intent: intent.type === 'unknown' ? namedIntent(bare) : intent, picture }
}

const FOLLOW_UP = /^(?:and|what about|how about|and what about|in|on)\s+(?:(?:the|any|a|an)\s+)?(.+)$/u

/** What was asked before, of another thing or another picture; null for a question that stands by itself. */
function followUp(text: string, earlier: readonly string[]): Intent | null {
  const before = earlier.at(-1)
  if (before === undefined) return null
  const more = FOLLOW_UP.exec(text)?.[1]
  const isAsking = /^(?:and )?(?:where|which(?: ones?)?|how many)(?: (?:is|are) (?:it|they|that|there))?$/u
  if (more === undefined && !isAsking.test(text)) return null
  const former = understand(before, earlier.slice(0, -1)).intent
  if (more === undefined || isAsking.test(text)) return askedOf(text, former)
  if (pictureNamed(text) !== null) return former
  if (intentOf(text).type !== 'unknown') return null
  const own = intentOf(more)
  if (own.type !== 'unknown') return own
  const thing = thingOf(more)
  if (thing === '') return null
  if (former.type === 'field' || former.type === 'sum') return field(thing) ?? former
  return 'thing' in former ? { ...former, thing } : null
}

/** "Where?", "which ones?", "how many?" of what was asked about before. */
function askedOf(text: string, former: Intent): Intent | null {
  if (!('thing' in former) || former.thing === null) return null
  const { thing } = former
  if (/where/u.test(text)) return { type: 'where', thing }
  return /which/u.test(text) ? { type: 'which-has', thing } : { type: 'count', thing }
}

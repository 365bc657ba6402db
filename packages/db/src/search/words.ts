/** Text to words, the same way for what is indexed and for what is searched. Pure. */

/** Letters that Unicode does not decompose but people type without. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ĸ: 'k',
  ŋ: 'n',
}
const SPECIAL_LETTER = new RegExp(`[${Object.keys(PLAIN_LETTERS).join('')}]`, 'g')
const BEYOND_ASCII = /[^\s!-~]/
const CASED_WITH_MARK = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{M}+/gu
/** Never part of a person's words: facet tokens begin with one of these. */
const PRIVATE_USE = /\p{Co}/gu
const WORD = /[\p{L}\p{N}\p{M}]+/gu
const IDEOGRAPHIC = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]+/gu
const MAYBE_IDEOGRAPHIC = /[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\u{20000}-\u{3ffff}]/u
/** Longer runs are noise, not words; they are found by nothing but their beginning. */
const MAX_WORD_LENGTH = 64

/** Lower case, without diacritics, compatibility forms (ﬁ, ½, full width) replaced: "Größe" → "grosse". */
export function foldText(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text.toLowerCase()
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(CASED_WITH_MARK, (letter) => letter.replace(/\p{M}+/gu, ''))
    .normalize('NFC')
    .replace(SPECIAL_LETTER, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .replace(PRIVATE_USE, ' ')
}

/** Pairs of neighbouring characters; `isQuery` leaves out the single last one that documents also carry. */
function pairsOf(run: string, isQuery: boolean): string[] {
  const characters = [...run]
  if (characters.length < 2) return characters
  const pairs = characters.slice(0, -1).map((character, index) => character + (characters[index + 1] ?? ''))
  return isQuery ? pairs : [...pairs, characters.at(-1) ?? '']
}

function splitIdeographs(word: string, isQuery: boolean): string[] {
  const parts: string[] = []
  let end = 0
  for (const match of word.matchAll(IDEOGRAPHIC)) {
    if (match.index > end) parts.push(word.slice(end, match.index))
    parts.push(...pairsOf(match[0], isQuery))
    end = match.index + match[0].length
  }
  if (end < word.length) parts.push(word.slice(end))
  return parts
}

function cut(folded: string, isQuery: boolean): string[] {
  const words: string[] = []
  for (const word of folded.match(WORD) ?? []) {
    if (MAYBE_IDEOGRAPHIC.test(word)) words.push(...splitIdeographs(word, isQuery))
    else words.push(word.length > MAX_WORD_LENGTH ? word.slice(0, MAX_WORD_LENGTH) : word)
  }
  return words
}

/** A document's words in order. Chinese, Japanese and Korean runs become overlapping pairs of characters. */
export function documentWords(text: string): string[] {
  return cut(foldText(text), false)
}

/** A query's words in order: consecutive in a document that holds the same text. */
export function queryWords(text: string): string[] {
  return cut(foldText(text), true)
}

/** Whether a word is written without spaces round it, as Chinese, Japanese and Korean words are here. */
export function isIdeographic(word: string): boolean {
  return MAYBE_IDEOGRAPHIC.test(word)
}

/** Whether a folded word is one lone ideograph, which documents hold as the beginning of a pair. */
export function isLoneIdeograph(word: string): boolean {
  return MAYBE_IDEOGRAPHIC.test(word) && [...word].length === 1
}

const JOINED_CODE = /[\p{L}\p{N}]+(?:[-_./·•:#+][\p{L}\p{N}]+)+/gu
const SPACED_CODE = /(?<![\p{L}\p{N}])[A-Z0-9]{1,4}(?:[ \-·•.][A-Z0-9]{1,4}){1,3}(?![\p{L}\p{N}])/gu
const MAX_CODE_LENGTH = 32

function compact(code: string): string {
  return foldText(code).replace(/[^\p{L}\p{N}]+/gu, '')
}

/** A stretch of a text that is written in pieces but is one thing: a part number, a plate. */
export interface Code {
  /** The pieces put together, folded: "B-KX 4711" → "bkx4711". */
  compact: string
  start: number
  end: number
}

/** Part numbers ("AB-1234/X") and plates ("KL 55 NM") with their places in the text; each holds a digit. */
export function findCodes(text: string): Code[] {
  if (!/\d/.test(text)) return []
  const codes: Code[] = []
  const add = (match: RegExpExecArray, minLetters: number, maxLength: number) => {
    const joined = compact(match[0])
    if (joined.length < 4 || joined.length > maxLength || !/\d/.test(joined)) return
    if (minLetters > 0 && !/\p{L}/u.test(joined)) return
    if (codes.some((code) => code.compact === joined && code.start === match.index)) return
    codes.push({ compact: joined, start: match.index, end: match.index + match[0].length })
  }
  // Pure numbers count only when something other than a decimal point or a colon holds them together.
  for (const match of text.matchAll(JOINED_CODE))
    add(match, /[-_/·•#]/.test(match[0]) ? 0 : 1, MAX_CODE_LENGTH)
  for (const match of text.matchAll(SPACED_CODE)) add(match, 1, 12)
  return codes
}

/** What a word typed with inner punctuation may also be as one: "AB-1234" → "ab1234"; null when it has none. */
export function compactForm(word: string): string | null {
  const joined = compact(word)
  return queryWords(word).length > 1 && joined.length >= 3 && joined.length <= MAX_CODE_LENGTH ? joined : null
}

/** A name's key for sorting: folded, each number padded so that 2 stands before 10. */
export function sortKey(name: string): string {
  return foldText(name).replace(/\d+/g, (digits) => digits.padStart(10, '0'))
}

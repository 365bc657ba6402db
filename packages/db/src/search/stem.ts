/** Porter's stemmer (1980) and a few irregular plurals: the word forms of English meet in one stem. Pure. */

const VOWEL = '[aeiouy]'
const CONSONANTS = '[^aeiou][^aeiouy]*'
const VOWELS = '[aeiouy][aeiou]*'
const MEASURE_ABOVE_0 = new RegExp(`^(${CONSONANTS})?${VOWELS}${CONSONANTS}`)
const MEASURE_IS_1 = new RegExp(`^(${CONSONANTS})?${VOWELS}${CONSONANTS}(${VOWELS})?$`)
const MEASURE_ABOVE_1 = new RegExp(`^(${CONSONANTS})?${VOWELS}${CONSONANTS}${VOWELS}${CONSONANTS}`)
const HAS_VOWEL = new RegExp(`^(${CONSONANTS})?${VOWEL}`)
const SHORT_END = new RegExp(`^${CONSONANTS}${VOWEL}[^aeiouwxy]$`)

const STEP_2 = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
  ['logi', 'log'],
] as const
const STEP_3 = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
] as const
const STEP_4 =
  /^(.+?)(al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ou|ism|ate|iti|ous|ive|ize|(?<=[st])ion)$/

/** Plurals that no rule reaches. */
const IRREGULAR = new Map(
  Object.entries({
    buses: 'bus',
    children: 'child',
    feet: 'foot',
    gases: 'gas',
    geese: 'goose',
    knives: 'knife',
    leaves: 'leaf',
    loaves: 'loaf',
    men: 'man',
    mice: 'mouse',
    people: 'person',
    shelves: 'shelf',
    teeth: 'tooth',
    wolves: 'wolf',
    women: 'woman',
  }),
)

function plurals(word: string): string {
  if (word.endsWith('sses') || word.endsWith('ies')) return word.slice(0, -2)
  if (word.endsWith('s') && !word.endsWith('ss')) return word.slice(0, -1)
  return word
}

function pastAndGerund(word: string): string {
  if (word.endsWith('eed')) return MEASURE_ABOVE_0.test(word.slice(0, -3)) ? word.slice(0, -1) : word
  const base = /^(.+?)(ed|ing)$/.exec(word)?.[1]
  if (base === undefined || !HAS_VOWEL.test(base)) return word
  if (/(at|bl|iz)$/.test(base)) return `${base}e`
  if (/([^aeiouylsz])\1$/.test(base)) return base.slice(0, -1)
  return SHORT_END.test(base) ? `${base}e` : base
}

function replaceEnding(word: string, rules: readonly (readonly [string, string])[]): string {
  const rule = rules.find(([ending]) => word.endsWith(ending))
  if (!rule) return word
  const base = word.slice(0, -rule[0].length)
  return MEASURE_ABOVE_0.test(base) ? base + rule[1] : word
}

function finalE(word: string): string {
  let result = word
  if (result.endsWith('e')) {
    const base = result.slice(0, -1)
    if (MEASURE_ABOVE_1.test(base) || (MEASURE_IS_1.test(base) && !SHORT_END.test(base))) result = base
  }
  return result.endsWith('ll') && MEASURE_ABOVE_1.test(result) ? result.slice(0, -1) : result
}

/** The stem of a folded word. Words of fewer than three letters, or with anything but a–z, are their own stem. */
export function stemOf(word: string): string {
  if (word.length < 3 || word.length > 40 || !/^[a-z]+$/.test(word)) return word
  let result = pastAndGerund(plurals(IRREGULAR.get(word) ?? word))
  if (result.endsWith('y') && HAS_VOWEL.test(result.slice(0, -1))) result = `${result.slice(0, -1)}i`
  result = replaceEnding(replaceEnding(result, STEP_2), STEP_3)
  const base = STEP_4.exec(result)?.[1]
  if (base !== undefined && MEASURE_ABOVE_1.test(base)) result = base
  return finalE(result)
}

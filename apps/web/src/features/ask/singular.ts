/** Words as they are compared: without case, accents or plural. English, by rule. Pure. */

const IRREGULAR: Record<string, string> = {
  people: 'person',
  men: 'man',
  women: 'woman',
  children: 'child',
  mice: 'mouse',
  geese: 'goose',
  feet: 'foot',
  teeth: 'tooth',
  knives: 'knife',
  leaves: 'leaf',
  shelves: 'shelf',
  loaves: 'loaf',
  buses: 'bus',
  glasses: 'glass',
}

/** Lower case, without accents. */
export function foldWord(word: string): string {
  return word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('’', "'")
}

/** The singular of a folded word; a word that is none in plural is left as it is. */
export function singular(folded: string): string {
  const word = folded.replace(/'s?$/, '')
  const known = IRREGULAR[word]
  if (known !== undefined) return known
  if (/[^aeiou]ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2)
  if (/[^su]s$/.test(word) && word.length > 3 && !/[^aeiou]is$/.test(word)) return word.slice(0, -1)
  return word
}

/** What the word or field being typed could become. */
import type { Suggestion } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { fieldValue } from './facet-term.ts'
import { FIELDS, findField } from './language/fields.ts'
import { type Lexeme, lex } from './language/lexer.ts'
import type { Vocabulary } from './vocabulary.ts'
import { foldText, queryWords } from './words.ts'

type Draft = Omit<Suggestion, 'query'> & {
  /** What takes the place of the lexeme being typed. */
  text: string
}

interface NamedCount {
  value: string
  documents: number
}

const COLLECTIONS = `SELECT c.name AS value, count(ci.imageId) AS documents FROM Collection c
  LEFT JOIN CollectionImage ci ON ci.collectionId = c.id GROUP BY c.id ORDER BY c.name LIMIT 1000`

export function createSuggester(db: Database.Database, vocabulary: Vocabulary) {
  const values = db.prepare<[string], NamedCount>(
    `SELECT value, documents FROM SearchFacet WHERE name = ? AND documents > 0
     ORDER BY documents DESC, value LIMIT 5000`,
  )
  const collections = db.prepare<[], NamedCount>(COLLECTIONS)
  const saved = db.prepare<[], { name: string; query: string }>(
    'SELECT name, query FROM SavedSearch ORDER BY name LIMIT 500',
  )
  const count = (value: number) => ({ value, capped: false })

  function beginning(rows: readonly NamedCount[], typed: string): NamedCount[] {
    const prefix = foldText(typed).trim()
    return rows.filter(({ value }) =>
      foldText(value)
        .split(/\s+/)
        .some((_, index, all) => all.slice(index).join(' ').startsWith(prefix)),
    )
  }

  function named(name: 'object' | 'tag' | 'field', typed: string, field: string): Draft[] {
    return beginning(values.all(name), typed).map(({ value, documents }) => ({
      text: `${field}:${fieldValue(value)}`,
      label: name === 'field' ? `${field}:${value}` : value,
      kind: name,
      count: count(documents),
    }))
  }

  /** Values for a field whose name is already typed. */
  function forField(lexeme: Extract<Lexeme, { type: 'field' }>): Draft[] {
    const field = findField(lexeme.name)
    if (!field) return []
    const typed = lexeme.value
    if (field.name === 'object' || field.name === 'tag' || field.name === 'field')
      return named(field.name, typed, lexeme.name)
    if (field.name === 'collection')
      return beginning(collections.all(), typed).map(({ value, documents }) => ({
        text: `collection:${fieldValue(value)}`,
        label: value,
        kind: 'field',
        count: count(documents),
      }))
    const choices =
      field.values ?? (/^(from|to|before|after|date)$/.test(field.name) ? ['today', '7d', '30d', '1y'] : [])
    return choices
      .filter((value) => value.startsWith(typed.toLowerCase()))
      .map((value) => ({
        text: `${lexeme.name}:${value}`,
        label: `${field.name}:${value}`,
        kind: 'field',
        count: null,
      }))
  }

  function fieldHelp(typed: string): Draft[] {
    const prefix = typed.toLowerCase()
    return FIELDS.filter(({ name, aliases }) => [name, ...aliases].some((one) => one.startsWith(prefix))).map(
      ({ name, sample, help }) => ({
        text: `${name}${/[><]/.exec(sample.slice(name.length, name.length + 1))?.[0] ?? ':'}`,
        label: `${sample} — ${help}`,
        kind: 'field',
        count: null,
      }),
    )
  }

  function forWord(typed: string): Draft[] {
    const folded = foldText(typed).trim()
    const [word] = queryWords(typed)
    const words: Draft[] =
      word === undefined || queryWords(typed).length > 1
        ? []
        : vocabulary
            .beginningWith(word, 24)
            // Numbers and codes are no help to somebody typing a word.
            .words.filter((one) => one.word !== word && (/\d/.test(word) || !/\d/.test(one.word)))
            .slice(0, 8)
            .map((one) => ({ text: one.word, label: one.word, kind: 'word', count: count(one.documents) }))
    const searches: Draft[] = saved
      .all()
      .filter(({ name }) => foldText(name).startsWith(folded))
      .map(({ name }) => ({ text: '', label: name, kind: 'saved', count: null }))
    return [
      ...searches.slice(0, 2),
      ...named('object', typed, 'object').slice(0, 4),
      ...named('tag', typed, 'tag').slice(0, 4),
      ...named('field', typed, 'field').slice(0, 2),
      ...words,
      ...fieldHelp(folded).slice(0, 3),
    ]
  }

  /** Puts a draft in the place of what was being typed. */
  function complete(query: string, lexeme: Lexeme | undefined, draft: Draft): Suggestion {
    const { text, ...rest } = draft
    if (draft.kind === 'saved')
      return { ...rest, query: saved.all().find(({ name }) => name === draft.label)?.query ?? query }
    return { ...rest, query: query.slice(0, lexeme?.start ?? query.length) + text }
  }

  /** At most `limit` ways to go on with a query, best first. */
  return function suggest(query: string, limit: number): Suggestion[] {
    const last = lex(query).at(-1)
    const typed = last && last.start + last.length === query.length ? last : undefined
    let drafts: Draft[]
    if (typed?.type === 'field') drafts = forField(typed)
    else if (typed?.type === 'word') drafts = forWord(typed.text)
    else if (typed?.type === 'phrase' && !typed.isClosed) drafts = []
    else drafts = fieldHelp('')
    return drafts.slice(0, limit).map((draft) => complete(query, typed, draft))
  }
}

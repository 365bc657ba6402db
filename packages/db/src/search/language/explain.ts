/** A query in plain English. Pure. */
import type { SearchColumn } from '@vitrine/contracts'
import type { NumberBounds } from '../field-token.ts'
import type { FacetNode, FieldNode, ObjectNode, QueryNode, TextNode } from './ast.ts'

const COLUMN_WORDS: Record<SearchColumn, string> = {
  caption: 'in the caption',
  detailedCaption: 'in the detailed caption',
  reading: 'in the deep reading',
  text: 'in the text of the picture',
  labels: 'among the labels',
  tags: 'among the tags',
  fileName: 'in the file name',
  notes: 'in the notes',
}

function explainText(node: TextNode): string {
  const place = node.columns?.[0] === undefined ? '' : ` ${COLUMN_WORDS[node.columns[0]]}`
  switch (node.mode) {
    case 'word':
      return `${place ? `“${node.text}”` : node.text}${place}`
    case 'phrase':
      return `“${node.text}”${place}`
    case 'prefix':
      return `words that begin with “${node.text}”${place}`
    case 'substring':
      return `words that contain “${node.text}”${place}`
  }
}

const HAS_WORDS = new Map(
  Object.entries({ caption: 'a caption', reading: 'a deep reading', table: 'a table' }),
)

const PLURALS = new Map(
  Object.entries({
    person: 'people',
    man: 'men',
    woman: 'women',
    child: 'children',
    sheep: 'sheep',
    mouse: 'mice',
    knife: 'knives',
  }),
)

function plural(label: string): string {
  const known = PLURALS.get(label)
  if (known) return known
  if (/(s|x|z|ch|sh)$/.test(label)) return `${label}es`
  return /[^aeiou]y$/.test(label) ? `${label.slice(0, -1)}ies` : `${label}s`
}

/** "a dog", "an apple"; what is a plural already takes none: "dogs", "people", "scissors". */
function withArticle(label: string): string {
  if (/[^s]s$/.test(label) && !/(us|is)$/.test(label)) return label
  if ([...PLURALS].some(([one, many]) => many === label && one !== label)) return label
  return `${/^(?!uni|use|euro|one)[aeiou]/.test(label) ? 'an' : 'a'} ${label}`
}

function explainObject(node: ObjectNode): string {
  const label = node.isPrefix ? `thing that begins with “${node.label}”` : node.label.toLowerCase()
  const name = (count: number) => (count === 1 || node.isPrefix ? label : plural(label))
  if (node.max === null) {
    if (node.min <= 1) return `with ${withArticle(label)}`
    return `with more than ${node.min - 1} ${name(node.min - 1)}`
  }
  if (node.max <= 0) return `without any ${name(0)}`
  if (node.min === node.max) return `with exactly ${node.min} ${name(node.min)}`
  return `with fewer than ${node.max + 1} ${name(node.max + 1)}`
}

function explainBounds({ low, high, isStrict }: NumberBounds): string {
  if (low !== null && high !== null) return low === high ? `of ${low}` : `from ${low} to ${high}`
  if (low !== null) return isStrict ? `above ${low}` : `of at least ${low}`
  return isStrict ? `below ${high}` : `of at most ${high}`
}

function explainField({ name, test }: FieldNode): string {
  const field = `with a field “${name}”`
  switch (test.type) {
    case 'any':
      return field
    case 'number':
      return `${field} ${explainBounds(test.bounds)}`
    case 'text':
    case 'either':
      return `${field} that says “${test.text}”`
  }
}

const FLAG_WORDS = new Map(
  Object.entries({
    edited: 'edited by a person',
    waiting: 'waiting for a reasoning engine',
    reread: 'read anew and not decided yet',
    trashed: 'in the trash',
  }),
)

function explainFacet(node: FacetNode): string {
  switch (node.field) {
    case 'kind':
      return `of the kind ${node.value}`
    case 'tag':
      return `tagged “${node.value}”`
    case 'engine':
      return `read by ${node.value}`
    case 'status':
      return node.value
    case 'type':
      return `${(/[a-z]+$/.exec(node.value.replace('+xml', ''))?.[0] ?? node.value).toUpperCase()} files`
    case 'has':
      return `with ${HAS_WORDS.get(node.value) ?? node.value}`
    case 'triage':
      return node.value === 'none'
        ? 'not sent on for deep reading'
        : `sent on for ${node.value.replace('-', ' ')}`
    case 'collection':
      return `in the collection “${node.value}”`
    case 'flag':
      return FLAG_WORDS.get(node.value) ?? node.value
  }
}

const isPlainText = (node: QueryNode | undefined) =>
  node?.type === 'text' || (node?.type === 'or' && node.children.every((child) => child.type === 'text'))

function explainAnd(children: readonly QueryNode[]): string {
  return children.reduce((text, child, index) => {
    const part = explain(child)
    if (index === 0) return part
    const between = isPlainText(children[index - 1]) && isPlainText(child) ? ' and ' : ', '
    return text + between + part
  }, '')
}

/** "dog or cat, with more than 2 people, from May 2026 on". */
export function explain(node: QueryNode): string {
  switch (node.type) {
    case 'text':
      return explainText(node)
    case 'object':
      return explainObject(node)
    case 'field':
      return explainField(node)
    case 'facet':
      return explainFacet(node)
    case 'range':
      return node.words
    case 'not':
      return `not ${node.child.type === 'and' || node.child.type === 'or' ? `(${explain(node.child)})` : explain(node.child)}`
    case 'and':
      return explainAnd(node.children)
    case 'or':
      return node.children
        .map((child) => (child.type === 'and' ? `(${explain(child)})` : explain(child)))
        .join(' or ')
  }
}

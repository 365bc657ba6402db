/** Several words in one cell, `red; "a, b"`, and named values, `total=21.05 EUR; date=3 May`; and back. Pure. */
import { fieldValueText, type ReadingField } from '@vitrine/contracts'

/** What parts the items of each kind of list. Values have commas of their own. */
const SEPARATORS = { words: ';,\n', fields: ';\n' } as const
export type ListKind = keyof typeof SEPARATORS

function quoteItem(item: string, kind: ListKind): string {
  const isPlain = ![...SEPARATORS[kind], '"', '\r'].some((sign) => item.includes(sign))
  return isPlain ? item : `"${item.replaceAll('"', '""')}"`
}

export function joinList(items: readonly string[], kind: ListKind): string {
  return items.map((item) => quoteItem(item, kind)).join('; ')
}

/** The items of a cell, without empty ones and without space around them. A quote that nobody closes goes to the end. */
export function splitList(cell: string, kind: ListKind): string[] {
  const items: string[] = []
  let item = ''
  let isQuoted = false
  for (let at = 0; at < cell.length; at += 1) {
    const sign = cell.charAt(at)
    if (isQuoted && sign === '"' && cell.charAt(at + 1) === '"') {
      item += '"'
      at += 1
    } else if (isQuoted && sign === '"') isQuoted = false
    else if (isQuoted) item += sign
    else if (sign === '"' && item.trim() === '') isQuoted = true
    else if (sign === '\r' || SEPARATORS[kind].includes(sign)) {
      items.push(item.trim())
      item = ''
    } else item += sign
  }
  return [...items, item.trim()].filter((text) => text !== '')
}

export const joinFields = (fields: readonly ReadingField[]) =>
  joinList(
    fields.map((field) => `${field.name}=${fieldValueText(field)}`),
    'fields',
  )

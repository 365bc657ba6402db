/** What the kinds of pictures are called in questions. Pure. */
import type { ImageKind } from '@vitrine/contracts'

const KINDS: readonly [RegExp, ImageKind][] = [
  [/\b(?:receipts?|bills?)\b/u, 'receipt'],
  [/\bforms?\b/u, 'form'],
  [/\b(?:tables?|spreadsheets?)\b/u, 'table'],
  [/\b(?:charts?|graphs?|plots?|diagrams?)\b/u, 'chart'],
  [/\bscreenshots?\b/u, 'screenshot'],
  [/\b(?:documents?|letters?|invoices?)\b/u, 'document'],
  [/\b(?:drawings?|illustrations?)\b/u, 'drawing'],
  [/\b(?:product )?labels?\b/u, 'label'],
]

/** The first kind that a folded text names, and the word it does so with. "Photos" are pictures of any kind. */
export function kindIn(text: string): { kind: ImageKind; word: string } | null {
  for (const [pattern, kind] of KINDS) {
    const word = pattern.exec(text)?.[0]
    if (word !== undefined) return { kind, word }
  }
  return null
}

/** The kind, where the text says nothing else: "receipts". */
export function kindCalled(text: string): ImageKind | null {
  const found = kindIn(text)
  if (found?.word === text) return found.kind
  return /^photos?$/u.test(text) ? 'photo' : null
}

/** The query language by example, for the help beside the search box. */

/** One thing the language can say. */
export interface FieldExample {
  /** What it does, in a few words. */
  means: string
  /** A query that works as it stands. */
  example: string
}

/** Examples that belong together. */
export interface ExampleGroup {
  title: string
  examples: FieldExample[]
}

export const exampleGroups: ExampleGroup[] = [
  {
    title: 'Words',
    examples: [
      { means: 'both words, anywhere', example: 'blue car' },
      { means: 'exactly this phrase', example: '"total amount"' },
      { means: 'words that begin so', example: 'invoi*' },
      { means: 'either one', example: 'dog OR cat' },
      { means: 'not this', example: 'beach -people' },
      { means: 'anywhere in a word or number', example: '*4711*' },
    ],
  },
  {
    title: 'What it shows and says',
    examples: [
      { means: 'things that were found', example: 'object:dog' },
      { means: 'and how many', example: 'object:person>2' },
      { means: 'text on the picture', example: 'text:receipt' },
      { means: 'words of the caption', example: 'caption:street' },
      { means: 'words of the deep reading', example: 'reading:contract' },
      { means: 'values it names, compared', example: 'field:total>20' },
      { means: 'or by their words', example: 'field:invoice-number:INV-7' },
      { means: 'has a table, or fields', example: 'has:table' },
      { means: 'sort of picture', example: 'kind:receipt' },
      { means: 'has text, objects, reading, notes, tags', example: 'has:text' },
      { means: 'why it is read deeply', example: 'triage:much-text' },
      { means: 'which engine read it', example: 'engine:builtin' },
    ],
  },
  {
    title: 'The file',
    examples: [
      { means: 'file name', example: 'file:IMG_20' },
      { means: 'file type', example: 'type:(jpeg,png)' },
      { means: 'since a date', example: 'from:2026-01-01' },
      { means: 'up to and with', example: 'to:2026-03' },
      { means: 'before a date', example: 'before:2026-06' },
      { means: 'later than a date', example: 'after:2025' },
      { means: 'a year, month or day', example: 'date:2026-05' },
      { means: 'wider than, in pixels', example: 'width>3000' },
      { means: 'lower than, in pixels', example: 'height<600' },
    ],
  },
  {
    title: 'Your own order',
    examples: [
      { means: 'tag', example: 'tag:holiday' },
      { means: 'words of your notes', example: 'notes:gift' },
      { means: 'collection', example: 'collection:"Trip to Rome"' },
      { means: 'changed by a person', example: 'is:edited' },
      { means: 'could not be read', example: 'is:failed' },
      { means: 'waits for a deep reading', example: 'is:waiting' },
      { means: 'read anew, not decided yet', example: 'is:reread' },
    ],
  },
]

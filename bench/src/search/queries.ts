/** The fixed list: 40 queries as people type them, and what plain LIKE would be asked instead. */

export interface BenchQuery {
  group: '1 word' | '2 words' | '3–4 words' | 'prefix' | 'substring' | 'field' | 'count' | 'facet'
  query: string
  /** What every found image must hold, for `LIKE '%…%'`; null where LIKE has no counterpart. */
  like: readonly string[] | null
}

const of = (group: BenchQuery['group'], queries: readonly (readonly [string, readonly string[] | null])[]) =>
  queries.map(([query, like]): BenchQuery => ({ group, query, like }))

export const QUERIES: readonly BenchQuery[] = [
  ...of('1 word', [
    ['man', ['man']],
    ['dog', ['dog']],
    ['beach', ['beach']],
    ['giraffe', ['giraffe']],
    ['invoice', ['invoice']],
    ['lighthouse', ['lighthouse']],
    ['animal', null],
    ['reciept', null],
  ]),
  ...of('2 words', [
    ['dog beach', ['dog', 'beach']],
    ['small person', ['small', 'person']],
    ['total tax', ['total', 'tax']],
    ['red truck', ['red', 'truck']],
    ['cat sleeping', ['cat', 'sleeping']],
    ['hospital pharmacy', ['hospital', 'pharmacy']],
    ['dog OR cat', null],
  ]),
  ...of('3–4 words', [
    ['man riding bicycle', ['man', 'riding', 'bicycle']],
    ['large woman sitting street', ['large', 'woman', 'sitting', 'street']],
    ['invoice total amount', ['invoice', 'total', 'amount']],
    ['coffee water milk bread', ['coffee', 'water', 'milk', 'bread']],
    ['"walking on a" beach', ['walking on a', 'beach']],
  ]),
  ...of('prefix', [
    ['re*', ['re']],
    ['inv*', ['inv']],
    ['moun*', ['moun']],
    ['restau*', ['restau']],
  ]),
  ...of('substring', [
    ['ighthous', ['ighthous']],
    ['*eceip*', ['eceip']],
    ['KX 47', ['kx 47']],
    ['4711', ['4711']],
  ]),
  ...of('field', [
    ['caption:dog', null],
    ['text:total kind:receipt', null],
    ['object:dog>2', null],
    ['has:text from:2025-03 to:2025-06-15', null],
    ['street width>2000 -person', null],
    ['tag:holiday beach', null],
  ]),
  ...of('count', [
    ['person', ['person']],
    ['object:person', null],
    ['kind:photo -has:text', null],
  ]),
  ...of('facet', [
    ['', null],
    ['person street', ['person', 'street']],
    ['kind:receipt', null],
  ]),
]

/** Vitrine's database: images, annotations, jobs, events and search over one SQLite file. */
export * from './db.ts'
export type { RowKey, RowMatch } from './imports/match.ts'
export type { RowWords } from './imports/plan.ts'
export { openDb } from './open.ts'
/** How search compares words, for whoever answers questions by them. */
export { readNumber } from './search/language/reading-field.ts'
export { stemOf } from './search/stem.ts'
export { DEFAULT_SYNONYMS, labelsFor } from './search/synonyms.ts'
export { foldText } from './search/words.ts'

/** A database as a file: copied, counted and looked through, without stores and without Prisma. */
export type { Asker, OpenAsker } from './asker.ts'
export { CONTRADICTIONS, type Contradiction } from './contradictions.ts'
export { type BlobRow, type DatabaseFacts, type DatabaseFile, openDatabaseFile } from './database-file.ts'
export { holdFile } from './hold-file.ts'
export { DAMAGED, findDamage, inspect } from './inspect.ts'
export { type SnapshotOptions, snapshotDatabase } from './snapshot.ts'

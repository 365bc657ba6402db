export type * from './db.ts'

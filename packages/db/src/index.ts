/** Vitrine's database: images, annotations, jobs, events and search over one SQLite file. */
export * from './db.ts'
export { openDb } from './open.ts'

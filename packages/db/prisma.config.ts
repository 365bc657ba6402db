/** What Prisma's command line needs; the product itself never runs it (see scripts/migrate.mjs). */
import { defineConfig } from 'prisma/config'

/** An FTS5 table and the shadow tables SQLite keeps for it. */
const fts = (table: string) => [
  table,
  ...['config', 'content', 'data', 'docsize', 'idx'].map((suffix) => `${table}_${suffix}`),
]

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'file:./dev.db' },
  experimental: { externalTables: true },
  // Hand-written in SQL: not drift.
  tables: {
    external: [
      ...fts('search_fts'),
      ...fts('search_tri'),
      'SearchDocument',
      'SearchWord',
      'SearchFacet',
      'SearchTotals',
    ],
  },
})

/** `npm run dev`: the same product with hot reload. */
process.argv.push('--dev')
await import('./start.mjs')

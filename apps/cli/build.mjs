/**
 * Bundles the command line. Only the commands that work on the data folder need anything of node_modules: the native
 * SQLite, and the migrations, which find their files beside themselves. They lie in a piece of their own, so that the
 * other commands load neither.
 */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'

rmSync(path.join(import.meta.dirname, 'dist'), { recursive: true, force: true })
await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: { vitrine: 'src/main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: ['better-sqlite3', '@vitrine/db/migrations'],
  logLevel: 'warning',
  // commander and cli-progress are CommonJS and ask for Node's own modules with require().
  banner: {
    js: "import { createRequire as createRequireForBundle } from 'node:module'\nconst require = createRequireForBundle(import.meta.url)",
  },
})

/** Bundles the sidecar and its children; node_modules stay outside, the workspace's TypeScript goes in. */
import { readFileSync } from 'node:fs'
import { build } from 'esbuild'

const { dependencies, optionalDependencies } = JSON.parse(
  readFileSync(new URL('./package.json', import.meta.url), 'utf8'),
)

await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: {
    main: 'src/main.ts',
    child: 'src/host/child.ts',
    'probe-child': 'src/devices/probe-child.ts',
    'gguf-probe-child': 'src/devices/gguf/probe-child.ts',
  },
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: true,
  logLevel: 'warning',
  external: Object.keys({ ...dependencies, ...optionalDependencies }).filter(
    (name) => !name.startsWith('@vitrine/'),
  ),
})

/**
 * `npm run bench [search|pipeline|bundle] [size]`: benchmarks that print ratios; all of them without a name.
 * `npm run bench:perception` and `npm run bench:ask`: Florence-2 and Qwen2-VL at their true size, which want weights
 * and so are not among all.
 */
import './lib/require-node.mjs'
import path from 'node:path'
import { exec } from './lib/exec.mjs'
import { root } from './lib/paths.mjs'
import { fail } from './lib/say.mjs'
import { build, install } from './lib/setup.mjs'

const BENCHES = ['search', 'pipeline', 'bundle']
const WITH_WEIGHTS = ['perception', 'ask']
const [name, ...rest] = process.argv.slice(2)
const known = [...BENCHES, ...WITH_WEIGHTS]
if (name && !known.includes(name))
  fail(`There is no benchmark "${name}".`, `Choose one of: ${known.join(', ')}.`)

await install()
await build()
let worst = 0
for (const bench of name ? [name] : BENCHES) {
  console.log(`\n[bench] ── ${bench}`)
  const code = await exec(process.execPath, ['--import', 'tsx', `src/${bench}/main.ts`, ...rest], {
    cwd: path.join(root, 'bench'),
  })
  worst = Math.max(worst, code)
}
process.exit(worst)

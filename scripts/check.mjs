/** `npm run check`: format, lint, import boundaries and types. */
import './lib/require-node.mjs'
import { runChecks } from './lib/checks.mjs'
import { install } from './lib/setup.mjs'

await install()
process.exit((await runChecks()) ? 0 : 1)

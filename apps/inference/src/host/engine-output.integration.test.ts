/** How a process ends that a library has taken down. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { EngineChild } from './engine-child.ts'

/** A process that writes this line to its errors, and is gone. */
function dieWith(line: string) {
  const dir = mkdtempSync(path.join(tmpdir(), 'vitrine-output-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const program = path.join(dir, 'program.mjs')
  writeFileSync(
    program,
    `process.stderr.write(${JSON.stringify(`${line}\n`)}, () => process.kill(process.pid, 'SIGABRT'))`,
  )
  const lines: string[] = []
  const child = new EngineChild({
    entry: { path: program, execArgv: [] },
    setup: { engine: 'gguf', device: 'cpu', threads: 1, cacheDir: dir, maxPixels: 1e6, heartbeatMs: 1000 },
    logger: pino({ level: 'trace' }, { write: (text) => lines.push(text) }),
    now: () => performance.now(),
  })
  child.loaded.catch(() => undefined)
  return { child, lines }
}

describe("the end of an engine's process", () => {
  it('is told as a want of memory when the runtime has said so before', async () => {
    const line = 'ggml_backend_cpu_buffer_type_alloc_buffer: failed to allocate buffer of size 9217003520'
    const { child, lines } = dieWith(line)
    expect(await child.ended).toMatchObject({
      cause: 'memory',
      what: expect.stringContaining('out of memory'),
    })
    expect(lines.join('')).not.toContain('9217003520')
  })

  it('is a crash when only a person has spoken of memory', async () => {
    const { child } = dieWith('why does it say out of memory?')
    expect(await child.ended).toMatchObject({ cause: 'crash' })
  })
})

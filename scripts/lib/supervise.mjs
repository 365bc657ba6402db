/** Runs the product's processes side by side: restarts one that crashes, stops all of them together. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { formatLog } from './format-log.mjs'
import { childEnv, root } from './paths.mjs'

const LONGEST_WAIT_MS = 30_000
/** A process that ran this long was healthy: its next crash is a first one again. */
const HEALTHY_MS = 60_000
const STOP_MS = 10_000

function pipeLines(stream, write) {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (data) => {
    const lines = (rest + data).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) write(line)
  })
  stream.on('end', () => rest && write(rest))
}

/**
 * @param {{ name: string, cwd: string, args: string[], env?: Record<string, string> }[]} programs
 * @returns {{ stop(code?: number): void }}
 */
export function supervise(programs) {
  const running = new Map()
  const timers = new Set()
  let exitCode

  const finishIfIdle = () => {
    if (exitCode !== undefined && running.size === 0) process.exit(exitCode)
  }
  const start = (program, crashes) => {
    const startedAt = Date.now()
    const child = spawn(
      process.execPath,
      ['--import', path.join(root, 'scripts/lib/die-with-parent.mjs'), ...program.args],
      { cwd: program.cwd, env: childEnv(program.env), stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
    )
    running.set(program.name, child)
    pipeLines(child.stdout, (line) => console.log(formatLog(program.name, line)))
    pipeLines(child.stderr, (line) => console.error(formatLog(program.name, line)))
    child.on('exit', (code, signal) => {
      running.delete(program.name)
      if (exitCode !== undefined) return finishIfIdle()
      const count = Date.now() - startedAt > HEALTHY_MS ? 1 : crashes + 1
      const waitMs = Math.min(LONGEST_WAIT_MS, 500 * 2 ** (count - 1))
      console.error(
        `[vitrine] ${program.name} stopped unexpectedly (${signal ?? `code ${code}`}); ` +
          `starting it again in ${waitMs / 1000} s. Nothing is lost: the work in hand is taken up again.`,
      )
      const timer = setTimeout(() => {
        timers.delete(timer)
        start(program, count)
      }, waitMs)
      timers.add(timer)
    })
  }

  const stop = (code = 0) => {
    if (exitCode !== undefined) return
    exitCode = code
    for (const timer of timers) clearTimeout(timer)
    for (const child of running.values()) child.kill('SIGTERM')
    setTimeout(() => {
      for (const child of running.values()) child.kill('SIGKILL')
    }, STOP_MS).unref()
    finishIfIdle()
  }

  for (const program of programs) start(program, 0)
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 0],
    ['SIGHUP', 129],
  ])
    process.on(signal, () => {
      if (exitCode === undefined) console.log('\n[vitrine] stopping …')
      stop(code)
    })
  // npm runs scripts through a shell that passes no signal on: when that shell is gone, stop too.
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && stop(0), 500).unref()
  return { stop }
}

/** Waits until an address answers 200; false when `signal` aborts or the time is up first. */
export async function waitUntilServing(url, { timeoutMs = 120_000 } = {}) {
  const end = Date.now() + timeoutMs
  while (Date.now() < end) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(5000) })
      if (answer.ok) return true
    } catch (error) {
      if (!(error instanceof Error)) throw error // not listening yet
    }
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  return false
}

/** Runs one probe in a process of its own; whatever happens in there is a result. */
import { fork } from 'node:child_process'
import type { ChildEntry } from '../host/entry.ts'
import { ProbeAnswer, type ProbeOutcome, type ProbeRequest } from './probe-protocol.ts'

export interface ProbeRunOptions {
  entry: ChildEntry
  /** The most time for one probe; loading a GPU's libraries for the first time takes tens of seconds. */
  timeoutMs: number
  /** Added to this process's environment. */
  env?: Record<string, string>
  signal: AbortSignal
}

/** The end of the log is the part that says why. */
const LOG_CHARACTERS = 8_000

/** Never rejects. Resolves once the process is gone, so that it holds no device memory any more. */
export function runProbe(request: ProbeRequest, options: ProbeRunOptions): Promise<ProbeOutcome> {
  const child = fork(options.entry.path, [], {
    execArgv: options.entry.execArgv,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let log = ''
  const note = (chunk: unknown) => {
    log = `${log}${String(chunk)}`.slice(-LOG_CHARACTERS)
  }
  child.stdout?.on('data', note)
  child.stderr?.on('data', note)
  return new Promise((resolve) => {
    let outcome: ProbeOutcome | undefined
    const end = (known: ProbeOutcome) => {
      outcome ??= known
      child.kill('SIGKILL')
    }
    const timer = setTimeout(() => end({ type: 'hung', afterMs: options.timeoutMs, log }), options.timeoutMs)
    const onAbort = () => end({ type: 'stopped', log })
    const finish = (how: string) => {
      clearTimeout(timer)
      options.signal.removeEventListener('abort', onAbort)
      resolve({ ...(outcome ?? { type: 'died', how }), log })
    }
    options.signal.addEventListener('abort', onAbort, { once: true })
    child.on('message', (raw) => {
      const answer = ProbeAnswer.safeParse(raw)
      outcome ??= answer.success ? { ...answer.data, log } : { type: 'died', how: 'spoke nonsense', log }
    })
    child.once('error', (error) => {
      if (child.pid === undefined) finish(`could not be started: ${error.message}`)
      else note(error.message)
    })
    // `close` comes after the last of what it wrote.
    child.once('close', (code, signal) =>
      finish(signal ? `was ended by ${signal}` : `ended with code ${code}`),
    )
    child.send(request, (error) => {
      if (error) note(error.message)
    })
    if (options.signal.aborted) onAbort()
  })
}

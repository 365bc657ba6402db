/** Runs one probe in a process of its own; whatever happens in there is a result. */
import { fork, type Serializable } from 'node:child_process'
import type { z } from 'zod'
import type { ChildEntry } from '../host/entry.ts'
import { ProbeAnswer, type ProbeOutcome, type ProbeRequest, type Unanswered } from './probe-protocol.ts'

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
export const runProbe = (request: ProbeRequest, options: ProbeRunOptions): Promise<ProbeOutcome> =>
  askProcess(request, ProbeAnswer, options)

/** One question to a program that answers and ends, or does not. Never rejects. */
export function askProcess<T extends object>(
  request: Serializable,
  answers: z.ZodType<T>,
  options: ProbeRunOptions,
): Promise<(T | Unanswered) & { log: string }> {
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
    let outcome: T | Unanswered | undefined
    const end = (known: Unanswered) => {
      outcome ??= known
      child.kill('SIGKILL')
    }
    const timer = setTimeout(() => end({ type: 'hung', afterMs: options.timeoutMs }), options.timeoutMs)
    const onAbort = () => end({ type: 'stopped' })
    const finish = (how: string) => {
      clearTimeout(timer)
      options.signal.removeEventListener('abort', onAbort)
      resolve({ ...(outcome ?? { type: 'died', how }), log })
    }
    options.signal.addEventListener('abort', onAbort, { once: true })
    child.on('message', (raw) => {
      const answer = answers.safeParse(raw)
      outcome ??= answer.success ? answer.data : { type: 'died', how: 'spoke nonsense' }
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

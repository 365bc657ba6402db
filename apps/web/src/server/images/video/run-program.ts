/** Programs that decode videos, run so that only whoever started them ends them. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'

export interface ProgramOptions {
  signal: AbortSignal | undefined
  /** It is ended after this many milliseconds. */
  timeoutMs: number
}

/**
 * Starts it in a process group of its own: what interrupts a terminal reaches the whole group of the server, and a
 * decoder that ends early would look like a damaged video.
 */
export function startProgram(
  program: string,
  args: readonly string[],
  { signal, timeoutMs }: ProgramOptions,
): ChildProcessByStdio<null, Readable, null> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    ...(signal ? { signal } : {}),
  })
  child.once('error', () => child.stdout.destroy())
  return child
}

/** All that it writes. Throws when it can't be started, writes more than `maxBytes` or does not end well. */
export async function outputOf(
  program: string,
  args: readonly string[],
  { maxBytes, ...options }: ProgramOptions & { maxBytes: number },
): Promise<Buffer> {
  const child = startProgram(program, args, options)
  try {
    const [output, [code]] = await Promise.all([collect(child.stdout, maxBytes), once(child, 'close')])
    if (code !== 0) throw new Error(`${program} ended with ${code}.`)
    return output
  } finally {
    child.kill('SIGKILL')
  }
}

async function collect(stream: Readable, maxBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of stream) {
    size += piece.length
    if (size > maxBytes) throw new Error(`It writes more than ${maxBytes} bytes.`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

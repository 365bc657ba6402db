/** A real sidecar in a process of its own, for tests; it can be killed like one. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { EngineName, StageName } from '@vitrine/contracts'
import { z } from 'zod'
import { createInference } from '../inference/inference.ts'
import { createSidecar } from '../inference/sidecar.ts'

const REPOSITORY = path.join(import.meta.dirname, '../../../../..')
const STEADY = path.join(REPOSITORY, 'apps/inference/src/testing/steady-program.ts')
const CHATTING = path.join(REPOSITORY, 'apps/inference/src/testing/chat-program.ts')
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

/** Runs a TypeScript program with an IPC channel, quietly. */
export function runProgram(
  program: string,
  options: { args?: string[]; env?: Record<string, string> } = {},
): ChildProcess {
  return fork(program, options.args ?? [], {
    execArgv: ['--import', TSX],
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

const MAIN = path.join(REPOSITORY, 'apps/inference/src/main.ts')

const Told = z.object({ port: z.int(), childPid: z.int() })

export interface SidecarProcess {
  url: string
  port: number
  /** The engine's process, as last told. */
  childPid(): number
  /** Ends it as a crash would. */
  kill(): Promise<void>
  /** Ends it as the scripts do. */
  stop(): Promise<void>
}

/** Starts a sidecar whose engine answers at once with what the picture's size says; resolves when it serves. */
export async function startSidecar(
  options: { port?: number; stages?: readonly StageName[] } = {},
): Promise<SidecarProcess> {
  const env = { VITRINE_INFERENCE_PORT: String(options.port ?? 0) }
  const child = runProgram(STEADY, { args: [...(options.stages ?? [])], env })
  const first = await Promise.race([once(child, 'message'), once(child, 'exit')])
  let told = Told.parse(first[0])
  child.on('message', (message) => {
    told = Told.parse(message)
  })
  return {
    url: `http://127.0.0.1:${told.port}`,
    port: told.port,
    childPid: () => told.childPid,
    kill: () => endProgram(child, 'SIGKILL'),
    stop: () => endProgram(child, 'SIGTERM'),
  }
}

/** Resolves once it is gone; at once when it was. */
export async function endProgram(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
}

const ChatTold = z.object({ port: z.int(), cacheDir: z.string() })

export interface ChatSidecar {
  url: string
  /** Lets every `gate` go, those to come as well, until it is closed. */
  openGate(): void
  closeGate(): void
  /** Ends it as a crash would. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts a sidecar whose engines do what the last text of a conversation says: steps, separated by semicolons, as
 * the scripted engine knows them (`echo`, `gate`, `write`, `die`, `throw`, `fill`); anything else is said.
 */
export async function startChatSidecar(engines: readonly EngineName[]): Promise<ChatSidecar> {
  const child = runProgram(CHATTING, { args: [...engines], env: { VITRINE_INFERENCE_PORT: '0' } })
  const first = await Promise.race([once(child, 'message'), once(child, 'exit')])
  const { port, cacheDir } = ChatTold.parse(first[0])
  const gate = path.join(cacheDir, 'gate')
  return {
    url: `http://127.0.0.1:${port}`,
    openGate: () => writeFileSync(gate, ''),
    closeGate: () => rmSync(gate, { force: true }),
    async kill() {
      await endProgram(child, 'SIGKILL')
      rmSync(cacheDir, { recursive: true, force: true })
    },
    stop: () => endProgram(child, 'SIGTERM'),
  }
}

/** The sidecar as it is shipped, with the engine that is always there; resolves when it serves images. */
export async function startBuiltinSidecar(dataDir: string): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = runProgram(MAIN, {
    env: { VITRINE_INFERENCE_PORT: String(port), VITRINE_DATA_DIR: dataDir, VITRINE_LOG_LEVEL: 'error' },
  })
  const inference = createInference([createSidecar(url)])
  while (inference.serving('perception') === 0) {
    if (child.exitCode !== null) throw new Error('The sidecar did not come up.')
    await delay(100)
    await inference.refresh()
  }
  return {
    url,
    async stop() {
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port could be had.')
  await new Promise((resolve) => server.close(resolve))
  return address.port
}

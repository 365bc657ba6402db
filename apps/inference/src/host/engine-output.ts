/** What an engine's process and its libraries write: into our log, unless people's words may stand in it. */
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Logger } from 'pino'
import { saysOutOfMemory } from '../engines/out-of-memory.ts'
import type { EngineSetup } from './protocol.ts'

export interface EngineOutput {
  /** Whether a runtime has complained of memory: some end the process over it, without another word. */
  readonly hasRunOut: boolean
}

/** How lines of llama.cpp and its backends begin. */
const RUNTIME_LINE = /^(?:ggml_|llama_|graph_|clip_|alloc_|terminate called|\s+what\(\):)/

/** Reads all of it, so that the process is never held up by a full pipe. */
export function readOutput(process: ChildProcess, setup: EngineSetup, logger: Logger): EngineOutput {
  const output = { hasRunOut: false }
  const isTalkative = writesPrompts(setup)
  const read = (stream: Readable | null, level: 'info' | 'warn') => {
    if (!stream) return
    createInterface({ input: stream }).on('line', (line) => {
      if (RUNTIME_LINE.test(line) && saysOutOfMemory(line)) output.hasRunOut = true
      if (!isTalkative) logger[level](line)
    })
  }
  read(process.stdout, 'info')
  read(process.stderr, 'warn')
  return output
}

/** llama.cpp's library writes out every prompt, and cannot be told not to: what people ask belongs into no log. */
const writesPrompts = ({ engine, engineModule }: EngineSetup): boolean =>
  engine === 'gguf' && engineModule === undefined

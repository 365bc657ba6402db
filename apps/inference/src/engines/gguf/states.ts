/**
 * What the library has read of conversations, written out by it: a file for each, so that a follow-up reads only what
 * is new, whichever slot it is given. They hold what people asked and are nobody's to find later: the folder is
 * emptied before the first and removed after the last.
 */
import { mkdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'

/** Where they lie; what a process that was killed has left there goes with the next start. */
export const statesDirIn = (cacheDir: string): string => path.join(cacheDir, 'gguf-states')

export interface StatesOptions {
  /** This process's alone; made when it is missing, and emptied when it is not. */
  dir: string
  /** Of all files together; one that is larger by itself is not kept. */
  mostBytes: number
}

export interface StatePaths {
  /** Undefined where nothing was written yet: the library answers with nothing when it is told of a missing file. */
  load_state_path?: string
  save_state_path: string
}

/** The last prompt of a conversation, its pictures by name. */
export interface Read {
  prompt: string
  pictures: number
  tokens: number
}

export class States {
  readonly #options: StatesOptions
  /** By conversation, the longest unused first. */
  readonly #kept = new Map<string, Kept>()
  #nextFile = 1

  constructor(options: StatesOptions) {
    this.#options = options
    rmSync(options.dir, { recursive: true, force: true })
    mkdirSync(options.dir, { recursive: true, mode: 0o700 })
  }

  /** What was read last, and is written out. */
  readOf(conversation: string): Read | undefined {
    return this.#kept.get(conversation)?.read
  }

  /** What to ask the library with. */
  pathsOf(conversation: string): StatePaths {
    const known = this.#kept.get(conversation)
    const file = known?.file ?? path.join(this.#options.dir, `${this.#nextFile++}.state`)
    this.#kept.delete(conversation)
    this.#kept.set(conversation, known ?? { file, bytes: 0, read: undefined })
    return { save_state_path: file, ...(bytesOf(file) > 0 ? { load_state_path: file } : {}) }
  }

  /** After an answer: makes room by giving up the longest unused. */
  note(conversation: string, read: Read): void {
    const one = this.#kept.get(conversation)
    if (one) Object.assign(one, { bytes: bytesOf(one.file), read })
    let bytes = [...this.#kept.values()].reduce((sum, kept) => sum + kept.bytes, 0)
    for (const [name, kept] of this.#kept) {
      if (bytes <= this.#options.mostBytes) return
      bytes -= kept.bytes
      this.forget(name)
    }
  }

  forget(conversation: string): void {
    const one = this.#kept.get(conversation)
    this.#kept.delete(conversation)
    if (one) for (const file of filesOf(one.file)) rmSync(file, { force: true })
  }

  dispose(): void {
    this.#kept.clear()
    rmSync(this.#options.dir, { recursive: true, force: true })
  }
}

interface Kept {
  file: string
  bytes: number
  read: Read | undefined
}

/** Beside a state with pictures the library writes which they were. */
const filesOf = (file: string): string[] => [file, `${file}.meta`]

const bytesOf = (file: string): number =>
  filesOf(file).reduce((sum, one) => sum + (statSync(one, { throwIfNoEntry: false })?.size ?? 0), 0)

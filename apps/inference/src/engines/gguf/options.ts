import type { Device, DtypeMap } from '@vitrine/contracts'
import type { LoadLibrary } from './library.ts'

/** What the engine is made with. */
export interface GgufEngineOptions {
  weights: {
    key: string
    /** For example `bartowski/Qwen2-VL-7B-Instruct-GGUF`. */
    repository: string
    revision: string
    /** Absolute path of the folder with the two files. */
    dir: string
    dtypes: DtypeMap
    sizeBytes: number
    licence: string
  }
  /** `cpu`, `cuda`, `vulkan` or `metal`. */
  device: Device
  threads: number
  /** Absolute path of a folder of its own, for what it has read of conversations. */
  statesDir: string
  /** Tokens of a conversation, answer included; as much as memory allows when left out. */
  contextTokens?: number
  loadLibrary?: LoadLibrary
}

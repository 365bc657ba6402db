import type { Device, DtypeMap } from '@vitrine/contracts'

/** What the engine is made with. */
export interface Qwen2VlOptions {
  weights: {
    /** For example `qwen2-vl-2b`. */
    key: string
    repository: string
    revision: string
    /** Absolute path of the folder laid out as the hub's repository. */
    dir: string
    /** Which file of each graph to load, by the file's base name. */
    dtypes: DtypeMap
    sizeBytes: number
    licence: string
  }
  device: Device
  /** Threads that one operator may use on the processor. */
  threads: number
}

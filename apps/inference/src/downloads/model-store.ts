/** The weights on this machine: which are here, and how to get or drop them. */
import type { DtypeMap, EngineName, Weights, WeightsKey } from '@vitrine/contracts'
import type { InstalledWeights } from '../host/protocol.ts'

/** A card of the Models page, less what the residency knows of its use. */
export type WeightsOnDisk = Omit<Weights, 'isRecommended' | 'isInUse' | 'memoryBytes'>

/** Which files of a set of weights this machine wants: the device's row in the dtype table, or a person's own. */
export type WantedDtypes = (key: WeightsKey) => DtypeMap

export interface ModelStore {
  /**
   * Looks at the folders, goes on with downloads that were under way when the process ended, and from then on
   * notices files that appear. Before this, nothing is found.
   */
  start(): Promise<void>
  /** Every set of weights that is known, in the order of the manifest. */
  list(): WeightsOnDisk[]
  /** The weights as an engine's child loads them; null unless every wanted file is there and whole. */
  find(key: WeightsKey): InstalledWeights | null
  /** The keys of an engine's weights, best first. */
  keysOf(engine: EngineName): WeightsKey[]
  /**
   * Starts fetching what is missing and returns at once; a second call while it runs changes nothing.
   * Throws AppError `not-found` for an unknown key, `storage-full` when the disk has no room.
   */
  pull(key: WeightsKey): Promise<void>
  /** Stops a download; what was fetched stays and is gone on from. */
  cancel(key: WeightsKey): void
  /** Deletes downloaded files; throws `conflict` for those in the offline folder, which are not ours. */
  remove(key: WeightsKey): Promise<void>
  /** The hub, and whether it answered last. */
  readonly hub: { url: string; isReachable: boolean | null; problem: string | null }
  /** Called whenever a set of weights appears or goes. Returns how to stop listening. */
  onChange(listener: () => void): () => void
  /** Looks at the folders anew, for files that a person has put there. */
  rescan(): Promise<void>
  /** Ends downloads, which go on at the next start. */
  stop(): Promise<void>
}

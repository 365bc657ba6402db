/** How long a conversation may be: pure. */

/** Five pictures of 1280 tokens, and what is said about them. */
const FULL = 8192
const SHORT = 4096
/** For what the contexts of all slots keep, the looking at pictures, and the rest of the machine. */
const BESIDE_BYTES = 3e9

/** @param freeBytes Of main memory; null on a graphics card, where the ledger has made room for the whole. */
export function chooseContextTokens(weightsBytes: number, freeBytes: number | null): number {
  return freeBytes === null || freeBytes >= weightsBytes + BESIDE_BYTES ? FULL : SHORT
}

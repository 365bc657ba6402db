/** ThumbHashes as pictures, each decoded once. */
import { thumbHashToDataURL } from 'thumbhash'

/** Enough for what is in sight and around it; a decoded one is about 4 kB. */
const KEPT = 600
const decoded = new Map<string, string | null>()

/** A CSS background for a card whose thumbnail is not there yet; null when there is none that can be read. */
export function placeholderImage(thumbHash: string | null): string | null {
  if (thumbHash === null) return null
  const known = decoded.get(thumbHash)
  if (known !== undefined) return known
  if (decoded.size >= KEPT) {
    const [oldest] = decoded.keys()
    if (oldest !== undefined) decoded.delete(oldest)
  }
  const image = decode(thumbHash)
  decoded.set(thumbHash, image)
  return image
}

// Less than five bytes is no ThumbHash; a plain colour is better than an exception in a grid.
function decode(thumbHash: string): string | null {
  const bytes = Uint8Array.from(atob(thumbHash), (char) => char.charCodeAt(0))
  return bytes.length < 5 ? null : `url("${thumbHashToDataURL(bytes)}")`
}

/** Addresses of an image's bytes. */

/** The forms in which bytes are served; `display` is the full resolution in a type that browsers show. */
export type BytesOf = 'thumbnail' | 'preview' | 'display' | 'original'

/** The address of a form; the version makes it safe to cache for good. */
export function bytesUrl(image: { id: number; version: number }, form: BytesOf): string {
  return `/api/images/${image.id}/${form}?v=${image.version}`
}

/** The address that saves the original under its own name. */
export function downloadUrl(image: { id: number }): string {
  return `/api/images/${image.id}/original?download=1`
}

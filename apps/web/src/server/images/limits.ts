/** How much of anything ingest takes on: every number a hostile file could otherwise choose for us. */
export interface IngestLimits {
  /** Largest file that is accepted, in bytes. */
  maxUploadBytes: number
  /** Largest picture that is decoded, in pixels. */
  maxPixels: number
  /** Largest file that is decoded as a whole in memory (HEIC, BMP, SVG, PDF), in bytes. */
  maxInMemoryBytes: number
  /** Pages of a PDF beyond this are left out, and the answer says so. */
  maxPdfPages: number
  /** Keyframes of a video beyond this are left out, those that change least first. */
  maxVideoFrames: number
  /** How finely a PDF page is drawn, in dots an inch. */
  pageDpi: number
  /** Largest rendering of a PDF page, in pixels. */
  maxPagePixels: number
  /** Files in a zip beyond this make it refused. */
  maxZipEntries: number
  /** What a zip may unpack to, in bytes. */
  maxZipBytes: number
  /** A zip that unpacks to more than this many times its own size is taken for a bomb. */
  maxZipRatio: number
}

const MEGABYTE = 1024 * 1024

/** Limits for a file size and a pixel count; the rest has proven values. */
export function ingestLimits(chosen: { maxUploadBytes: number; maxPixels: number }): IngestLimits {
  return {
    ...chosen,
    maxInMemoryBytes: Math.min(chosen.maxUploadBytes, 512 * MEGABYTE),
    maxPdfPages: 1000,
    maxVideoFrames: 48,
    pageDpi: 200,
    maxPagePixels: 25_000_000,
    maxZipEntries: 20_000,
    maxZipBytes: Math.max(chosen.maxUploadBytes * 4, 1024 * MEGABYTE),
    maxZipRatio: 100,
  }
}

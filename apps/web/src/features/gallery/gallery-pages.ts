/** How long the pages of a list are. Pure. */

/** What one page is asked for with. */
export interface GalleryPageParam {
  limit: number
  cursor?: string
}

/** The first fills a window and comes at once; who scrolls on gets more at a time and waits less often. */
const LIMITS = [120, 240] as const
const FAR_LIMIT = 500

/** The page after `loaded` others; a null cursor begins at the top. */
export function nextPage(cursor: string | null, loaded: number): GalleryPageParam {
  return { limit: LIMITS[loaded] ?? FAR_LIMIT, ...(cursor === null ? {} : { cursor }) }
}

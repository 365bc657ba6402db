/** The pages of a search as one list, without copying them together at each page that comes. Pure. */
import type { ImageCard, SearchHit, SearchResponse } from '@vitrine/contracts'

type Page = Pick<SearchResponse, 'hits'>

/** Immutable; made anew, cheaply, for each change of the pages. */
export class PagedHits {
  readonly pages: readonly Page[]
  /** The index of each page's first hit, and at the end how many hits there are. */
  readonly #starts: Int32Array

  constructor(pages: readonly Page[]) {
    this.pages = pages
    this.#starts = new Int32Array(pages.length + 1)
    let count = 0
    pages.forEach((page, index) => {
      count += page.hits.length
      this.#starts[index + 1] = count
    })
  }

  get length(): number {
    return this.#starts[this.pages.length] ?? 0
  }

  /** The index of a page's first hit. */
  startOf(page: number): number {
    return this.#starts[page] ?? 0
  }

  at(index: number): SearchHit | undefined {
    if (index < 0 || index >= this.length) return undefined
    let low = 0
    let high = this.pages.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.startOf(middle) <= index) low = middle
      else high = middle - 1
    }
    return this.pages[low]?.hits[index - this.startOf(low)]
  }

  /** Whether any loaded picture is so. */
  some(test: (image: ImageCard) => boolean): boolean {
    return this.pages.some((page) => page.hits.some((hit) => test(hit.image)))
  }

  /** Every picture's id, in order: a walk over all, for the moment of a click and not for each page. */
  ids(): number[] {
    return this.pages.flatMap((page) => page.hits.map((hit) => hit.image.id))
  }
}

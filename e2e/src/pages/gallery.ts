import type { Locator, Page } from '@playwright/test'

type Files = Parameters<Locator['setInputFiles']>[0]

/** The gallery: the grid, the search box above it, uploads. */
export class GalleryPage {
  readonly searchBox: Locator
  readonly uploads: Locator
  /** Every picture in the grid that is on the screen. */
  readonly cards: Locator

  constructor(readonly page: Page) {
    this.searchBox = page.getByRole('combobox', { name: 'Search images' })
    this.uploads = page.getByRole('region', { name: 'Uploads' })
    this.cards = page.locator('[data-image-id]')
  }

  async open(url: string, query = ''): Promise<void> {
    await this.page.goto(query ? `${url}/?q=${encodeURIComponent(query)}` : url)
    await this.searchBox.waitFor()
  }

  async upload(files: Files): Promise<void> {
    await this.page.getByLabel('Choose files to upload').setInputFiles(files)
  }

  /** The line of one file in the upload panel. */
  uploadOf(name: string): Locator {
    return this.uploads.getByRole('listitem').filter({ hasText: name })
  }

  async search(query: string): Promise<void> {
    await this.searchBox.fill(query)
    await this.searchBox.press('Enter')
  }

  card(id: number): Locator {
    return this.page.locator(`[data-image-id="${id}"]`)
  }
}

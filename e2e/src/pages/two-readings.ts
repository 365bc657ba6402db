import type { Locator, Page } from '@playwright/test'

/** The two readings of an image, on its page. */
export class TwoReadings {
  readonly section: Locator
  readonly former: Locator
  readonly present: Locator
  readonly lines: Locator
  readonly keep: Locator
  readonly takeBack: Locator

  constructor(readonly page: Page) {
    this.section = page.getByRole('region', { name: 'Two readings' })
    this.former = this.section.getByRole('article', { name: 'Former reading' })
    this.present = this.section.getByRole('article', { name: 'New, in effect reading' })
    this.lines = this.section.getByRole('list', { name: 'Lines of text' })
    this.keep = this.section.getByRole('button', { name: 'Keep the new one' })
    this.takeBack = this.section.getByRole('button', { name: 'Take back the former' })
  }

  async open(url: string, id: number): Promise<void> {
    await this.page.goto(`${url}/images/${id}`)
    await this.section.waitFor()
  }
}

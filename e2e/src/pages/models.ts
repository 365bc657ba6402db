import type { Locator, Page } from '@playwright/test'

/** The Models page. */
export class ModelsPage {
  readonly heading: Locator
  /** What is said while the hub can't be reached. */
  readonly hubHelp: Locator
  readonly builtin: Locator

  constructor(readonly page: Page) {
    this.heading = page.getByRole('heading', { level: 1, name: 'Models' })
    this.hubHelp = page.getByRole('region', { name: 'The hub does not answer' })
    this.builtin = this.card('Builtin engine')
  }

  async open(url: string): Promise<void> {
    await this.page.goto(`${url}/models`)
    await this.builtin.waitFor()
  }

  /** The card with that title. */
  card(title: string): Locator {
    return this.page
      .getByRole('list', { name: /^Models that/ })
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('heading', { name: title, exact: true }) })
  }
}

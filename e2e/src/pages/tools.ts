/** The tools panel of an image page, and what it draws. */
import type { Locator, Page } from '@playwright/test'

export class ToolsPanel {
  readonly panel: Locator
  readonly answers: Locator
  readonly kept: Locator
  readonly picture: Locator

  constructor(readonly page: Page) {
    this.panel = page.getByRole('region', { name: 'Tools', exact: true })
    this.answers = page.getByRole('list', { name: 'Answers of the tool' })
    this.kept = page.getByRole('region', { name: 'Kept', exact: true })
    this.picture = page.getByRole('region', { name: 'Picture', exact: true })
  }

  async choose(name: string): Promise<void> {
    await this.panel.getByRole('radio', { name, exact: true }).check()
  }

  /** Presses the button that asks the chosen tool. */
  async ask(verb: string): Promise<void> {
    await this.panel.getByRole('form').getByRole('button', { name: verb, exact: true }).click()
  }

  /** Draws a box over a part of the picture, 0..1. */
  async draw(from: [number, number], to: [number, number]): Promise<void> {
    const canvas = this.page.getByRole('application', { name: 'Draw a box on the picture' })
    const box = await canvas.boundingBox()
    if (!box) throw new Error('there is no picture to draw on')
    const at = ([x, y]: [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const
    await this.page.mouse.move(...at(from))
    await this.page.mouse.down()
    await this.page.mouse.move(...at([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]))
    await this.page.mouse.move(...at(to))
    await this.page.mouse.up()
  }

  /** Takes an entry of the export menu and waits for the file. */
  async save(menu: Locator, entry: string) {
    const downloading = this.page.waitForEvent('download')
    await menu.getByRole('button', { name: 'Export' }).click()
    await this.page.getByRole('menuitem', { name: entry, exact: true }).click()
    return downloading
  }
}

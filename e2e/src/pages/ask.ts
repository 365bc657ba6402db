import type { Locator, Page } from '@playwright/test'

/** The Ask page: the history, the conversation, its pictures, and where questions are written. */
export class AskPage {
  readonly question: Locator
  readonly history: Locator
  /** Kept conversations, as the history lists them. */
  readonly conversations: Locator
  /** Pictures that the next question brings. */
  readonly tray: Locator
  /** Pictures of the conversation, beside it. */
  readonly pane: Locator

  constructor(readonly page: Page) {
    this.question = page.getByRole('textbox', { name: 'Your question' })
    this.history = page.getByRole('complementary', { name: 'Earlier conversations' })
    this.conversations = this.history.getByRole('list', { name: 'Conversations' }).getByRole('listitem')
    this.tray = page.getByRole('list', { name: 'Pictures to ask about' })
    this.pane = page.getByRole('complementary', { name: 'Pictures' })
  }

  async open(url: string, imageIds: readonly number[] = []): Promise<void> {
    await this.page.goto(imageIds.length > 0 ? `${url}/ask?pictures=${imageIds.join('_')}` : `${url}/ask`)
    await this.question.waitFor()
  }

  async ask(question: string): Promise<void> {
    await this.question.fill(question)
    await this.question.press('Enter')
  }

  /** Chooses who answers from now on. */
  async answerBy(engine: RegExp): Promise<void> {
    await this.page.getByRole('button', { name: /^Answered by/ }).click()
    await this.page.getByRole('menuitemradio', { name: engine }).click()
  }

  /** Adds images of the gallery by their file names. */
  async pick(fileNames: readonly string[]): Promise<void> {
    await this.page.getByRole('button', { name: 'Add pictures' }).click()
    const dialog = this.page.getByRole('dialog', { name: 'Pictures to ask about' })
    for (const name of fileNames) {
      await dialog.getByRole('textbox', { name: 'Search' }).fill(`file:${name}`)
      await dialog.getByTitle(name).click()
    }
    await dialog.getByRole('button', { name: /^Add/ }).click()
  }

  turn(question: string): Locator {
    return this.page.getByRole('article', { name: `Question: ${question}`, exact: true })
  }

  answerTo(question: string): Locator {
    return this.turn(question).locator('[data-answer]')
  }

  versions(question: string): Locator {
    return this.turn(question).getByRole('navigation', { name: 'Other ways this went' })
  }

  async change(question: string, to: string): Promise<void> {
    const turn = this.turn(question)
    await turn.getByRole('button', { name: 'Change the question' }).click()
    await turn.getByRole('textbox', { name: 'The question' }).fill(to)
    await turn.getByRole('button', { name: 'Ask', exact: true }).click()
  }
}

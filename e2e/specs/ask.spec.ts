/** The Ask page: conversations about pictures with a model, and with none. */
import type { Page } from '@playwright/test'
import { pageFile, photoFile } from '../src/files.ts'
import {
  test as base,
  expect,
  expectAccessible,
  idOf,
  search,
  uploadFiles,
  waitForReady,
} from '../src/fixtures.ts'
import { AskPage } from '../src/pages/ask.ts'
import { Product } from '../src/product.ts'
import { FAKE_MODEL, VisionServer } from '../src/vision-server.ts'

const RECEIPT = 'receipt-corner-market.png'
/** Slow enough to be stopped, reloaded and killed in the middle. */
const LONG = Array.from({ length: 400 }, (_, at) => `word${at}`).join(' ')

/** What the model says, by what is asked. */
function answerTo(question: string): string {
  if (question.trimEnd().endsWith('=>')) return 'kind:receipt'
  if (question.includes('long story')) return LONG
  if (question.includes('compare'))
    return 'A **cat** [1] and a *dog* [2].\n\n| | animal |\n|---|---|\n| 1 | cat |'
  if (question.includes('receipts')) return 'One receipt [1] is over 20 euros.'
  if (question.includes('sleeping')) return 'No, it looks at you.'
  return 'A cat on a sofa.'
}

const test = base.extend<{ ask: { product: Product; vision: VisionServer; page: AskPage } }>({
  ask: async ({ page }, use, info) => {
    const vision = await VisionServer.start()
    vision.answers = answerTo
    const product = await Product.create({
      VITRINE_REASONING_URLS: vision.url,
      VITRINE_REASONING_MODEL: FAKE_MODEL,
    })
    await uploadFiles(product, [photoFile('cat.jpg'), photoFile('dogs.jpg'), pageFile(RECEIPT)])
    await waitForReady(product, 3)
    await use({ product, vision, page: new AskPage(page) })
    if (info.status !== info.expectedStatus) await info.attach('vitrine.log', { body: product.log })
    await product.remove()
    await vision.stop()
  },
})

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
}

test('a conversation: one picture, a follow-up, another picture, another answer, another way, a saved answer', async ({
  page,
  ask: { product, vision, page: ask },
}) => {
  test.setTimeout(240_000)
  const cat = await idOf(product, 'cat.jpg')

  await test.step('it begins on the page of the image', async () => {
    await page.goto(`${product.url}/images/${cat}`)
    await page.getByRole('link', { name: 'Ask about this image' }).click()
    await expect(ask.tray.getByRole('listitem')).toHaveCount(1)
    await ask.ask('What is this?')
    await expect(ask.turn('What is this?')).toContainText('A cat on a sofa.')
    await expect(ask.turn('What is this?')).toContainText(FAKE_MODEL)
    expect(vision.questions.at(-1)?.pictures).toBe(1)
    await expect(page).toHaveURL(/\/ask\/\d+$/)
  })

  await test.step('a follow-up goes on from there', async () => {
    await ask.ask('Is it sleeping?')
    await expect(ask.turn('Is it sleeping?')).toContainText('No, it looks at you.')
    expect(vision.questions.at(-1)?.pictures).toBe(1)
  })

  await test.step('a second picture comes in, and both are compared', async () => {
    await ask.pick(['dogs.jpg'])
    await ask.ask('Please compare them')
    const turn = ask.turn('Please compare them')
    await expect(turn.getByRole('table')).toContainText('animal')
    expect(vision.questions.at(-1)?.pictures).toBe(2)
    await page.getByRole('button', { name: 'Side by side' }).click()
    await expect(ask.pane.getByRole('figure')).toHaveCount(2)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await expectAccessible(page)
    }
    await page.emulateMedia({ colorScheme: 'light' })
  })

  await test.step('a name that was detected lights up on the picture', async () => {
    const chip = ask.turn('What is this?').getByRole('button', { name: /^cat/ })
    await chip.click()
    await expect(ask.pane.locator('rect')).not.toHaveCount(0)
    await chip.click()
  })

  await test.step('answered again, it has two versions', async () => {
    const turn = ask.turn('Please compare them')
    await turn.getByRole('button', { name: 'Answer again' }).click()
    await expect(ask.versions('Please compare them')).toContainText('2/2')
    await turn.getByRole('button', { name: 'The version before' }).click()
    await expect(ask.versions('Please compare them')).toContainText('1/2')
  })

  await test.step('an earlier question asked otherwise is a branch: what came after is kept in the other', async () => {
    await ask.change('Is it sleeping?', 'Is it a sleeping dog?')
    await expect(ask.turn('Is it a sleeping dog?')).toContainText('No, it looks at you.')
    await expect(ask.turn('Please compare them')).toHaveCount(0)
    await ask.turn('Is it a sleeping dog?').getByRole('button', { name: 'The version before' }).click()
    await expect(ask.turn('Please compare them')).toBeVisible()
  })

  await test.step('an answer is saved to the image, and found', async () => {
    await ask.turn('What is this?').getByRole('button', { name: 'Save to an image' }).click()
    const dialog = page.getByRole('dialog', { name: 'Save to an image' })
    await dialog.getByRole('textbox', { name: 'Text' }).fill('A tabby with a story')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Saved to the image')).toBeVisible()
    await expect
      .poll(async () => (await search(product, 'tabby story')).hits.map(({ image }) => image.id))
      .toEqual([cat])
  })

  await test.step('the history finds it, names it and takes it back from the bin', async () => {
    const box = ask.history.getByRole('searchbox', { name: 'Search the conversations' })
    await box.fill('zebra')
    await expect(ask.conversations).toHaveCount(0)
    await box.fill('sleeping')
    await expect(ask.conversations).toHaveCount(1)
    await ask.history.getByRole('button', { name: /^More about/ }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await expect(ask.conversations).toHaveCount(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(ask.conversations).toHaveCount(1)
  })
})

test('stopped, reloaded and killed in the middle: what is written stays, and it goes on', async ({
  page,
  ask: { product, vision, page: ask },
}) => {
  test.setTimeout(240_000)
  vision.pieceMs = 60
  await ask.open(product.url, [await idOf(product, 'cat.jpg')])

  await test.step('reloaded, the answer goes on being written', async () => {
    await ask.ask('Tell a long story')
    const answer = ask.answerTo('Tell a long story')
    await expect(answer).toContainText('word3 ')
    await page.waitForURL(/\/ask\/\d+$/)
    await page.reload()
    await expect(answer).toContainText('word3 ')
    await expect(answer).toContainText('word60 ')
  })

  await test.step('stopped, it keeps what it has and can be asked again', async () => {
    await page.getByRole('button', { name: 'Stop' }).click()
    await expect(ask.turn('Tell a long story')).toContainText('You stopped this answer.')
    await expect(ask.answerTo('Tell a long story')).not.toContainText('word399')
    await ask.turn('Tell a long story').getByRole('button', { name: 'Try again' }).click()
    await expect(ask.versions('Tell a long story')).toContainText('2/2')
    await expect(ask.answerTo('Tell a long story')).toContainText('word3 ')
  })

  await test.step('killed, it says so after the start; tried again, it is written to its end', async () => {
    await product.kill()
    vision.pieceMs = 0
    await product.start()
    await page.reload()
    const turn = ask.turn('Tell a long story')
    await expect(turn).toContainText('Vitrine was stopped while this was written.')
    await expect(ask.answerTo('Tell a long story')).toContainText('word3 ')
    await turn.getByRole('button', { name: 'Try again' }).click()
    await expect(ask.answerTo('Tell a long story')).toContainText('word399', { timeout: 60_000 })
  })
})

test('a question about the library becomes a search, and its hits are looked at', async ({
  page,
  ask: { product, vision, page: ask },
}) => {
  test.setTimeout(180_000)
  await ask.open(product.url)
  await ask.ask('Which receipts are over 20 euros?')
  const turn = ask.turn('Which receipts are over 20 euros?')
  await expect(turn).toContainText('is over 20 euros')
  await expect(turn.getByRole('textbox', { name: 'Search of this question' })).toHaveValue('kind:receipt')
  await expect(turn.getByRole('list', { name: 'Found images' }).getByRole('link')).toHaveCount(1)
  expect(vision.questions.at(-1)?.pictures).toBe(1)
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
})

test('without a model the index answers, and says what it stands on', async ({ page, empty }) => {
  test.setTimeout(180_000)
  const ask = new AskPage(page)
  await uploadFiles(empty, [photoFile('cat.jpg'), photoFile('dogs.jpg'), pageFile(RECEIPT)])
  await waitForReady(empty, 3)

  await test.step('about the library', async () => {
    await ask.open(empty.url)
    await expect(page.getByText('No model is here yet, so the index answers')).toBeVisible()
    await expectAccessible(page)
    await ask.ask('Which receipts are over 20?')
    const turn = ask.turn('Which receipts are over 20?')
    await expect(turn).toContainText(RECEIPT)
    await expect(turn).toContainText('29.43')
    await expect(turn).toContainText('The index')
  })

  await test.step('about a picture, with the words it read', async () => {
    await ask.open(empty.url, [await idOf(empty, RECEIPT)])
    await ask.ask('What is the total?')
    await expect(ask.turn('What is the total?')).toContainText('29.43')
    await ask.ask('Is the shop assistant in a good mood?')
    await expect(ask.turn('Is the shop assistant in a good mood?')).toContainText(
      'I can’t tell from the index',
    )
  })
})

test('a server is one address: typed, tried, used, asked in the browser, and there again after a restart', async ({
  page,
  empty,
}) => {
  test.setTimeout(240_000)
  const vision = await VisionServer.start()
  vision.answers = answerTo
  const ask = new AskPage(page)
  const servers = page.getByRole('region', { name: 'Servers' })
  try {
    await uploadFiles(empty, [photoFile('cat.jpg')])
    await waitForReady(empty, 1)

    await test.step('an address where nothing answers is told, and not taken', async () => {
      await page.goto(`${empty.url}/models#servers`)
      await servers.getByRole('textbox', { name: 'Address of a server' }).fill('127.0.0.1:9')
      await servers.getByRole('button', { name: 'Test' }).click()
      await expect(servers.getByRole('status')).toContainText('127.0.0.1:9')
    })

    await test.step('the right one names its model', async () => {
      await servers.getByRole('textbox', { name: 'Address of a server' }).fill(vision.url)
      await servers.getByRole('button', { name: 'Test' }).click()
      await expect(servers.getByRole('status')).toContainText(FAKE_MODEL)
      await servers.getByRole('button', { name: 'Use this server' }).click()
      await expect(servers.getByRole('listitem')).toContainText(FAKE_MODEL)
      await expectAccessible(page)
    })

    await test.step('it answers on the Ask page', async () => {
      await ask.open(empty.url, [await idOf(empty, 'cat.jpg')])
      await expect(page.getByRole('button', { name: /^Answered by A model server/ })).toBeVisible({
        timeout: 60_000,
      })
      await ask.ask('What is this?')
      await expect(ask.answerTo('What is this?')).toContainText('A cat on a sofa.')
    })

    await test.step('after a restart it still does', async () => {
      await empty.kill()
      await empty.start()
      await page.reload()
      await expect(page.getByRole('button', { name: /^Answered by A model server/ })).toBeVisible({
        timeout: 60_000,
      })
      await ask.ask('Is it sleeping?')
      await expect(ask.answerTo('Is it sleeping?')).toContainText('No, it looks at you.')
    })
  } finally {
    await vision.stop()
  }
})

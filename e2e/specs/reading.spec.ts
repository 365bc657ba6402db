/** Stage 2 by a server: a receipt is sent on, read deeply, found by its fields, and taken elsewhere. */
import { readFile } from 'node:fs/promises'
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
import { GalleryPage } from '../src/pages/gallery.ts'
import { Product } from '../src/product.ts'
import { ANSWER, FAKE_MODEL, VisionServer } from '../src/vision-server.ts'

/** The server is looked for, and the receipt is read by stage 1 before. */
const PATIENCE = { timeout: 90_000 }

const test = base.extend<{ deep: { product: Product; vision: VisionServer } }>({
  deep: async ({ browserName: _ }, use, info) => {
    const vision = await VisionServer.start()
    const product = await Product.create({
      VITRINE_REASONING_URLS: vision.url,
      VITRINE_REASONING_MODEL: FAKE_MODEL,
    })
    await use({ product, vision })
    if (info.status !== info.expectedStatus) await info.attach('vitrine.log', { body: product.log })
    await product.remove()
    await vision.stop()
  },
})

const namesOf = async (product: Product, query: string) =>
  (await search(product, query)).hits.map(({ image }) => image.fileName)

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
}

test('a receipt is read deeply by a server; its fields and table are shown, found and taken elsewhere', async ({
  page,
  context,
  deep: { product, vision },
}) => {
  test.setTimeout(240_000)
  const reading = page.getByRole('region', { name: 'Deep reading' })
  const receipt = 'receipt-corner-market.png'

  await test.step('triage sends the receipt on, and the cat not', async () => {
    await uploadFiles(product, [pageFile(receipt), photoFile('cat.jpg')])
    await waitForReady(product, 2)
    await expect.poll(() => namesOf(product, 'has:reading'), PATIENCE).toEqual([receipt])
    expect(vision.asked).toBe(1)
  })

  await test.step('the page shows prose, fields and the table', async () => {
    await page.goto(`${product.url}/images/${await idOf(product, receipt)}`)
    await expect(reading).toContainText(ANSWER.reading)
    await expect(reading).toContainText('21.05 EUR')
    await expect(reading).toContainText(FAKE_MODEL)
    await expect(reading.getByRole('table', { name: 'Items' }).getByRole('row')).toHaveCount(6)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await expectAccessible(page)
    }
    await page.emulateMedia({ colorScheme: 'light' })
  })

  await test.step('a phone scrolls the table in its own box, by the keyboard too', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await expectNoSidewaysScroll(page)
    const box = reading.getByRole('region', { name: 'Items, scrolls' })
    await box.focus()
    await page.keyboard.press('ArrowRight')
    await expect(reading).toContainText(ANSWER.reading)
    await expect.poll(() => box.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0)
    await expectAccessible(page)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  await test.step('it is copied and saved', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await reading.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'Copy as Markdown' }).click()
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toContain('| Total | 21.05 EUR |')
    await reading.getByRole('button', { name: 'Export' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'Save CSV' }).click()
    const file = await download
    expect(file.suggestedFilename()).toBe('receipt-corner-market.reading.csv')
    const text = (await readFile(await file.path())).toString('utf8')
    expect(text.startsWith('\uFEFFFields\r\nname,value,number,unit\r\n')).toBe(true)
    expect(text).toContain('\r\n\'=Organic oat milk,CM-1120,3,2.10,6.30\r\n"Deposit, returned"')
    const answer = await fetch(`${product.url}/api/v1/images/${await idOf(product, receipt)}/reading.csv`)
    expect(Buffer.from(await answer.arrayBuffer()).toString('utf8')).toBe(text)
  })

  await test.step('search finds it by its fields, its table and its words', async () => {
    const gallery = new GalleryPage(page)
    await gallery.open(product.url)
    await gallery.search('field:total>20')
    await expect(gallery.cards).toHaveCount(1)
    await expect(page.getByText('with a field “total” above 20')).toBeVisible()
    for (const query of [
      'field:total=21.05',
      'field:invoice-number:INV-7',
      'has:table',
      'kalamata',
      'field:totl>20',
    ])
      expect([query, await namesOf(product, query)]).toEqual([query, [receipt]])
    for (const query of ['field:total>22', 'field:invoice-number:INV-8', 'has:table -field:total'])
      expect([query, await namesOf(product, query)]).toEqual([query, []])
  })

  await test.step('the cat is read deeply by hand, from the selection', async () => {
    const gallery = new GalleryPage(page)
    await gallery.open(product.url, 'file:cat')
    await page.getByRole('button', { name: 'Select images' }).click()
    await gallery
      .card(await idOf(product, 'cat.jpg'))
      .getByRole('link')
      .click()
    await page.getByRole('button', { name: 'Deep reading' }).click()
    await page.getByRole('menuitem', { name: 'Read deeply' }).click()
    await expect(page.getByText('1 image will be read deeply')).toBeVisible()
    await expect
      .poll(async () => (await namesOf(product, 'has:reading')).toSorted(), PATIENCE)
      .toEqual(['cat.jpg', receipt])
  })

  await test.step('the Models page names the server’s model', async () => {
    await page.goto(`${product.url}/models`)
    const card = page.getByRole('region', { name: 'Deep reading' })
    await expect(card).toContainText(FAKE_MODEL)
    await expectAccessible(page)
  })
})

test('without a server the page says so, and a reading that waits can be skipped', async ({
  page,
  empty,
}) => {
  test.setTimeout(180_000)
  await uploadFiles(empty, [pageFile('receipt-corner-market.png')])
  await waitForReady(empty, 1)
  await page.goto(`${empty.url}/images/${await idOf(empty, 'receipt-corner-market.png')}`)
  const reading = page.getByRole('region', { name: 'Deep reading' })
  await expect(reading).toContainText('No reasoning engine.')
  await expectAccessible(page)
  await reading.getByRole('button', { name: 'Skip the deep reading' }).click()
  await expect(reading).toContainText('Skipped')
  await reading.getByRole('button', { name: 'Read deeply' }).click()
  await expect(reading).toContainText('No reasoning engine.')
  await reading.getByRole('link', { name: 'Download a model or name a server' }).click()
  await expect(page.getByRole('region', { name: 'Deep reading' })).toContainText('ollama pull')
  await expectAccessible(page)
})

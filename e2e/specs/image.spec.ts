import type { Page } from '@playwright/test'
import { pageFile } from '../src/files.ts'
import { expect, search, test, uploadFiles, waitForReady } from '../src/fixtures.ts'
import type { Product } from '../src/product.ts'

async function openFirst(page: Page, product: Product, query: string): Promise<number> {
  const { hits } = await search(product, query)
  const id = hits[0]?.image.id
  if (!id) throw new Error(`nothing found for ${query}`)
  await page.goto(`${product.url}/images/${id}?q=${encodeURIComponent(query)}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return id
}

test('shows what was found, where, and who found it', async ({ page, library }) => {
  await openFirst(page, library, 'object:cat')
  const picture = page.getByRole('region', { name: 'Picture' })
  await expect(picture.getByLabel('Objects on the image').getByRole('button', { name: /cat/ })).toBeVisible()
  await expect(page.getByLabel('Objects found').getByText('cat').first()).toBeVisible()
  await page.getByText('Where all this comes from').click()
  await expect(page.getByLabel('Sources')).toContainText('builtin')
})

test('says why a picture goes on to a deep reading, and what it waits for', async ({ page, library }) => {
  await openFirst(page, library, '"corner market"')
  const about = page.getByRole('complementary', { name: 'About this image' })
  await expect(about).toContainText(/looks like a receipt/i)
  await expect(about).toContainText(/no reasoning engine/i)
})

test('text on the picture can be selected and is copied in reading order', async ({ page, library }) => {
  await openFirst(page, library, '"corner market"')
  const layer = page.getByLabel('Text on the image')
  await expect(layer).toContainText('CORNER MARKET')
  const text = (await layer.textContent()) ?? ''
  expect(text.indexOf('CORNER MARKET')).toBeLessThan(text.indexOf('THANK YOU'))
})

test('goes to the next picture of the search by key, and back', async ({ page, library }) => {
  const first = await openFirst(page, library, '')
  await expect(page.getByRole('button', { name: 'Next image' })).toBeEnabled()
  await page.keyboard.press('ArrowRight')
  await expect(page).not.toHaveURL(new RegExp(`/images/${first}\\b`))
  await expect(page.getByRole('navigation', { name: 'Images of this search' })).toContainText('2 of')
  await page.keyboard.press('ArrowLeft')
  await expect(page).toHaveURL(new RegExp(`/images/${first}\\b`))
})

test('the original comes down byte for byte', async ({ page, library }) => {
  await openFirst(page, library, 'monteverde')
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download original' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('label-olive-oil.png')
})

test("a person's caption is found, survives a re-read, and can be taken back", async ({ page, empty }) => {
  await uploadFiles(empty, [pageFile('label-olive-oil.png')])
  await waitForReady(empty, 1)
  await openFirst(page, empty, 'monteverde')
  await page.getByRole('button', { name: 'Edit caption' }).click()
  await page.getByRole('textbox', { name: 'Caption' }).fill('A bottle label from Perugia')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect.poll(async () => (await search(empty, 'perugia')).total.value).toBe(1)

  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Read again' }).click()
  await waitForReady(empty, 1)
  await page.reload()
  await expect(page.getByText('A bottle label from Perugia').first()).toBeVisible()

  await page.getByRole('button', { name: 'Revert' }).click()
  await expect(page.getByText('A bottle label from Perugia')).toHaveCount(0)
})

test('a deleted picture is gone from search and back with undo', async ({ page, empty }) => {
  await uploadFiles(empty, [pageFile('label-olive-oil.png'), pageFile('table-harvest.png')])
  await waitForReady(empty, 2)
  await openFirst(page, empty, 'monteverde')
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Move to the trash' }).click()
  await expect.poll(async () => (await search(empty, 'monteverde')).total.value).toBe(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await search(empty, 'monteverde')).total.value).toBe(1)
})

test('a tag added here is found by everyone', async ({ page, empty }) => {
  await uploadFiles(empty, [pageFile('label-olive-oil.png')])
  await waitForReady(empty, 1)
  await openFirst(page, empty, 'monteverde')
  await page.getByLabel('Add a tag').fill('pantry')
  await page.getByLabel('Add a tag').press('Enter')
  await expect.poll(async () => (await search(empty, 'tag:pantry')).total.value).toBe(1)
})

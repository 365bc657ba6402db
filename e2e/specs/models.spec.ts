/** From no weights to Florence-2: the offer, a hub that can't be reached, files put in place by hand, a re-read. */
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { test as base, expect, expectAccessible, search, waitForReady } from '../src/fixtures.ts'
import { emptyModelsFolder, redPicture, writeTinyWeights } from '../src/models.ts'
import { GalleryPage } from '../src/pages/gallery.ts'
import { ModelsPage } from '../src/pages/models.ts'
import { Product } from '../src/product.ts'

/** A port that nobody listens on. */
const NO_HUB = 'http://127.0.0.1:9'
const BASE = 'Florence-2 base, fine-tuned'
/** The hub is tried several times, and the folder is looked at every few seconds. */
const PATIENCE = { timeout: 90_000 }

const test = base.extend<{ bare: { product: Product; folder: string } }>({
  bare: async ({ browserName: _ }, use, info) => {
    const folder = await emptyModelsFolder()
    const product = await Product.create({ VITRINE_MODELS_DIR: folder, HF_ENDPOINT: NO_HUB })
    await use({ product, folder })
    if (info.status !== info.expectedStatus) await info.attach('vitrine.log', { body: product.log })
    await product.remove()
    await rm(folder, { recursive: true, force: true })
  },
})

test('weights that are missing are offered, and read by themselves once they are there', async ({
  page,
  bare: { product, folder },
}) => {
  const gallery = new GalleryPage(page)
  const models = new ModelsPage(page)
  const offer = page.getByRole('region', { name: 'A model that can be had' })
  const arrival = page.getByRole('region', { name: 'A model that has come' })

  await test.step('an empty product offers them, and takes pictures meanwhile', async () => {
    await gallery.open(product.url)
    await expect(offer).toContainText('once, then everything stays on this machine')
    await gallery.upload(await redPicture('before.png', 320))
    await waitForReady(product, 1)
    expect((await search(product, 'engine:builtin')).total.value).toBe(1)
    await offer.getByRole('link', { name: 'See details' }).click()
    await expect(models.heading).toBeVisible()
    await expect(models.card(BASE)).toContainText('recommended here')
    await expect(models.builtin).toContainText('in use')
  })

  await test.step('a hub that can’t be reached is told, with the folder that helps', async () => {
    await models
      .card(BASE)
      .getByRole('button', { name: /^Download/ })
      .click()
    await expect(models.hubHelp).toContainText('127.0.0.1:9', PATIENCE)
    await expect(models.hubHelp).toContainText(path.join(folder, 'onnx-community/Florence-2-base-ft'))
    await expect(models.hubHelp).toContainText('HF_ENDPOINT')
    await expect(models.card(BASE).getByRole('button', { name: /^Download/ })).toBeEnabled()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await expectAccessible(page)
    }
    await page.setViewportSize({ width: 390, height: 844 })
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  await test.step('files that appear in the folder are run', async () => {
    await writeTinyWeights(folder)
    await expect(models.card(BASE)).toContainText('in use', PATIENCE)
    await expect(models.builtin).not.toContainText('in use', PATIENCE)
    await gallery.open(product.url)
    await gallery.upload(await redPicture('after.png', 330))
    await waitForReady(product, 2)
    const { hits } = await search(product, 'engine:florence2')
    expect(hits.map(({ image }) => [image.fileName, image.caption])).toEqual([['after.png', 'a red square']])
  })

  await test.step('what the builtin engine has read is read again in one click', async () => {
    await expect(arrival).toContainText('1 picture was read with the builtin engine')
    await arrival.getByRole('button', { name: 'Re-read everything with Florence-2' }).click()
    await expect(arrival).toHaveCount(0)
    await expect.poll(async () => (await search(product, 'engine:florence2')).total.value, PATIENCE).toBe(2)
  })
})

test('the offer, once declined, is not made again', async ({ page, library }) => {
  const gallery = new GalleryPage(page)
  const offer = page.getByRole('region', { name: 'A model that can be had' })
  await gallery.open(library.url)
  await offer.getByRole('button', { name: 'Not now' }).click()
  await expect(offer).toHaveCount(0)
  const told = page.waitForResponse((response) => response.url().includes('models.report'))
  await gallery.open(library.url)
  await told
  await expect(gallery.cards.first()).toBeVisible()
  await expect(offer).toHaveCount(0)
})

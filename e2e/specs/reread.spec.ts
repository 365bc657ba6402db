/** Another model reads what the builtin engine has read: both readings, until a person decides. */
import sharp from 'sharp'
import type { MemoryFile } from '../src/files.ts'
import { test as base, expect, expectAccessible, idOf, search, waitForReady } from '../src/fixtures.ts'
import { emptyModelsFolder, writeTinyWeights } from '../src/models.ts'
import { GalleryPage } from '../src/pages/gallery.ts'
import { TwoReadings } from '../src/pages/two-readings.ts'
import { Product } from '../src/product.ts'

/** The folder is looked at every few seconds, and the engine is tried before it is used. */
const PATIENCE = { timeout: 90_000 }

const COLOURS = { red: { r: 220, g: 30, b: 30 }, green: { r: 30, g: 200, b: 40 } }

async function picture(name: string, colour: keyof typeof COLOURS, width: number): Promise<MemoryFile> {
  const background = COLOURS[colour]
  const buffer = await sharp({ create: { width, height: 240, channels: 3, background } })
    .png()
    .toBuffer()
  return { name, mimeType: 'image/png', buffer }
}

const test = base.extend<{ bare: { product: Product; folder: string } }>({
  bare: [
    async ({ browserName: _ }, use, info) => {
      const folder = await emptyModelsFolder()
      const product = await Product.create({ VITRINE_MODELS_DIR: folder, HF_ENDPOINT: 'http://127.0.0.1:9' })
      await use({ product, folder })
      if (info.status !== info.expectedStatus) await info.attach('vitrine.log', { body: product.log })
      await product.remove()
    },
    // It may have to be built first.
    { timeout: 300_000 },
  ],
})

const totalOf = async (product: Product, query: string) => (await search(product, query)).total.value

test('what Florence-2 reads anew stands beside the former reading until it is decided', async ({
  page,
  bare: { product, folder },
}) => {
  test.setTimeout(180_000)
  const gallery = new GalleryPage(page)
  const readings = new TwoReadings(page)
  const before = new Map<number, string>()

  await test.step('the builtin engine reads four pictures, then Florence-2 arrives', async () => {
    await gallery.open(product.url)
    await gallery.upload([
      await picture('one.png', 'red', 320),
      await picture('two.png', 'green', 321),
      await picture('three.png', 'red', 322),
      await picture('four.png', 'green', 323),
    ])
    await waitForReady(product, 4)
    for (const { image } of (await search(product, 'engine:builtin')).hits)
      before.set(image.id, image.caption)
    expect(before.size).toBe(4)
    await writeTinyWeights(folder)
  })
  const [one, two, three, four] = await Promise.all(
    ['one.png', 'two.png', 'three.png', 'four.png'].map((name) => idOf(product, name)),
  )
  if (!one || !two || !three || !four) throw new Error('the pictures are not there')

  await test.step('a selection is read again, with the engine that is chosen', async () => {
    await gallery.open(product.url, 'engine:builtin')
    await page.getByRole('button', { name: 'Select images' }).click()
    for (const id of [one, two, three, four]) await gallery.card(id).getByRole('link').click()
    const again = page.getByRole('button', { name: 'Read again' })
    await expect(again).toHaveAttribute('aria-haspopup', 'menu', PATIENCE)
    await again.click()
    await page.getByRole('menuitem', { name: 'Read again with Florence-2' }).click()
    await expect.poll(() => totalOf(product, 'is:reread'), PATIENCE).toBe(4)
    expect(await totalOf(product, 'is:reread engine:florence2 "red square"')).toBe(2)
    await gallery.open(product.url, 'is:reread')
    await expect(page.getByRole('link', { name: /one\.png, Two readings/ })).toBeVisible()
  })

  await test.step('both readings are shown, and the picture shows the former’s finds', async () => {
    await readings.open(product.url, one)
    await expect(readings.former).toContainText('Builtin')
    await expect(readings.former).toContainText(before.get(one) ?? 'nothing')
    await expect(readings.present).toContainText('Florence-2')
    await expect(readings.present).toContainText('a red square')
    await expect(readings.present.getByText('red box, only in the new reading')).toBeVisible()
    await expect(readings.lines).toContainText('HELLO red')
    await page.keyboard.press('f')
    await expect(page.getByRole('switch', { name: /former’s finds/ })).toBeChecked()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await expectAccessible(page)
    }
    await page.setViewportSize({ width: 390, height: 844 })
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  await test.step('one is kept, another is taken back, a third after an undo', async () => {
    await readings.keep.press('Enter')
    await expect(readings.section).toHaveCount(0)
    await readings.open(product.url, two)
    await readings.takeBack.click()
    await expect(readings.section).toHaveCount(0)
    await expect(page.getByRole('region', { name: 'Caption' })).toContainText(before.get(two) ?? 'nothing')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(readings.section).toBeVisible()
    await readings.takeBack.click()
    await expect(readings.section).toHaveCount(0)
    await page.reload()
    await expect(page.getByRole('region', { name: 'Caption' })).toContainText(before.get(two) ?? 'nothing')
    await expect(readings.section).toHaveCount(0)
  })

  await test.step('the rest is accepted from the gallery', async () => {
    await gallery.open(product.url, 'is:reread')
    await expect(gallery.cards).toHaveCount(2)
    await page.getByRole('button', { name: 'Select images' }).click()
    await page.getByRole('button', { name: /^Select all/ }).click()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Accept new readings' }).click()
    await expect(page.getByText('2 new readings stay')).toBeVisible()
    await expect(gallery.cards).toHaveCount(0)
  })

  await test.step('search agrees', async () => {
    expect(await totalOf(product, 'is:reread')).toBe(0)
    const { hits } = await search(product, 'engine:builtin')
    expect(hits.map(({ image }) => [image.id, image.caption])).toEqual([[two, before.get(two)]])
    expect(await totalOf(product, '"green square"')).toBe(1)
    expect(await totalOf(product, '"red square"')).toBe(2)
  })
})

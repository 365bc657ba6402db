/** The tools of the image page, on a generated Florence-2 that says the same of every red picture. */
import { readFile } from 'node:fs/promises'
import { CocoDocument, TaskResponse } from '@vitrine/contracts'
import sharp from 'sharp'
import { photoFile } from '../src/files.ts'
import {
  test as base,
  expect,
  expectAccessible,
  idOf,
  search,
  uploadFiles,
  waitForReady,
} from '../src/fixtures.ts'
import { emptyModelsFolder, redPicture, writeTinyWeights } from '../src/models.ts'
import { GalleryPage } from '../src/pages/gallery.ts'
import { ToolsPanel } from '../src/pages/tools.ts'
import { Product } from '../src/product.ts'

const test = base.extend<object, { florence: Product }>({
  florence: [
    async ({ browserName: _ }, use) => {
      const folder = await emptyModelsFolder()
      await writeTinyWeights(folder)
      const product = await Product.create({ VITRINE_MODELS_DIR: folder, VITRINE_DEVICE: 'cpu' })
      await use(product)
      await product.remove()
    },
    { scope: 'worker', timeout: 300_000 },
  ],
})

const totalOf = async (product: Product, query: string) => (await search(product, query)).total.value

test('finds, segments and describes; what is kept is found, drawn, exported and dropped', async ({
  page,
  florence,
}) => {
  test.setTimeout(240_000)
  const tools = new ToolsPanel(page)
  const gallery = new GalleryPage(page)
  await gallery.open(florence.url)
  await gallery.upload(await redPicture('red.png', 320))
  await waitForReady(florence, 1)
  const id = await idOf(florence, 'red.png')
  await page.goto(`${florence.url}/images/${id}`)

  await test.step('a thing that is named is found, and lights up both ways', async () => {
    await tools.choose('Find what I name')
    await tools.panel.getByLabel('What to find').fill('the red box')
    await page.keyboard.press('Enter')
    const row = tools.answers.getByRole('button', { name: /^the red box \d+ %$/ })
    await row.hover()
    await expect(
      page.getByLabel('Answers on the image').getByRole('button', { name: /the red box/ }),
    ).toHaveAttribute('aria-pressed', 'true')
  })

  await test.step('a thing that is named is outlined, and the outline is kept', async () => {
    await tools.choose('Segment what I name')
    await expect(tools.panel.getByLabel('What to segment')).toHaveValue('the red box')
    await tools.panel.getByLabel('What to segment').fill('crimson crate')
    await tools.ask('Segment')
    await tools.answers.getByRole('button', { name: /^Keep crimson crate/ }).click()
    await expect(tools.kept.getByRole('button', { name: /^crimson crate segmented/ })).toBeVisible()
    await expect(tools.answers.getByRole('button', { name: 'Kept: crimson crate' })).toBeVisible()
    await expect.poll(() => totalOf(florence, 'crate')).toBe(1)
    expect(await totalOf(florence, 'object:"crimson crate"')).toBe(1)
  })

  await test.step('a box that is drawn is described', async () => {
    await tools.choose('Describe a region')
    await tools.draw([0.2, 0.2], [0.7, 0.8])
    await page.keyboard.press('Enter')
    await expect(tools.answers).toContainText('a red box that lies there')
    await tools.panel.getByRole('button', { name: 'Keep', exact: true }).click()
    await expect(tools.kept).toContainText('described')
  })

  await test.step('a box that is placed by key is read', async () => {
    await tools.choose('Read a region')
    await page.reload()
    await tools.choose('Read a region')
    await tools.panel.getByRole('button', { name: 'Place a box' }).click()
    await expect(page.getByRole('button', { name: /^Region: 25 % from the left/ })).toBeFocused()
    await page.keyboard.press('ArrowRight')
    await expect(page.getByRole('button', { name: /^Region: 26 % from the left/ })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(tools.answers).toContainText('HELLO red')
  })

  await test.step('with answers shown, the page has no WCAG 2.2 AA violation', async () => {
    await tools.choose('Dense captions')
    await tools.ask('Caption')
    await expect(tools.answers).toContainText('a red box on the left')
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await expectAccessible(page)
    }
  })

  await test.step('what is kept is there after a reload and a re-read, and is exported', async () => {
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Read again', exact: true }).click()
    await expect(page.getByText('It will be read again.').first()).toBeVisible()
    await waitForReady(florence, 1)
    await page.reload()
    await expect(tools.kept.getByRole('button', { name: /^crimson crate segmented/ })).toBeVisible()
    await expect(
      page.getByLabel('Kept on the image').getByRole('button', { name: 'crimson crate' }),
    ).toBeVisible()

    const coco = await tools.save(tools.kept, 'Save COCO JSON')
    expect(coco.suggestedFilename()).toBe('red.coco.json')
    const document = CocoDocument.parse(JSON.parse(await readFile(await coco.path(), 'utf8')))
    expect(document.categories.map(({ name }) => name)).toEqual(['crimson crate', 'region'])
    const answer = await fetch(`${florence.url}/api/v1/images/${id}/annotations.coco.json`)
    const served = CocoDocument.parse(await answer.json())
    expect(served.annotations).toEqual(expect.arrayContaining(served.annotations.filter(({ kept }) => kept)))
    expect(served.annotations.filter(({ kept }) => kept)).toHaveLength(2)

    const mask = await tools.save(tools.kept, 'Save PNG mask')
    expect(mask.suggestedFilename()).toBe('red.mask.png')
    const { width, height } = await sharp(await mask.path()).metadata()
    expect([width, height]).toEqual([320, 240])
    const drawn = await sharp(await mask.path()).stats()
    expect([drawn.channels[0]?.min, drawn.channels[0]?.max]).toEqual([0, 255])
  })

  await test.step('what is dropped is gone from search, and back with undo', async () => {
    await tools.kept.getByRole('button', { name: 'Drop crimson crate' }).click()
    await expect.poll(() => totalOf(florence, 'crate')).toBe(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => totalOf(florence, 'crate')).toBe(1)
  })

  await test.step('on a phone a region is asked about from the picture', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await tools.choose('Name a region')
    await tools.panel.getByRole('button', { name: 'Place a box' }).click()
    await page
      .getByRole('region', { name: 'Region', exact: true })
      .getByRole('button', { name: 'Name a region' })
      .click()
    await expect(tools.answers).toContainText('red box')
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })
})

test('a task is run over the public face, on bytes that nobody keeps', async ({ florence }) => {
  const picture = await redPicture('loose.png', 200)
  const form = new FormData()
  form.set('region', '0.1,0.1,0.5,0.5')
  form.set('image', new Blob([new Uint8Array(picture.buffer)]), picture.name)
  const answer = await fetch(`${florence.url}/api/v1/tasks/region-to-category`, {
    method: 'POST',
    body: form,
  })
  expect(TaskResponse.parse(await answer.json())).toMatchObject({
    engine: 'florence2',
    result: { type: 'text', text: 'red box' },
  })
  expect(await totalOf(florence, 'file:loose.png')).toBe(0)
})

test('without Florence-2 the tools say what they need', async ({ page, empty }) => {
  await uploadFiles(empty, [photoFile('coffee.jpg')])
  await waitForReady(empty, 1)
  await page.goto(`${empty.url}/images/${await idOf(empty, 'coffee.jpg')}`)
  const tools = new ToolsPanel(page)
  await tools.choose('Segment what I name')
  await expect(tools.panel.getByText('This needs Florence-2')).toBeVisible()
  await expect(tools.panel.getByRole('link', { name: 'See Models' })).toHaveAttribute('href', '/models')
  // The builtin engine reads text, also that of a region.
  await tools.choose('Read a region')
  await expect(tools.panel.getByText('This needs Florence-2')).toHaveCount(0)
})

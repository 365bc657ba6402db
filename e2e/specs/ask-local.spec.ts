/** Models on this machine: generated ones of some hundred kilobytes, through the real libraries, asked in a browser. */
import { rm } from 'node:fs/promises'
import { test as base, expect, search, waitForReady } from '../src/fixtures.ts'
import { emptyModelsFolder, plainSquare, writeTinyWeights } from '../src/models.ts'
import { AskPage } from '../src/pages/ask.ts'
import { GalleryPage } from '../src/pages/gallery.ts'
import { Product } from '../src/product.ts'

const test = base.extend<{ local: Product }>({
  local: async ({ browserName: _ }, use, info) => {
    const folder = await emptyModelsFolder()
    await writeTinyWeights(folder)
    const product = await Product.create({ VITRINE_MODELS_DIR: folder, HF_ENDPOINT: 'http://127.0.0.1:9' })
    await use(product)
    if (info.status !== info.expectedStatus) await info.attach('vitrine.log', { body: product.log })
    await product.remove()
    await rm(folder, { recursive: true, force: true })
  },
})

/** An engine's process starts with its first question. */
const PATIENCE = { timeout: 60_000 }

test('a conversation with Qwen2-VL remembers its pictures, and goes on with other engines and after a restart', async ({
  page,
  local: product,
}) => {
  test.setTimeout(240_000)
  const ask = new AskPage(page)
  const idOfFile = async (name: string) => (await search(product, `file:${name}`)).hits[0]?.image.id ?? 0

  await test.step('two pictures are there', async () => {
    const gallery = new GalleryPage(page)
    await gallery.open(product.url)
    await gallery.upload([
      await plainSquare('red.png', { r: 220, g: 30, b: 30 }),
      await plainSquare('blue.png', { r: 30, g: 30, b: 220 }),
    ])
    await waitForReady(product, 2)
  })

  await test.step('the first question is answered by the chosen engine', async () => {
    await ask.open(product.url, [await idOfFile('red.png')])
    await ask.answerBy(/^Qwen-VL on this machine/)
    await ask.ask('What colour is it?')
    await expect(ask.answerTo('What colour is it?')).toContainText('Turn 1: 1 image, red ✓', PATIENCE)
  })

  await test.step('a follow-up reads only what is new', async () => {
    await ask.ask('Are you sure?')
    await expect(ask.answerTo('Are you sure?')).toContainText('Turn 2: 1 image, red ✓', PATIENCE)
    await expect(ask.turn('Are you sure?')).toContainText('remembered')
  })

  await test.step('another picture comes in the middle', async () => {
    await ask.pick(['blue.png'])
    await ask.ask('And together with this one?')
    await expect(ask.answerTo('And together with this one?')).toContainText(
      'Turn 3: 2 images, red blue ✓',
      PATIENCE,
    )
  })

  await test.step('the index takes over, and gives back', async () => {
    await ask.answerBy(/The index/)
    await ask.ask('What is the resolution?')
    await expect(ask.turn('What is the resolution?')).toContainText('The index')
    await expect(ask.answerTo('What is the resolution?')).toContainText('240')
    await ask.answerBy(/^Qwen-VL on this machine/)
    await ask.ask('Still there?')
    await expect(ask.answerTo('Still there?')).toContainText('Turn 5: 2 images, red blue ✓', PATIENCE)
  })

  await test.step('llama.cpp takes over, with its own model', async () => {
    await ask.answerBy(/^Qwen-VL by llama/)
    await ask.ask('What does llama.cpp say?')
    await expect(ask.answerTo('What does llama.cpp say?')).toContainText('A wörd.', PATIENCE)
    await ask.answerBy(/^Qwen-VL on this machine/)
  })

  await test.step('after a restart it is all there, and goes on', async () => {
    await product.kill()
    await product.start()
    await page.reload()
    await expect(ask.answerTo('Are you sure?')).toContainText('Turn 2: 1 image, red ✓')
    await ask.ask('And now?')
    await expect(ask.answerTo('And now?')).toContainText('Turn 6: 2 images, red blue ✓', PATIENCE)
  })
})

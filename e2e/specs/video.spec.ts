/** A video: taken in as keyframes, found, played from the hit, and read as one sequence. */
import { videoFile } from '../src/files.ts'
import { test as base, expect, expectAccessible, search, uploadFiles, waitForReady } from '../src/fixtures.ts'
import { AskPage } from '../src/pages/ask.ts'
import { Product } from '../src/product.ts'
import { FAKE_MODEL, VisionServer } from '../src/vision-server.ts'

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

test('a video is shown by its keyframes, plays from the one that was found, and is read as a whole', async ({
  page,
  deep: { product, vision },
}) => {
  test.setTimeout(240_000)
  vision.answers = () => 'First everything is red (0:00), then green (0:02), then blue (0:04).'
  const video = page.getByRole('region', { name: 'Video' })

  await test.step('each scene is an image that says when it is seen', async () => {
    const ids = await uploadFiles(product, [videoFile('scenes.webm')])
    expect(ids).toHaveLength(3)
    await waitForReady(product, 3)
    const { hits } = await search(product, 'type:video')
    expect(hits.map(({ image }) => image.atSeconds).sort()).toEqual([0, 2, 4])
  })

  await test.step('a hit opens at its time, with the timeline', async () => {
    await page.goto(`${product.url}/?q=type:video`)
    await expect(page.getByRole('listitem').getByText('0:02', { exact: true })).toBeVisible()
    const { hits } = await search(product, 'type:video')
    const green = hits.find(({ image }) => image.atSeconds === 2)?.image.id
    await page.goto(`${product.url}/images/${green}`)
    await expect(video).toContainText('0:06, 3 keyframes')
    await expect(video.getByRole('list', { name: 'Keyframes' }).getByRole('link')).toHaveCount(3)
    await expectAccessible(page)
  })

  await test.step('it plays from there', async () => {
    const player = video.locator('video')
    await player.evaluate(async (element: HTMLVideoElement) => {
      element.muted = true
      await element.play()
    })
    await expect
      .poll(() => player.evaluate((element: HTMLVideoElement) => element.currentTime))
      .toBeGreaterThan(2)
    await player.evaluate((element: HTMLVideoElement) => element.pause())
  })

  await test.step('the sequence was read as one, and is found by what was read', async () => {
    await expect(video).toContainText('First everything is red', { timeout: 60_000 })
    expect(vision.questions.at(-1)?.pictures).toBe(3)
    expect((await search(product, 'everything red')).total.value).toBe(1)
  })

  await test.step('it is asked about by its keyframes', async () => {
    await video.getByRole('link', { name: 'Ask about the video' }).click()
    await expect(new AskPage(page).tray.getByRole('listitem')).toHaveCount(3)
    await page.goBack()
    await expect(video).toBeVisible()
  })

  await test.step('on a phone nothing scrolls sideways but the timeline', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })
})

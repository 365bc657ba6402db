import { expect, expectAccessible, search, test } from '../src/fixtures.ts'
import { GalleryPage } from '../src/pages/gallery.ts'

const PAGES = [
  '/',
  '/?q=kind%3Areceipt',
  '/?q=nothing-is-called-this',
  '/collections',
  '/models',
  '/trash',
  '/system',
  '/images/999999',
]

for (const scheme of ['light', 'dark'] as const)
  test.describe(`${scheme} theme`, () => {
    test.use({ colorScheme: scheme })

    for (const address of PAGES)
      test(`${address} has no WCAG 2.2 AA violation`, async ({ page, library }) => {
        await page.goto(`${library.url}${address}`)
        await page.getByRole('main').waitFor()
        await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
        await expectAccessible(page)
      })

    test('an image page has no WCAG 2.2 AA violation', async ({ page, library }) => {
      const { hits } = await search(library, 'monteverde')
      await page.goto(`${library.url}/images/${hits[0]?.image.id}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await expectAccessible(page)
    })
  })

test('on a phone nothing is wider than the screen', async ({ page, library }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const { hits } = await search(library, 'monteverde')
  for (const address of [
    '/',
    '/collections',
    '/models',
    '/trash',
    '/system',
    `/images/${hits[0]?.image.id}`,
  ]) {
    await page.goto(`${library.url}${address}`)
    await page.getByRole('main').waitFor()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect({ address, overflow: overflow > 0 }).toEqual({ address, overflow: false })
  }
})

test('the gallery can be used with the keyboard alone', async ({ page, library }) => {
  const gallery = new GalleryPage(page)
  await gallery.open(library.url)
  await expect(gallery.cards.first()).toBeVisible()
  await page.keyboard.press('/')
  await expect(gallery.searchBox).toBeFocused()
  await page.keyboard.type('monteverde')
  await page.keyboard.press('Enter')
  await expect(gallery.cards).toHaveCount(1)
  await gallery.cards.first().getByRole('link').first().focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/images\/\d+/)
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/q=monteverde/)
})

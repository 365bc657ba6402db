import { expect, idOf, test } from '../src/fixtures.ts'
import { GalleryPage } from '../src/pages/gallery.ts'

const QUERIES: [what: string, query: string, file: string][] = [
  ['a word that stands on it', 'monteverde', 'label-olive-oil.png'],
  ['a part number', 'L2290-17', 'label-olive-oil.png'],
  ['a piece of a part number', 'X-4471', 'form-delivery-note.png'],
  ['a substring', 'iversid', 'table-harvest.png'],
  ['a phrase', '"corner market"', 'receipt-corner-market.png'],
  ['its kind', 'kind:receipt', 'receipt-corner-market.png'],
  ['a word with a slip in it', 'harvset', 'table-harvest.png'],
  ['its file name', 'file:screenshot-settings', 'screenshot-settings.png'],
  ['an object in it', 'object:cat', 'cat.jpg'],
  ['a wider word for an object', 'feline', 'cat.jpg'],
]

for (const [what, query, file] of QUERIES)
  test(`finds a picture by ${what}: ${query}`, async ({ page, library }) => {
    const gallery = new GalleryPage(page)
    await gallery.open(library.url)
    await gallery.search(query)
    await expect(page).toHaveURL(/q=/)
    await expect(gallery.card(await idOf(library, file))).toBeVisible()
  })

test('marks the hit in the snippet and lights it up on the picture', async ({ page, library }) => {
  const gallery = new GalleryPage(page)
  await gallery.open(library.url, 'coffee beans')
  await expect(
    page
      .locator('mark')
      .filter({ hasText: /coffee/i })
      .first(),
  ).toBeVisible()
  await gallery
    .card(await idOf(library, 'receipt-corner-market.png'))
    .getByRole('link')
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('receipt-corner-market.png')
  await expect(page.getByLabel('Text found').getByText('Coffee beans')).toBeVisible()
})

test('a facet narrows the search and can be taken off again', async ({ page, library }) => {
  const gallery = new GalleryPage(page)
  await gallery.open(library.url)
  const facets = page.getByRole('complementary', { name: 'Narrow the search' })
  await facets.getByRole('button', { name: /receipt/i }).click()
  await expect(page).toHaveURL(/kind%3Areceipt|kind:receipt/)
  await expect(gallery.card(await idOf(library, 'receipt-corner-market.png'))).toBeVisible()
  await expect(gallery.card(await idOf(library, 'label-olive-oil.png'))).toHaveCount(0)
  await page.getByRole('button', { name: /Remove filter kind:receipt/ }).click()
  await gallery.search('monteverde')
  await expect(gallery.card(await idOf(library, 'label-olive-oil.png'))).toBeVisible()
})

test('a bad query explains itself and still answers', async ({ page, library }) => {
  const gallery = new GalleryPage(page)
  await gallery.open(library.url, 'width>wide monteverde')
  await expect(page.getByRole('status', { name: 'How the search was understood' })).toContainText(/width/)
  await expect(gallery.card(await idOf(library, 'label-olive-oil.png'))).toBeVisible()
})

test('a mended word is said, not hidden', async ({ page, library }) => {
  const gallery = new GalleryPage(page)
  await gallery.open(library.url, 'monteverdi')
  await expect(page.getByRole('status', { name: 'How the search was understood' })).toContainText(
    'monteverde',
  )
})

test('nothing found says so and offers a way on', async ({ page, library }) => {
  const gallery = new GalleryPage(page)
  await gallery.open(library.url, 'qqzzxxy')
  await expect(page.getByRole('main')).toContainText(/no images|nothing/i)
})

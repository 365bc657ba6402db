import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brokenJpeg, pageFile, plainPicture, renamed, zipOfPictures } from '../src/files.ts'
import { expect, search, test, waitForReady } from '../src/fixtures.ts'
import { GalleryPage } from '../src/pages/gallery.ts'

test('an empty library invites, and pictures appear and are read without a reload', async ({
  page,
  empty,
}) => {
  const gallery = new GalleryPage(page)
  await gallery.open(empty.url)
  await expect(page.getByRole('main')).toContainText(/drop/i)

  await gallery.upload([pageFile('receipt-corner-market.png'), pageFile('label-olive-oil.png')])
  await expect(gallery.cards).toHaveCount(2)
  await expect(gallery.uploadOf('receipt-corner-market.png')).toContainText('Added')
  await waitForReady(empty, 2)
  await gallery.search('harbour')
  await expect(gallery.cards).toHaveCount(1)
})

test('the same bytes are one image, whatever they are called', async ({ page, empty }) => {
  const gallery = new GalleryPage(page)
  await gallery.open(empty.url)
  const file = pageFile('table-harvest.png')
  await gallery.upload(file)
  await expect(gallery.uploadOf('table-harvest.png')).toContainText('Added')
  await gallery.upload(renamed(file, 'another-name.png'))
  await expect(gallery.uploadOf('another-name.png')).toContainText('Already in the library')
  await expect(gallery.cards).toHaveCount(1)
})

test('a file that is no picture says why, and harms nothing', async ({ page, empty }) => {
  const gallery = new GalleryPage(page)
  await gallery.open(empty.url)
  await gallery.upload([brokenJpeg(), await plainPicture('fine.jpg', 3)])
  await expect(gallery.uploadOf('broken.jpg')).toContainText(/not|cannot|can’t|can't/i)
  await expect(gallery.uploadOf('fine.jpg')).toContainText('Added')
  await expect(gallery.cards).toHaveCount(1)
})

test('a PDF becomes an image a page, each found by its own text', async ({ page, empty }) => {
  const gallery = new GalleryPage(page)
  await gallery.open(empty.url)
  await gallery.upload(pageFile('lease-two-pages.pdf'))
  await expect(gallery.cards).toHaveCount(2)
  await waitForReady(empty, 2)
  await gallery.search('walnut')
  await expect(gallery.cards).toHaveCount(1)
  await expect(gallery.cards.getByRole('link')).toHaveAccessibleName(/page 2/)
})

test('a zip gives up its pictures and nothing else', async ({ page, empty }) => {
  const gallery = new GalleryPage(page)
  await gallery.open(empty.url)
  await gallery.upload(await zipOfPictures())
  await expect(gallery.uploadOf('holiday.zip')).toContainText('2 images added')
  await expect(gallery.cards).toHaveCount(2)
})

test('a folder is taken with all that is under it', async ({ page, empty }) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'vitrine-folder-'))
  await mkdir(path.join(folder, 'deeper'))
  const pictures = [await plainPicture('top.jpg', 11), await plainPicture('below.jpg', 12)]
  await writeFile(path.join(folder, 'top.jpg'), pictures[0]?.buffer ?? '')
  await writeFile(path.join(folder, 'deeper/below.jpg'), pictures[1]?.buffer ?? '')
  const gallery = new GalleryPage(page)
  await gallery.open(empty.url)
  await page.getByLabel('Choose a folder to upload').setInputFiles(folder)
  await expect(gallery.cards).toHaveCount(2)
})

test('pictures dropped anywhere on the page are taken', async ({ page, empty }) => {
  const gallery = new GalleryPage(page)
  await gallery.open(empty.url)
  const { buffer, name, mimeType } = await plainPicture('dropped.jpg', 21)
  const transfer = await page.evaluateHandle(
    ({ base64, name, mimeType }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      const transfer = new DataTransfer()
      transfer.items.add(new File([bytes], name, { type: mimeType }))
      return transfer
    },
    { base64: buffer.toString('base64'), name, mimeType },
  )
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('main', type, { dataTransfer: transfer })
  await expect(gallery.uploadOf('dropped.jpg')).toContainText('Added')
})

test('an upload that the network cuts goes on when it is back', async ({ page, empty }) => {
  const gallery = new GalleryPage(page)
  await gallery.open(empty.url)
  let cuts = 0
  await page.route('**/api/tus/**', async (route) => {
    if (route.request().method() !== 'PATCH' || cuts > 0) return route.continue()
    cuts += 1
    return route.abort('connectionreset')
  })
  await gallery.upload(await plainPicture('patient.jpg', 31))
  await expect(gallery.uploadOf('patient.jpg')).toContainText('Added')
  expect(cuts).toBe(1)
  expect((await search(empty, 'file:patient')).total.value).toBe(1)
})

import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pageFile, plainPicture } from '../src/files.ts'
import { expect, search, test, uploadFiles, waitForReady } from '../src/fixtures.ts'
import { GalleryPage } from '../src/pages/gallery.ts'

test('killed in the middle and started again, it finishes every image once', async ({ page, empty }) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'vitrine-restart-'))
  const files = [pageFile('receipt-corner-market.png'), pageFile('form-delivery-note.png')]
  for (let seed = 40; seed < 60; seed += 1) {
    const file = path.join(folder, `plain-${seed}.jpg`)
    await writeFile(file, (await plainPicture('plain.jpg', seed)).buffer)
    files.push(file)
  }
  await uploadFiles(empty, files)
  await empty.kill()
  await empty.start()
  await waitForReady(empty, files.length)
  expect((await search(empty, '')).total).toEqual({ value: files.length, capped: false })

  const gallery = new GalleryPage(page)
  await gallery.open(empty.url, 'CM-88213')
  await expect(gallery.cards).toHaveCount(1)
})

test('a page that was open through a restart goes on by itself', async ({ page, empty }) => {
  const gallery = new GalleryPage(page)
  await gallery.open(empty.url)
  await empty.kill()
  await empty.start()
  const folder = await mkdtemp(path.join(tmpdir(), 'vitrine-restart-'))
  const file = path.join(folder, 'later.jpg')
  await writeFile(file, (await plainPicture('later.jpg', 71)).buffer)
  await uploadFiles(empty, [file])
  await expect(gallery.cards).toHaveCount(1, { timeout: 60_000 })
})

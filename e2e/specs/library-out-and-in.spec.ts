/** A library's words and files taken elsewhere and back: exports of what is on the screen, a catalog, a backup. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { pageFile, photoFile } from '../src/files.ts'
import { expect, expectAccessible, idOf, search, test, uploadFiles, waitForReady } from '../src/fixtures.ts'
import { GalleryPage } from '../src/pages/gallery.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** Runs the command as a person would, on a data folder that no product runs on. */
async function vitrine(args: readonly string[], dataDir: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [path.join(root, 'scripts/vitrine.mjs'), ...args],
    { cwd: root, env: { ...process.env, VITRINE_DATA_DIR: dataDir } },
  )
  return stdout
}

test('what a search shows is exported, changed in a spreadsheet and taken up again', async ({
  page,
  empty,
}) => {
  test.setTimeout(180_000)
  const gallery = new GalleryPage(page)
  const folder = await mkdtemp(path.join(tmpdir(), 'vitrine-out-'))
  const csv = path.join(folder, 'catalog.csv')
  await uploadFiles(empty, [
    photoFile('cat.jpg'),
    photoFile('coffee.jpg'),
    pageFile('receipt-corner-market.png'),
  ])
  await waitForReady(empty, 3)

  await test.step('exactly the filter on the screen', async () => {
    await gallery.open(empty.url, 'kind:photo')
    await page.getByRole('button', { name: /^Export/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Export' })
    await expect(dialog).toContainText('2 images')
    await expectAccessible(page)
    const download = page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Export', exact: true }).click()
    await (await download).saveAs(csv)
    const text = await readFile(csv, 'utf8')
    expect(text.startsWith('\uFEFFfile,sha256,')).toBe(true)
    expect(text).toContain('cat.jpg')
    expect(text).not.toContain('receipt-corner-market.png')
    await dialog.getByRole('button', { name: 'Close' }).first().click()
  })

  await test.step('a changed caption is shown before it is written, and then found', async () => {
    const lines = (await readFile(csv, 'utf8')).split('\r\n')
    const heading = lines[0]?.replace('\uFEFF', '').split(',') ?? []
    const row = lines.find((line) => line.startsWith('cat.jpg')) ?? ''
    const sha256 = row.split(',')[heading.indexOf('sha256')] ?? ''
    await writeFile(csv, `file,sha256,caption\r\ncat.jpg,${sha256},Our tabby of the month\r\n`)
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Upload' }).click()
    await page.getByRole('menuitem', { name: /Words from a CSV file/ }).click()
    await (await chooser).setFiles(csv)
    const dialog = page.getByRole('dialog', { name: 'Take up a catalog' })
    await expect(dialog.getByRole('table', { name: 'Changes' })).toContainText('Our tabby of the month')
    expect((await search(empty, 'tabby month')).total.value).toBe(0)
    await dialog.getByRole('button', { name: 'Take up 1 change' }).click()
    await expect
      .poll(async () => (await search(empty, 'tabby month')).hits.map(({ image }) => image.fileName))
      .toEqual(['cat.jpg'])
  })
  await rm(folder, { recursive: true, force: true })
})

test('a backup made while it runs is restored into an empty folder, with all there is', async ({ empty }) => {
  test.setTimeout(180_000)
  const folder = await mkdtemp(path.join(tmpdir(), 'vitrine-backup-'))
  const restored = path.join(folder, 'restored')
  await uploadFiles(empty, [photoFile('cat.jpg'), pageFile('receipt-corner-market.png')])
  await waitForReady(empty, 2)
  expect(await idOf(empty, 'cat.jpg')).toBeGreaterThan(0)
  expect(await vitrine(['backup', path.join(folder, 'backup'), '--verify'], empty.dataDir)).toContain(
    '2 images',
  )
  expect(await vitrine(['restore', path.join(folder, 'backup')], restored)).toContain('Restored 2 images')
  expect(await vitrine(['check', '--deep'], restored)).toContain('Sound')
  await rm(folder, { recursive: true, force: true })
})

/** What specs get: a library that is already read (shared), or an empty product of their own. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { IngestResponse, SearchResponse } from '@vitrine/contracts'
import { allPictures } from './files.ts'
import { Product } from './product.ts'

/** Uploads files by the public face and returns the ids they got. */
export async function uploadFiles(product: Product, files: readonly string[]): Promise<number[]> {
  const ids: number[] = []
  for (const file of files) {
    const form = new FormData()
    form.append('image', new Blob([await readFile(file)]), path.basename(file))
    const answer = await fetch(`${product.url}/api/v1/images`, { method: 'POST', body: form })
    const { items } = IngestResponse.parse(await answer.json())
    for (const item of items) if (item.outcome !== 'rejected') ids.push(item.id)
  }
  return ids
}

export async function search(product: Product, query: string): Promise<SearchResponse> {
  const answer = await fetch(`${product.url}/api/v1/search?q=${encodeURIComponent(query)}`)
  return SearchResponse.parse(await answer.json())
}

/** The id of the image that was uploaded under this name. */
export async function idOf(product: Product, fileName: string): Promise<number> {
  const { hits } = await search(product, `file:"${fileName}"`)
  const id = hits.find((hit) => hit.image.fileName === fileName)?.image.id
  if (!id) throw new Error(`no image is called ${fileName}`)
  return id
}

/** Waits until so many images are ready. */
export async function waitForReady(product: Product, count: number): Promise<void> {
  await expect
    .poll(async () => (await search(product, 'is:ready')).total.value, { timeout: 240_000, intervals: [500] })
    .toBeGreaterThanOrEqual(count)
}

/** No accessibility violation of WCAG 2.2 A and AA on what the page shows now. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)
  expect(found).toEqual([])
}

interface WorkerFixtures {
  /** A product whose library holds every committed picture, all read. Don't change it: specs share it. */
  library: Product
}

interface TestFixtures {
  /** An empty product of this test's own. */
  empty: Product
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  library: [
    async ({ browserName: _ }, use) => {
      const product = await Product.create()
      const ids = await uploadFiles(product, allPictures())
      await waitForReady(product, ids.length)
      await use(product)
      await product.remove()
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  empty: async ({ browserName: _ }, use, info) => {
    const product = await Product.create()
    await use(product)
    if (info.status !== info.expectedStatus) await info.attach('vitrine.log', { body: product.log })
    await product.remove()
  },
})

export { expect }

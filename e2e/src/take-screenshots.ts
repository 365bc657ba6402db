/**
 * Takes the pictures of the README from a running Vitrine whose library holds the fixtures:
 * `CHROMIUM_PATH=… node --import tsx e2e/src/take-screenshots.ts http://127.0.0.1:3210`.
 */
import path from 'node:path'
import { type BrowserContextOptions, chromium } from '@playwright/test'
import { SearchResponse, Turn } from '@vitrine/contracts'
import sharp from 'sharp'

const base = process.argv[2] ?? 'http://127.0.0.1:3210'
const folder = path.resolve(import.meta.dirname, '../../docs/images')

const DESKTOP = { viewport: { width: 1440, height: 900 } }
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }

async function addressOf(query: string): Promise<string> {
  const answer = await fetch(`${base}/api/v1/search?q=${encodeURIComponent(query)}`)
  const id = SearchResponse.parse(await answer.json()).hits[0]?.image.id
  return `/images/${id}?q=${encodeURIComponent(query)}`
}

/** Two questions to the index about two receipts: it is there on every machine. */
async function conversation(): Promise<string> {
  const ask = async (path: string, question: string, pictures: readonly number[]) => {
    const answer = await fetch(`${base}/api/v1/conversations${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        question,
        pictures: pictures.map((imageId) => ({ imageId, region: null })),
        scope: 'pictures',
        stream: false,
      }),
    })
    return Turn.parse(await answer.json())
  }
  const answer = await fetch(`${base}/api/v1/search?q=kind:receipt`)
  const receipts = SearchResponse.parse(await answer.json()).hits.slice(0, 2)
  const ids = receipts.map(({ image }) => image.id)
  const { conversationId } = await ask('', 'What do these receipts add up to?', ids)
  await ask(`/${conversationId}/turns`, 'What did the coffee beans cost?', [])
  return `/ask/${conversationId}`
}

const receipt = await addressOf('coffee beans')
const asked = await conversation()
const SHOTS: { name: string; address: string; options: BrowserContextOptions }[] = [
  { name: 'gallery', address: '/', options: DESKTOP },
  { name: 'gallery-dark', address: '/', options: { ...DESKTOP, colorScheme: 'dark' } },
  { name: 'gallery-phone', address: '/', options: PHONE },
  { name: 'search', address: '/?q=market', options: DESKTOP },
  { name: 'image', address: receipt, options: DESKTOP },
  {
    name: 'image-dark',
    address: await addressOf('object:cat'),
    options: { ...DESKTOP, colorScheme: 'dark' },
  },
  { name: 'image-phone', address: receipt, options: PHONE },
  { name: 'ask', address: asked, options: DESKTOP },
  { name: 'ask-phone', address: asked, options: { ...PHONE, colorScheme: 'dark' } },
  { name: 'system', address: '/system', options: DESKTOP },
  { name: 'models', address: '/models', options: DESKTOP },
  { name: 'models-phone', address: '/models', options: { ...PHONE, colorScheme: 'dark' } },
]

const executablePath = process.env.CHROMIUM_PATH
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--disable-gpu'],
})
for (const { name, address, options } of SHOTS) {
  const context = await browser.newContext(options)
  // The offer to download a model would stand above every picture.
  await context.addInitScript(() => localStorage.setItem('vitrine.models', '{"isOfferDismissed":true}'))
  const page = await context.newPage()
  await page.goto(`${base}${address}`)
  await page.getByRole('main').waitFor()
  // Pictures fade in and the live connection settles; nothing on the page says that both are over.
  await page.waitForTimeout(3000)
  const picture = await page.screenshot()
  await sharp(picture)
    .resize({ width: 1440, withoutEnlargement: true })
    .jpeg({ quality: 84, mozjpeg: true })
    .toFile(path.join(folder, `${name}.jpg`))
  await context.close()
}
await browser.close()

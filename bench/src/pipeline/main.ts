/**
 * `npm run bench pipeline [images]`: upload → ready for a batch, divided by what the engine alone takes for the
 * same images. 1.00 would be a pipeline that costs nothing.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { IngestResponse, PerceptionResult, PipelineStatus } from '@vitrine/contracts'
import { drawPicture } from './pictures.ts'
import { type Product, startProduct } from './product.ts'

/** As many as the worker keeps in flight. */
const IN_FLIGHT = 8
const FILES_A_REQUEST = 10
const REQUESTS_AT_ONCE = 3
/** The engine's first batches are slower: caches, buffers, the compiler. */
const WARM_UP = 8

/** Runs work for every item, at most `limit` at once. */
async function inParallel<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items]
  const lane = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: limit }, lane))
}

const blobOf = (bytes: Buffer) => new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' })

async function perceive({ sidecarUrl }: Product, bytes: Buffer): Promise<void> {
  const body = new FormData()
  body.set('image', blobOf(bytes), 'picture.jpg')
  body.set('options', JSON.stringify({ priority: 'batch', deadlineMs: 600_000 }))
  const response = await fetch(`${sidecarUrl}/v1/perception`, { method: 'POST', body })
  PerceptionResult.parse(await response.json())
}

async function upload({ webUrl }: Product, files: readonly Buffer[]): Promise<void> {
  const body = new FormData()
  for (const [index, bytes] of files.entries()) body.append('files', blobOf(bytes), `picture-${index}.jpg`)
  const response = await fetch(`${webUrl}/api/images`, { method: 'POST', body })
  const { items } = IngestResponse.parse(await response.json())
  const odd = items.find(({ outcome }) => outcome !== 'created')
  if (odd) throw new Error(`An upload went wrong: ${JSON.stringify(odd)}`)
}

async function untilReady({ webUrl }: Product, count: number): Promise<void> {
  for (;;) {
    const status = PipelineStatus.parse(await (await fetch(`${webUrl}/api/v1/status`)).json())
    if (status.failed > 0) throw new Error(`${status.failed} images failed.`)
    if (status.ready >= count) return
    await delay(50)
  }
}

async function measure(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}

async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? 500)
  if (!Number.isInteger(count) || count < 1) throw new Error('Give the number of images, for example 500.')
  console.log(`Drawing ${count} pictures of 1600 × 1200 …`)
  const pictures: Buffer[] = []
  for (let number = 0; number < count; number += 1) pictures.push(await drawPicture(number))
  const product = await startProduct()
  try {
    for (let number = 0; number < WARM_UP; number += 1)
      await perceive(product, await drawPicture(count + number))
    const bare = await measure(() => inParallel(pictures, IN_FLIGHT, (bytes) => perceive(product, bytes)))
    console.log(`Engine alone:    ${bare.toFixed(1)} s, ${(count / bare).toFixed(2)} images a second`)
    const requests = Array.from({ length: Math.ceil(count / FILES_A_REQUEST) }, (_none, index) =>
      pictures.slice(index * FILES_A_REQUEST, (index + 1) * FILES_A_REQUEST),
    )
    const whole = await measure(async () => {
      await inParallel(requests, REQUESTS_AT_ONCE, (files) => upload(product, files))
      await untilReady(product, count)
    })
    console.log(`Upload to ready: ${whole.toFixed(1)} s, ${(count / whole).toFixed(2)} images a second`)
    console.log(`Ratio:           ${(whole / bare).toFixed(2)} × the engine alone`)
  } finally {
    await product.stop()
  }
}

await main()

import { once } from 'node:events'
import { createServer } from 'node:http'
import { AppError } from '@vitrine/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import { createTestGallery, paint, type TestGallery } from '../testing/gallery.ts'
import { type SidecarProcess, startBuiltinSidecar, startSidecar } from '../testing/sidecar-process.ts'

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function openGallery(): Promise<TestGallery> {
  const gallery = await createTestGallery()
  cleanUps.push(gallery.dispose)
  return gallery
}

async function openSidecar(options?: Parameters<typeof startSidecar>[0]): Promise<SidecarProcess> {
  const sidecar = await startSidecar(options)
  cleanUps.push(sidecar.kill)
  return sidecar
}

const statusOf = async (gallery: TestGallery, id: number) => (await gallery.db.images.card(id))?.status

function becomes(gallery: TestGallery, id: number, status: string): Promise<void> {
  return gallery.until(`image ${id} is ${status}`, async () => (await statusOf(gallery, id)) === status)
}

describe('the pipeline', () => {
  it('reads an image and makes it searchable', async () => {
    const gallery = await openGallery()
    const sidecar = await openSidecar()
    const id = await gallery.add(await paint(1, { width: 21, height: 18 }), 'beach')
    gallery.work([sidecar.url])
    await becomes(gallery, id, 'ready')
    const detail = await gallery.db.images.detail(id)
    expect(detail).toMatchObject({
      caption: '2 things and 1 lines.',
      text: 'Line 1 of 21',
      reasoning: 'not-needed',
      triage: { needsReasoning: false },
    })
    const { hits } = await gallery.db.search.search({
      query: 'object:dog',
      sort: 'newest',
      limit: 10,
      everything: false,
    })
    expect(hits.map(({ image }) => image.id)).toEqual([id])
  })

  it('understands the engine that is always there', { timeout: 120_000 }, async () => {
    const gallery = await openGallery()
    const sidecar = await startBuiltinSidecar(gallery.dataDir)
    cleanUps.push(sidecar.stop)
    const id = await gallery.add(await paint(1, { width: 320, height: 240 }), 'plain')
    const bad = await gallery.add((await paint(2, { width: 320, height: 240 })).subarray(0, 60), 'cut short')
    gallery.work([sidecar.url])
    await becomes(gallery, id, 'ready')
    await becomes(gallery, bad, 'failed')
    const detail = await gallery.db.images.detail(id)
    expect(detail).toMatchObject({ engine: 'builtin', caption: expect.stringMatching(/\w/) })
    const models = detail?.annotations.flatMap(({ source }) => (source.by === 'model' ? [source.engine] : []))
    expect(new Set(models)).toEqual(new Set(['builtin']))
    expect((await gallery.db.images.similar(id, 5)).length).toBe(0)
  })

  it('says why an image cannot be read, and does not try again', async () => {
    const gallery = await openGallery()
    const sidecar = await openSidecar()
    const bad = await gallery.add(new TextEncoder().encode('not a picture'), 'notes')
    const good = await gallery.add(await paint(2, { width: 20, height: 17 }), 'cat')
    gallery.work([sidecar.url])
    await becomes(gallery, bad, 'failed')
    await becomes(gallery, good, 'ready')
    const card = await gallery.db.images.card(bad)
    expect(card?.failure).toMatch(/\w+ \w+/)
    expect(await gallery.db.jobs.claim({ stage: 'perception', limit: 5, leaseMs: 1000 })).toEqual([])
  })

  it('fails an image whose file is gone', async () => {
    const gallery = await openGallery()
    const sidecar = await openSidecar()
    const bytes = await paint(3, { width: 20, height: 17 })
    const id = await gallery.add(bytes, 'lost')
    const stored = await gallery.db.images.bytes(id, 'original')
    await gallery.blobs.remove(stored?.sha256 ?? '')
    gallery.work([sidecar.url])
    await becomes(gallery, id, 'failed')
    expect((await gallery.db.images.card(id))?.failure).toContain('Upload it again.')
  })

  it('waits for a sidecar that is not there, says so, and goes on by itself when it comes', async () => {
    const gallery = await openGallery()
    const first = await openSidecar()
    await first.kill()
    const id = await gallery.add(await paint(4, { width: 20, height: 17 }), 'patient')
    const pipeline = gallery.work([first.url])
    await gallery.until('the problem is told', async () => pipeline.problem() !== null)
    expect(pipeline.problem()).toContain('does not answer')
    expect(await statusOf(gallery, id)).toBe('queued')
    await openSidecar({ port: first.port })
    await becomes(gallery, id, 'ready')
    expect(pipeline.problem()).toBeNull()
  })

  it('spends no attempt on a busy engine', async () => {
    const gallery = await openGallery()
    const sidecar = await openSidecar()
    let refusals = 10
    // A door before the real sidecar that turns the first ten away, as a full queue does.
    const door = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk) => chunks.push(chunk))
      request.on('end', async () => {
        const isImage = request.method === 'POST'
        if (isImage && refusals > 0) {
          refusals -= 1
          const busy = new AppError('engine-busy', 'The queue is full.', { retryAfterSeconds: 0.05 })
          response.writeHead(busy.status).end(JSON.stringify(busy.toWire()))
          return
        }
        const headers = { 'content-type': request.headers['content-type'] ?? '' }
        const body = isImage ? { method: 'POST', body: Buffer.concat(chunks), headers } : {}
        const answer = await fetch(`${sidecar.url}${request.url}`, body)
        response.writeHead(answer.status).end(await answer.text())
      })
    })
    door.listen(0, '127.0.0.1')
    await once(door, 'listening')
    cleanUps.push(async () => door.closeAllConnections())
    cleanUps.push(async () => door.close())
    const address = door.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    const id = await gallery.add(await paint(5, { width: 20, height: 17 }), 'later')
    gallery.work([`http://127.0.0.1:${address.port}`])
    await becomes(gallery, id, 'ready')
    expect(refusals).toBe(0)
  })

  it('reads on while the engine process is killed under it', async () => {
    const gallery = await openGallery()
    const sidecar = await openSidecar()
    const ids = await Promise.all(
      Array.from({ length: 12 }, async (_none, index) =>
        gallery.add(await paint(100 + index, { width: 20, height: 17 }), `k${index}`),
      ),
    )
    gallery.work([sidecar.url])
    await gallery.until('one is ready', async () => (await gallery.db.jobs.status()).ready > 0)
    process.kill(sidecar.childPid(), 'SIGKILL')
    for (const id of ids) await becomes(gallery, id, 'ready')
  })

  it('keeps deep readings waiting until an engine for them appears, then reads them', async () => {
    const gallery = await openGallery()
    const plain = await openSidecar({ stages: ['perception'] })
    const id = await gallery.add(await paint(6, { width: 20, height: 23 }), 'crowd')
    gallery.work([plain.url])
    await becomes(gallery, id, 'ready')
    expect(await gallery.db.images.card(id)).toMatchObject({ reasoning: 'waiting', objectCount: 7 })
    await plain.kill()
    await openSidecar({ port: plain.port, stages: ['perception', 'reasoning'] })
    await gallery.until(
      'the reading is there',
      async () => (await gallery.db.images.card(id))?.reasoning === 'done',
    )
    expect((await gallery.db.images.detail(id))?.reading).toBe('Read 20 × 23 because of many-objects.')
  })

  it('reads with the engine that was asked for, and never with another', async () => {
    const gallery = await openGallery()
    const sidecar = await openSidecar()
    const id = await gallery.add(await paint(10, { width: 20, height: 17 }), 'asked')
    const absent = await gallery.add(await paint(11, { width: 20, height: 17 }), 'absent')
    await gallery.db.jobs.rerun({ ids: [id] }, 'perception', 'builtin')
    await gallery.db.jobs.rerun({ ids: [absent] }, 'perception', 'gguf')
    gallery.work([sidecar.url])
    await becomes(gallery, id, 'ready')
    expect(await statusOf(gallery, absent)).not.toBe('ready')
    await gallery.db.jobs.rerun({ ids: [absent] }, 'perception')
    await becomes(gallery, absent, 'ready')
  })

  it('begins nothing while paused, and goes on when resumed', async () => {
    const gallery = await openGallery()
    const sidecar = await openSidecar()
    await gallery.db.jobs.setPaused(true)
    const pipeline = gallery.work([sidecar.url])
    const id = await gallery.add(await paint(7, { width: 20, height: 17 }), 'calm')
    pipeline.poke()
    await gallery.until('the worker has looked', async () => pipeline.problem() === null)
    expect(await statusOf(gallery, id)).toBe('queued')
    await gallery.db.jobs.setPaused(false)
    pipeline.poke()
    await becomes(gallery, id, 'ready')
  })

  it('hands images back when it stops, and another worker takes them at once', async () => {
    const gallery = await openGallery()
    const held = await holdingServer()
    const id = await gallery.add(await paint(8, { width: 20, height: 17 }), 'moved')
    const first = gallery.work([held.url], { leaseMs: 600_000, graceMs: 10 })
    await held.asked
    await first.stop()
    expect(await statusOf(gallery, id)).toBe('queued')
    const sidecar = await openSidecar()
    gallery.work([sidecar.url])
    await becomes(gallery, id, 'ready')
  })

  it('drops the work on an image that is cancelled meanwhile', async () => {
    const gallery = await openGallery()
    const held = await holdingServer()
    const id = await gallery.add(await paint(9, { width: 20, height: 17 }), 'unwanted')
    gallery.work([held.url], { leaseMs: 300 })
    await held.asked
    await gallery.db.jobs.cancel({ ids: [id] })
    await held.gone
    expect(await statusOf(gallery, id)).toBe('cancelled')
  })
})

/** Answers as a healthy sidecar, and never answers about an image. */
async function holdingServer() {
  const sidecar = await openSidecar()
  const health = await (await fetch(`${sidecar.url}/health`)).text()
  let tellAsked = () => {}
  let tellGone = () => {}
  const asked = new Promise<void>((resolve) => {
    tellAsked = resolve
  })
  const gone = new Promise<void>((resolve) => {
    tellGone = resolve
  })
  const server = createServer((request, response) => {
    if (request.url === '/health') return void response.end(health)
    request.resume()
    response.on('close', tellGone)
    tellAsked()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUps.push(async () => server.closeAllConnections())
  cleanUps.push(async () => server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { url: `http://127.0.0.1:${address.port}`, asked, gone }
}

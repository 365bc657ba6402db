import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { AppError } from '@vitrine/contracts'
import { modelsReportExample } from '@vitrine/contracts/fixtures'
import { afterEach, describe, expect, it } from 'vitest'
import { createInference } from './inference.ts'
import type { ModelManagement } from './model-management.ts'
import { createSidecar } from './sidecar.ts'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    if (server.listening) await new Promise((resolve) => server.close(resolve))
  }
})

async function serve(listener: RequestListener): Promise<{ url: string; stop(): Promise<unknown> }> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}

/** A sidecar that answers everything alike, and what it was asked: `POST /path body`. */
async function sidecarThat(reply: { status: number; body: unknown }) {
  const seen: string[] = []
  const { url, stop } = await serve((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      seen.push(`${request.method} ${request.url} ${body}`.trim())
      response.writeHead(reply.status).end(reply.body === null ? '' : JSON.stringify(reply.body))
    })
  })
  return { url, stop, seen, management: createInference([createSidecar(url)]).management }
}

describe('model management', () => {
  it('parses the report', async () => {
    const { management, seen } = await sidecarThat({ status: 200, body: modelsReportExample })
    expect(await management.report()).toEqual(modelsReportExample)
    expect(seen).toEqual(['GET /v1/models'])
  })

  it.each<[(management: ModelManagement) => Promise<void>, string]>([
    [(models) => models.pull('florence-2-base'), 'POST /v1/models/florence-2-base/pull'],
    [(models) => models.cancel('florence-2-base'), 'POST /v1/models/florence-2-base/cancel'],
    [(models) => models.remove('florence-2-base'), 'DELETE /v1/models/florence-2-base'],
    [(models) => models.use('florence-2-base'), 'POST /v1/models/florence-2-base/use'],
    [(models) => models.rescan(), 'POST /v1/models/rescan'],
    [
      (models) => models.residency('florence2', { action: 'keep-alive', minutes: 15 }),
      'POST /v1/engines/florence2/residency {"action":"keep-alive","minutes":15}',
    ],
    [(models) => models.probeDevices(), 'POST /v1/devices/probe'],
  ])('asks the sidecar: %s', async (ask, request) => {
    const { management, seen } = await sidecarThat({ status: 204, body: null })
    await ask(management)
    expect(seen).toEqual([request])
  })

  it("passes on the sidecar's own words", async () => {
    const error = new AppError('storage-full', 'The disk has no room for 1.1 GB.', {
      suggestion: 'Free some.',
    })
    const { management } = await sidecarThat({ status: 507, body: error.toWire() })
    await expect(management.pull('florence-2-base')).rejects.toMatchObject({
      code: 'storage-full',
      suggestion: 'Free some.',
    })
  })

  it('goes to the first sidecar that answers, and to no other', async () => {
    const [gone, first, second] = [
      await sidecarThat({ status: 204, body: null }),
      await sidecarThat({ status: 204, body: null }),
      await sidecarThat({ status: 204, body: null }),
    ]
    await gone.stop()
    const { management } = createInference([gone, first, second].map(({ url }) => createSidecar(url)))
    await management.pull('florence-2-base')
    expect([gone.seen, first.seen, second.seen].map((seen) => seen.length)).toEqual([0, 1, 0])
  })

  it('says so when no sidecar answers', async () => {
    const { management, stop } = await sidecarThat({ status: 204, body: null })
    await stop()
    await expect(management.report()).rejects.toMatchObject({ code: 'sidecar-unreachable' })
  })
})

import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { AppError, type PerceptionResult, type TaskName, TaskResponse } from '@vitrine/contracts'
import { taskResponseExample } from '@vitrine/contracts/fixtures'
import { afterEach, describe, expect, it } from 'vitest'
import { makeHealth } from '../testing/sidecar-health.ts'
import { createInference } from './inference.ts'
import { createSidecar } from './sidecar.ts'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    if (server.listening) await new Promise((resolve) => server.close(resolve))
  }
})

/** A server that answers as told; its address and a way to stop it. */
async function serve(listener: RequestListener) {
  const server = createServer(listener)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { url: `http://127.0.0.1:${address.port}`, server }
}

const IMAGE = { bytes: new Uint8Array([1, 2, 3]), mediaType: 'image/png', fileName: 'a.png' }
const OPTIONS = { priority: 'batch' as const, deadlineMs: 1000 }
const NEVER = new AbortController().signal

const RESULT: PerceptionResult = {
  engine: 'builtin',
  captionKind: 'template',
  size: { width: 2, height: 2 },
  caption: 'A picture.',
  detailedCaption: 'A picture.',
  detections: [],
  textRegions: [],
  kind: { kind: 'photo', score: 1, evidence: [] },
  colours: [],
  provenance: [],
  warnings: [],
  timings: { decodeMs: 0, queueMs: 0, engineMs: 0, totalMs: 0 },
}

/** Answers `/health` as a sidecar with these engines, and everything else with one reply. */
function sidecarLike(reply: {
  status?: number
  body: unknown
  headers?: Record<string, string>
  tasks?: TaskName[]
}) {
  const seen: string[] = []
  const listener: RequestListener = (request, response) => {
    request.resume()
    request.on('end', () => {
      const isHealth = request.url === '/health'
      if (!isHealth) seen.push(request.url ?? '')
      response.writeHead(isHealth ? 200 : (reply.status ?? 200), {
        'content-type': 'application/json',
        ...(isHealth ? {} : reply.headers),
      })
      response.end(JSON.stringify(isHealth ? makeHealth([{ tasks: reply.tasks ?? [] }]) : reply.body))
    })
  }
  return { listener, seen }
}

const BUSY = {
  status: 503,
  headers: { 'retry-after': '7' },
  body: new AppError('engine-busy', 'The queue is full.').toWire(),
}

describe('a sidecar', () => {
  it('gets the image and its options as a form, and its answer is parsed', async () => {
    let body = ''
    const { url } = await serve((request, response) => {
      request.setEncoding('latin1').on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => response.end(JSON.stringify(RESULT)))
    })
    expect(await createSidecar(url).perceive(IMAGE, OPTIONS, NEVER)).toEqual(RESULT)
    expect(body).toContain('name="image"; filename="a.png"')
    expect(body).toContain(JSON.stringify(OPTIONS))
  })

  it.each([
    ['its own words for an error', BUSY, { code: 'engine-busy', retryAfterSeconds: 7 }],
    ['an answer of another form', { body: { hello: 1 } }, { code: 'internal' }],
    ['an error of another form', { status: 500, body: 'oops' }, { code: 'internal' }],
  ])('is understood when it gives %s', async (_name, reply, expected) => {
    const { url } = await serve(sidecarLike(reply).listener)
    await expect(createSidecar(url).perceive(IMAGE, OPTIONS, NEVER)).rejects.toMatchObject(expected)
  })

  it('that is not one is recognised', async () => {
    const { url } = await serve((_request, response) => response.end('<html>'))
    await expect(createSidecar(url).health()).rejects.toThrow(
      `What answers at ${url} is not Vitrine's sidecar.`,
    )
  })

  it('that hangs up is unreachable', async () => {
    const { url } = await serve((request) => request.socket.destroy())
    await expect(createSidecar(url).perceive(IMAGE, OPTIONS, NEVER)).rejects.toMatchObject({
      code: 'sidecar-unreachable',
      retryable: true,
    })
  })

  it('is left alone when the caller goes away', async () => {
    const caller = new AbortController()
    const { url, server } = await serve(() => caller.abort())
    const gone = once(server, 'connection').then(([socket]) => once(socket, 'close'))
    await expect(createSidecar(url).perceive(IMAGE, OPTIONS, caller.signal)).rejects.toMatchObject({
      code: 'cancelled',
    })
    await gone
  })
})

describe('several sidecars', () => {
  it('stand in for one that is gone', async () => {
    const gone = await serve(() => {})
    await new Promise((resolve) => gone.server.close(resolve))
    const there = await serve(sidecarLike({ body: RESULT }).listener)
    const inference = createInference([createSidecar(gone.url), createSidecar(there.url)])
    await inference.refresh()
    expect(inference.serving('perception')).toBe(1)
    expect(inference.problem()).toBeNull()
    await expect(inference.perceive(IMAGE, OPTIONS, NEVER)).resolves.toEqual(RESULT)
  })

  it('stand in for one that is busy', async () => {
    const busy = sidecarLike(BUSY)
    const free = sidecarLike({ body: RESULT })
    const urls = [(await serve(busy.listener)).url, (await serve(free.listener)).url]
    const inference = createInference(urls.map((url) => createSidecar(url)))
    await inference.refresh()
    await expect(inference.perceive(IMAGE, OPTIONS, NEVER)).resolves.toEqual(RESULT)
    expect([busy.seen, free.seen]).toEqual([['/v1/perception'], ['/v1/perception']])
  })

  it('are not all asked about an image that none can read', async () => {
    const bad = { status: 422, body: new AppError('undecodable-image', 'Not a picture.').toWire() }
    const one = sidecarLike(bad)
    const two = sidecarLike(bad)
    const urls = [(await serve(one.listener)).url, (await serve(two.listener)).url]
    const inference = createInference(urls.map((url) => createSidecar(url)))
    await inference.refresh()
    await expect(inference.perceive(IMAGE, OPTIONS, NEVER)).rejects.toMatchObject({
      code: 'undecodable-image',
    })
    expect([...one.seen, ...two.seen]).toHaveLength(1)
  })

  it('share the work', async () => {
    const waiting: (() => void)[] = []
    const counts = [0, 0]
    const urls = await Promise.all(
      counts.map(async (_count, index) => {
        const listener: RequestListener = (request, response) => {
          if (request.url === '/health') return response.end(JSON.stringify(makeHealth([{}])))
          counts[index] = (counts[index] ?? 0) + 1
          request.resume()
          waiting.push(() => response.end(JSON.stringify(RESULT)))
          if (waiting.length === 4) for (const answer of waiting) answer()
        }
        return (await serve(listener)).url
      }),
    )
    const inference = createInference(urls.map((url) => createSidecar(url)))
    await inference.refresh()
    await Promise.all([1, 2, 3, 4].map(() => inference.perceive(IMAGE, OPTIONS, NEVER)))
    expect(counts).toEqual([2, 2])
  })

  it('say what is wrong when none answers', async () => {
    const gone = await serve(() => {})
    await new Promise((resolve) => gone.server.close(resolve))
    const inference = createInference([createSidecar(gone.url)])
    expect(inference.hasReasoningEngine()).toBeNull()
    await inference.refresh()
    expect(inference.problem()).toContain('does not answer')
    expect(inference.serving('perception')).toBe(0)
  })

  it('tell whether deep readings are possible', async () => {
    const { url } = await serve((_request, response) =>
      response.end(JSON.stringify(makeHealth([{}, { engine: 'qwen2-vl', stages: ['reasoning'] }]))),
    )
    const inference = createInference([createSidecar(url)])
    await inference.refresh()
    expect(inference.hasReasoningEngine()).toBe(true)
  })
})

describe('a task', () => {
  const ANSWER = TaskResponse.parse(taskResponseExample)
  const SEGMENT = { task: 'referring-expression-segmentation' as const, input: { phrase: 'the red mug' } }

  it('is sent as a person’s, with its input, and its answer is parsed', async () => {
    let body = ''
    const { url } = await serve((request, response) => {
      request.setEncoding('latin1').on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => response.end(JSON.stringify(ANSWER)))
    })
    expect(await createSidecar(url).runTask(IMAGE, SEGMENT, NEVER)).toEqual(ANSWER)
    expect(body).toContain(JSON.stringify({ priority: 'interactive', input: SEGMENT.input }))
  })

  it('goes to the sidecar that can do it', async () => {
    const builtin = sidecarLike({ body: ANSWER, tasks: ['caption', 'ocr'] })
    const florence = sidecarLike({ body: ANSWER, tasks: ['caption', SEGMENT.task] })
    const urls = [(await serve(builtin.listener)).url, (await serve(florence.listener)).url]
    const inference = createInference(urls.map((url) => createSidecar(url)))
    expect(inference.tasks()).toEqual([])
    await inference.refresh()
    expect(inference.tasks()).toEqual(['caption', 'ocr', SEGMENT.task])
    expect(await inference.runTask(IMAGE, SEGMENT, NEVER)).toEqual(ANSWER)
    expect([builtin.seen, florence.seen]).toEqual([[], [`/v1/tasks/${SEGMENT.task}`]])
  })

  it('goes on to the next one where the first turns out not to know it', async () => {
    const refusing = sidecarLike({
      status: 422,
      body: new AppError('task-unsupported', 'No engine here can do that.').toWire(),
    })
    const able = sidecarLike({ body: ANSWER })
    const urls = [(await serve(refusing.listener)).url, (await serve(able.listener)).url]
    const inference = createInference(urls.map((url) => createSidecar(url)))
    expect(await inference.runTask(IMAGE, SEGMENT, NEVER)).toEqual(ANSWER)
    expect([refusing.seen.length, able.seen.length]).toEqual([1, 1])
  })
})

/** The HTTP face over a real child with the scripted engine: order, batches, leaving, refusing, and dying. */
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { PerceptionResult, ReasoningResult, SidecarHealth, TaskResponse, WireError } from '@vitrine/contracts'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RestartReason } from './host/engine-host.ts'
import { describeModels } from './residency/describe.ts'
import { eventually } from './testing/eventually.ts'
import { BEHAVIOURS, type Behaviour, createPicture } from './testing/pictures.ts'
import { isAlive } from './testing/processes.ts'
import { createTestSidecar, postImage, type TestSidecar, type TestSidecarOptions } from './testing/sidecar.ts'

const pictures = new Map<Behaviour, Buffer>()
beforeAll(async () => {
  for (const behaviour of BEHAVIOURS) pictures.set(behaviour, await createPicture(behaviour))
})

function picture(behaviour: Behaviour): Buffer {
  const bytes = pictures.get(behaviour)
  if (!bytes) throw new Error(`There is no picture for ${behaviour}.`)
  return bytes
}

const open: TestSidecar[] = []
afterEach(async () => {
  for (const sidecar of open.splice(0)) await sidecar.close()
})

async function start(options?: TestSidecarOptions): Promise<TestSidecar> {
  const sidecar = createTestSidecar(options)
  open.push(sidecar)
  await sidecar.residency.preload()
  return sidecar
}

async function readError(response: Response): Promise<WireError['error'] & { status: number }> {
  return { ...WireError.parse(await response.json()).error, status: response.status }
}

async function readCaption(response: Response): Promise<string> {
  expect(response.status).toBe(200)
  return PerceptionResult.parse(await response.json()).caption
}

const depth = (sidecar: TestSidecar) => sidecar.scheduler.depths()[0]?.depth

/** Occupies the engine with a picture that waits at the gate, so that what comes next must queue. */
async function occupy(sidecar: TestSidecar): Promise<{ response: Promise<Response> }> {
  const response = sidecar.perceive(picture('gate'))
  await eventually(() => expect(depth(sidecar)?.running).toBe(1))
  return { response }
}

/** Rules under which a batch goes when it is full: how fast the requests arrive does not matter. */
const together = (batchSize: number): TestSidecarOptions => ({ rules: { batchSize, collectMs: 20_000 } })

async function untilWaiting(sidecar: TestSidecar, count: number): Promise<void> {
  await eventually(() => {
    const { interactive = 0, batch = 0 } = depth(sidecar) ?? {}
    expect(interactive + batch).toBe(count)
  })
}

describe('answers', () => {
  it('gives a perception with its engine, size and timings', async () => {
    const sidecar = await start()
    const response = await sidecar.perceive(picture('plain'))
    const result = PerceptionResult.parse(await response.json())
    expect(result).toMatchObject({
      engine: 'builtin',
      size: { width: 10, height: 8 },
      caption: 'call 1 of 1',
    })
    expect(result.timings.totalMs).toBeGreaterThanOrEqual(result.timings.engineMs)
  })

  it('runs a task with its phrase', async () => {
    const sidecar = await start()
    const options = { input: { phrase: 'a red car' } }
    const response = await postImage(sidecar.app, '/v1/tasks/phrase-grounding', {
      bytes: picture('plain'),
      options,
    })
    expect(TaskResponse.parse(await response.json()).result).toEqual({
      type: 'text',
      text: 'phrase-grounding a red car',
    })
  })

  it('gives a reading when an engine reasons', async () => {
    const sidecar = await start({ stages: ['perception', 'reasoning'] })
    const perception = PerceptionResult.parse(await (await sidecar.perceive(picture('plain'))).json())
    const options = { reasons: ['much-text'], perception }
    const response = await postImage(sidecar.app, '/v1/reasoning', { bytes: picture('plain'), options })
    expect(ReasoningResult.parse(await response.json()).reading).toBe('Because of much-text.')
  })

  it('loads an engine with the first request and unloads it when it idles', async () => {
    const sidecar = await start({ isPinned: false, idleUnloadMs: 1_000 })
    expect(sidecar.host.status.state).toBe('stopped')
    await readCaption(await sidecar.perceive(picture('plain')))
    expect(describeModels(sidecar.residency)).toMatchObject([{ engine: 'builtin', residency: 'loaded' }])
    await eventually(() =>
      expect(describeModels(sidecar.residency)).toMatchObject([{ residency: 'unloaded' }]),
    )
    await readCaption(await sidecar.perceive(picture('plain')))
  })
})

describe('says no', () => {
  it.each<[string, string, RequestInit, number, string]>([
    ['to a path that is not there', '/v1/nothing', {}, 404, 'not-found'],
    ['to a body that is not multipart', '/v1/perception', { method: 'POST', body: 'x' }, 400, 'bad-request'],
    [
      'to a task that does not exist',
      '/v1/tasks/juggle',
      { method: 'POST', body: new FormData() },
      400,
      'bad-request',
    ],
    [
      'to a task no engine has',
      '/v1/tasks/region-to-ocr',
      { method: 'POST', body: new FormData() },
      422,
      'task-unsupported',
    ],
    [
      'to a reading while no engine reasons',
      '/v1/reasoning',
      { method: 'POST', body: new FormData() },
      503,
      'no-engine',
    ],
    [
      'to a form without an image',
      '/v1/perception',
      { method: 'POST', body: new FormData() },
      400,
      'bad-request',
    ],
  ])('%s', async (_name, url, init, status, code) => {
    const sidecar = createTestSidecar()
    open.push(sidecar)
    expect(await readError(await sidecar.app.request(url, init))).toMatchObject({ status, code })
  })

  it.each<[string, Uint8Array, object, number, string]>([
    ['to options of the wrong shape', new Uint8Array(4), { deadlineMs: -1 }, 400, 'bad-request'],
    ['to an engine that is not here', new Uint8Array(4), { engine: 'gguf' }, 503, 'no-engine'],
    ['to an empty file', new Uint8Array(0), {}, 422, 'undecodable-image'],
    ['to more bytes than allowed', new Uint8Array(2_000), {}, 413, 'too-large'],
  ])('%s', async (_name, bytes, options, status, code) => {
    const sidecar = createTestSidecar({ maxImageBytes: 1_000 })
    open.push(sidecar)
    const response = await postImage(sidecar.app, '/v1/perception', { bytes, options })
    expect(await readError(response)).toMatchObject({ status, code })
  })

  it('to a grounding without a phrase', async () => {
    const sidecar = await start()
    const response = await postImage(sidecar.app, '/v1/tasks/phrase-grounding', {
      bytes: picture('plain'),
      options: {},
    })
    expect(await readError(response)).toMatchObject({ status: 400, code: 'bad-request' })
  })

  it('to a broken multipart body', async () => {
    const sidecar = await start()
    const response = await sidecar.app.request('/v1/perception', {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body: '--b\r\ncontent-disposition: form-data; name="image"; filename="x"\r\n\r\nhalf',
    })
    expect(await readError(response)).toMatchObject({ status: 400, code: 'bad-request' })
  })

  it('with 503 and Retry-After to batch work that is too deep, while a person still gets in', async () => {
    const sidecar = await start({ rules: { batchSize: 1, depth: { interactive: 2, batch: 1 } } })
    const { response } = await occupy(sidecar)
    const waiting = sidecar.perceive(picture('plain'), { priority: 'batch' })
    await untilWaiting(sidecar, 1)
    const refused = await sidecar.perceive(picture('plain'), { priority: 'batch' })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect(await readError(refused)).toMatchObject({ status: 503, code: 'engine-busy', retryable: true })
    const person = sidecar.perceive(picture('plain'))
    await untilWaiting(sidecar, 2)
    sidecar.openGate()
    for (const answered of [response, waiting, person]) expect((await answered).status).toBe(200)
  })

  it('when the deadline passes in the queue', async () => {
    const sidecar = await start()
    const { response } = await occupy(sidecar)
    const late = await sidecar.perceive(picture('plain'), { deadlineMs: 20 })
    expect(await readError(late)).toMatchObject({ status: 504, code: 'deadline-exceeded' })
    expect(depth(sidecar)).toEqual({ interactive: 0, batch: 0, running: 1 })
    sidecar.openGate()
    expect((await response).status).toBe(200)
  })

  it('when the deadline passes in the engine, which is then free again', async () => {
    const sidecar = await start()
    const late = await sidecar.perceive(picture('gate'), { deadlineMs: 50 })
    expect(await readError(late)).toMatchObject({ status: 504, code: 'deadline-exceeded' })
    await readCaption(await sidecar.perceive(picture('plain')))
    expect(sidecar.restarts).toEqual([])
  })
})

describe('the queue', () => {
  it('collects what comes together into one batch', async () => {
    const sidecar = await start()
    const { response } = await occupy(sidecar)
    const others = Array.from({ length: 6 }, () => sidecar.perceive(picture('plain')))
    await untilWaiting(sidecar, 6)
    sidecar.openGate()
    await response
    const captions = await Promise.all(others.map(async (other) => readCaption(await other)))
    expect(captions.sort()).toEqual([
      ...Array.from({ length: 4 }, () => 'call 2 of 4'),
      ...Array.from({ length: 2 }, () => 'call 3 of 2'),
    ])
    expect(sidecar.batches).toEqual([1, 4, 2])
  })

  it('serves a person before the batch that came first', async () => {
    const sidecar = await start()
    const { response } = await occupy(sidecar)
    const batch = sidecar.perceive(picture('plain'), { priority: 'batch' })
    await untilWaiting(sidecar, 1)
    const person = sidecar.perceive(picture('plain'))
    await untilWaiting(sidecar, 2)
    sidecar.openGate()
    await response
    expect(await readCaption(await person)).toBe('call 2 of 1')
    expect(await readCaption(await batch)).toBe('call 3 of 1')
  })

  it('forgets a caller that leaves the queue', async () => {
    const sidecar = await start()
    const { response } = await occupy(sidecar)
    const abort = new AbortController()
    const gone = sidecar.perceive(picture('plain'), {}, abort.signal)
    await untilWaiting(sidecar, 1)
    abort.abort()
    expect(await readError(await gone)).toMatchObject({ status: 499, code: 'cancelled' })
    expect(depth(sidecar)?.interactive).toBe(0)
    sidecar.openGate()
    await response
    expect(sidecar.batches).toEqual([1])
  })

  it('stops the running batch once all of its callers have gone, and only then', async () => {
    const sidecar = await start(together(2))
    const callers = [new AbortController(), new AbortController()]
    const answers = callers.map(({ signal }) => sidecar.perceive(picture('gate'), {}, signal))
    await eventually(() => expect(depth(sidecar)?.running).toBe(2))
    callers[0]?.abort()
    expect((await answers[0])?.status).toBe(499)
    expect(depth(sidecar)?.running).toBe(2)
    callers[1]?.abort()
    expect((await answers[1])?.status).toBe(499)
    await eventually(() => expect(depth(sidecar)?.running).toBe(0))
    expect(sidecar.restarts).toEqual([])
  })
})

describe('one bad picture', () => {
  it.each<[Behaviour, number, string]>([
    ['refused', 422, 'undecodable-image'],
    ['nonsense', 500, 'internal'],
  ])('that is %s fails alone', async (behaviour, status, code) => {
    const sidecar = await start(together(2))
    const [bad, good] = await Promise.all([
      sidecar.perceive(picture(behaviour)),
      sidecar.perceive(picture('plain')),
    ])
    expect(await readError(bad)).toMatchObject({ status, code })
    expect(good.status).toBe(200)
    expect(sidecar.batches).toEqual([2])
  })

  it('that takes the whole call down leaves its batch-mates whole', async () => {
    const sidecar = await start(together(3))
    const answers = await Promise.all(
      (['plain', 'throws', 'plain'] as const).map((behaviour) => sidecar.perceive(picture(behaviour))),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(sidecar.restarts).toEqual([])
  })

  it.each<[Behaviour, RestartReason]>([
    ['killed', 'memory'],
    ['exit', 'crash'],
  ])('that ends the process (%s) fails alone after a second try', async (behaviour, reason) => {
    const sidecar = await start(together(4))
    const wanted = ['plain', behaviour, 'plain', 'plain'] as const
    const answers = await Promise.all(wanted.map((each) => sidecar.perceive(picture(each))))
    expect(answers.map(({ status }) => status)).toEqual([200, 502, 200, 200])
    expect(sidecar.restarts).toEqual([reason, reason])
    expect(sidecar.batches[0]).toBe(4)
    expect(sidecar.batches.slice(1, 5)).toEqual([1, 1, 1, 1])
    const after = await postImage(sidecar.app, '/v1/tasks/caption', {
      bytes: picture('plain'),
      options: {},
    })
    expect(after.status).toBe(200)
    const health = SidecarHealth.parse(await (await sidecar.app.request('/health')).json())
    expect(health).toMatchObject({
      status: 'ok',
      engines: [{ restarts: 2, lastError: expect.any(String) }],
    })
  })
})

describe('the child', () => {
  it.each<[Behaviour, object]>([
    ['hang', { busySilenceMs: 1_500 }],
    ['stuck', { pictureMs: 1_500 }],
  ])('that does not come back (%s) is killed and replaced', async (behaviour, limits) => {
    const sidecar = await start({ limits })
    const response = await sidecar.perceive(picture(behaviour))
    expect(await readError(response)).toMatchObject({ status: 502, code: 'engine-crashed' })
    expect(sidecar.restarts).toEqual(['hang', 'hang'])
    await readCaption(await sidecar.perceive(picture('plain')))
  })

  it('is replaced between two batches when it has grown too large, and nobody notices', async () => {
    const sidecar = await start()
    await readCaption(await sidecar.perceive(picture('plain')))
    const memoryBytes = sidecar.host.status.rssBytes + 100 * 1024 ** 2
    const limited = await start({ limits: { memoryBytes } })
    const pid = limited.host.status.pid
    for (let round = 0; round < 4; round += 1) await readCaption(await limited.perceive(picture('greedy')))
    expect(limited.restarts).toContain('memory')
    await eventually(() => expect(limited.host.status.state).toBe('ready'))
    expect(limited.host.status.pid).not.toBe(pid)
  })

  it('that cannot load turns requests away with a reason, and is tried again by itself', async () => {
    const sidecar = createTestSidecar({ restart: { failedAfter: 2, firstDelayMs: 200 } })
    open.push(sidecar)
    writeFileSync(path.join(sidecar.cacheDir, 'broken'), '')
    const refused = await sidecar.perceive(picture('plain'))
    const error = await readError(refused)
    expect(error).toMatchObject({ status: 503, code: 'engine-starting', retryable: true })
    expect(error.message).toContain('broken on purpose')
    rmSync(path.join(sidecar.cacheDir, 'broken'))
    await eventually(() => expect(sidecar.host.status.state).toBe('ready'))
    await readCaption(await sidecar.perceive(picture('plain')))
  })

  it('finishes the running batch when the sidecar stops, and turns the rest away', async () => {
    const sidecar = await start({ rules: { batchSize: 1 } })
    const { response } = await occupy(sidecar)
    const waiting = sidecar.perceive(picture('plain'))
    await untilWaiting(sidecar, 1)
    const { pid } = sidecar.host.status
    const stopped = sidecar.scheduler.stop(5_000)
    expect(await readError(await waiting)).toMatchObject({ status: 503, code: 'engine-busy' })
    sidecar.openGate()
    expect((await response).status).toBe(200)
    await stopped
    await sidecar.residency.stop()
    expect(isAlive(pid)).toBe(false)
  })
})

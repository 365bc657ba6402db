/** `vitrine models …`, whole command lines against an HTTP server. */
import { PassThrough } from 'node:stream'
import { AppError, ModelsReport, Weights } from '@vitrine/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCli } from './cli.ts'
import { describeProgress } from './download-progress.ts'
import { type ModelsServer, startModelsServer } from './testing/models-server.ts'

let server: ModelsServer
beforeEach(async () => {
  server = await startModelsServer()
})
afterEach(() => server.close())

/** Runs a command; `interruptAt` presses Ctrl-C once the bar shows that text. */
async function run(args: readonly string[], { interruptAt = '' }: { interruptAt?: string } = {}) {
  const out: string[] = []
  const err: string[] = []
  let drawn = ''
  let interrupt: () => void = () => undefined
  const stream = new PassThrough().on('data', (chunk) => {
    drawn += String(chunk)
    if (interruptAt && drawn.includes(interruptAt)) interrupt()
  })
  const code = await runCli(['--url', server.url, 'models', ...args], {
    out: (text) => out.push(text),
    write: (text) => out.push(text),
    err: (text) => err.push(text),
    env: {},
    progressStream: Object.assign(stream, { isTTY: true }),
    onInterrupt: (act) => {
      interrupt = act
      return () => undefined
    },
    columns: 140,
  })
  return { code, out: out.join('\n'), err: err.join('\n'), drawn }
}

const progress = (receivedBytes: number) => ({
  receivedBytes,
  totalBytes: 1_100_000_000,
  bytesPerSecond: 5_500_000,
  secondsLeft: 120,
  file: 'onnx/decoder_model_merged.onnx',
})
const DOWNLOADING = { state: 'downloading' as const, progress: progress(440_000_000) }
const PRESENT = { state: 'present' as const, place: 'downloaded' as const, diskBytes: 1_100_000_000 }

describe('models list', () => {
  it('prints what can be had, how large it is, and on what it runs', async () => {
    server.steps.push(DOWNLOADING)
    const { code, out, err } = await run(['list'])
    expect(code).toBe(0)
    expect(out.split('\n')).toHaveLength(3)
    expect(out).toMatch(
      /florence-2-base-ft +downloading 40 % +1.1 GB +2.6 GB +MIT +.*fine-tuned, recommended/,
    )
    expect(out).toMatch(/florence-2-large-ft +absent/)
    expect(err).toContain('Runs on cpu. No graphics card')
  })

  it('says which is in use', async () => {
    server.steps.push(PRESENT)
    expect((await run(['list'])).out).toMatch(/present .*in use, recommended/)
  })

  it('says once what keeps a download from going on', async () => {
    server.steps.push({ problem: 'The hub does not answer.' })
    expect((await run(['list'])).err).toContain('The hub does not answer.')
  })

  it('prints JSON', async () => {
    const { out } = await run(['list', '--json'])
    expect(ModelsReport.parse(JSON.parse(out)).weights).toHaveLength(2)
  })
})

describe('models pull', () => {
  it('begins a download, shows it in bytes with the time left, and says when it is done', async () => {
    server.steps.push({}, DOWNLOADING, PRESENT)
    const { code, out, err, drawn } = await run(['pull', 'florence-2-base-ft'])
    expect(code).toBe(0)
    expect(server.requests).toContain('POST /api/v1/models/florence-2-base-ft/pull')
    expect(err).toContain('Fetching Florence-2 base, fine-tuned, about 1.1 GB')
    expect(drawn).toContain('440 MB of 1.1 GB · 5.5 MB/s · 2 min left')
    expect(out).toBe('Florence-2 base, fine-tuned is here: 1.1 GB.')
  })

  it('watches a download that is under way, and begins none', async () => {
    server.steps.push(DOWNLOADING, PRESENT)
    const { code, err } = await run(['pull', 'florence-2-base-ft'])
    expect(code).toBe(0)
    expect(err).toContain('is being fetched already')
    expect(server.requests.filter((request) => request.startsWith('POST'))).toEqual([])
  })

  it('leaves the download running on Ctrl-C, and says so', async () => {
    server.steps.push(DOWNLOADING)
    const { code, err } = await run(['pull', 'florence-2-base-ft'], { interruptAt: '440 MB' })
    expect(code).toBe(1)
    expect(err).toContain('The download goes on without this command.')
    expect(err).toContain('vitrine models cancel florence-2-base-ft')
  })

  it('ends with 1 and the reason when the download fails', async () => {
    server.steps.push(DOWNLOADING, { problem: 'The hub at http://127.0.0.1:9 does not answer.' })
    const { code, out, err } = await run(['pull', 'florence-2-base-ft'])
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain('The hub at http://127.0.0.1:9 does not answer.')
  })

  it('waits for a sidecar that is restarting', async () => {
    server.steps.push(DOWNLOADING, new AppError('sidecar-unreachable', 'It does not answer.'), PRESENT)
    const { code, out } = await run(['pull', 'florence-2-base-ft', '--json'])
    expect(code).toBe(0)
    expect(Weights.parse(JSON.parse(out)).state).toBe('present')
  })

  it('fetches nothing that is here already', async () => {
    server.steps.push(PRESENT)
    const { code, out } = await run(['pull', 'florence-2-base-ft', '--json'])
    expect(code).toBe(0)
    expect(Weights.parse(JSON.parse(out)).state).toBe('present')
    expect(server.requests).toEqual(['GET /api/v1/models'])
  })

  it('names what there is when there is no such model', async () => {
    const { code, err } = await run(['pull', 'florence-9'])
    expect(code).toBe(1)
    expect(err).toContain('There are: florence-2-base-ft, florence-2-large-ft.')
  })

  it('takes no key that is none', async () => {
    expect((await run(['pull', '../weights'])).code).toBe(2)
  })
})

describe('models use, cancel and remove', () => {
  it.each([
    ['use', 'POST /api/v1/models/florence-2-base-ft/use', /now runs Florence-2 base, fine-tuned/],
    ['cancel', 'POST /api/v1/models/florence-2-base-ft/cancel', /is stopped/],
    ['remove', 'DELETE /api/v1/models/florence-2-base-ft', /is removed/],
  ])('%s asks for it and says what came of it', async (verb, request, sentence) => {
    const { code, out } = await run([verb, 'florence-2-base-ft'])
    expect(code).toBe(0)
    expect(server.requests).toEqual([request])
    expect(out).toMatch(sentence)
  })
})

describe('describeProgress', () => {
  const weights = { state: 'downloading' as const, downloadBytes: 100, progress: null }
  it.each([
    ['before there is a pace', weights, { value: 0, total: 100, words: { pace: '', left: '' } }],
    [
      'while files are verified',
      { ...weights, state: 'verifying' as const },
      { words: { verb: 'Verifying' } },
    ],
    ['when nothing is known of the size', { ...weights, downloadBytes: 0 }, { total: 1, value: 0 }],
    [
      'when more came than was expected',
      { ...weights, progress: { ...progress(200), totalBytes: 150 } },
      { total: 150, value: 150 },
    ],
  ])('%s', (_name, given, expected) => {
    expect(describeProgress(given)).toMatchObject(expected)
  })
})

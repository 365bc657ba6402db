/** The engine's decisions, as tables. */
import { AppError, type ErrorCode } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { chooseModel } from './choose-model.ts'
import { explainSilence } from './explain-silence.ts'
import { isNear } from './http.ts'
import { type Candidate, mostTelling, orderServers, planRest } from './pick-server.ts'
import { parseRetryAfter } from './server-says.ts'
import { parseAddress } from './settings.ts'
import { readEvents } from './sse.ts'

describe('chooseModel', () => {
  it.each<[string, readonly string[], string | undefined, string | null]>([
    ['the one that is wanted', ['a', 'b'], 'b', 'b'],
    ['the one that is wanted, by its tag', ['b:7b', 'b:latest'], 'b', 'b:latest'],
    ['no other than the one that is wanted', ['qwen2.5vl:7b'], 'llava', null],
    [
      'a Qwen-VL before others',
      ['llava:7b', 'Qwen/Qwen2-VL-7B-Instruct'],
      undefined,
      'Qwen/Qwen2-VL-7B-Instruct',
    ],
    ['one that is known to see', ['llama3.2:3b', 'minicpm-v:8b', 'llava'], undefined, 'minicpm-v:8b'],
    ['the only one, whatever its name', ['my-model', 'nomic-embed-text'], undefined, 'my-model'],
    ['none of several that are not known', ['llama3.2:3b', 'mistral'], undefined, null],
    ['no embedding', ['Qwen3-VL-Embedding-2B'], undefined, null],
    ['none where there is none', [], undefined, null],
  ])('takes %s', (_name, ids, wanted, expected) => {
    const models = ids.map((id) => ({ id, takesPictures: null }))
    expect(chooseModel(models, wanted)).toBe(expected)
  })

  it.each<[string, [string, boolean | null][], string | null]>([
    [
      'the one that the server says takes pictures',
      [
        ['some', false],
        ['other', true],
      ],
      'other',
    ],
    ['none of which the server says that it does not', [['qwen2.5vl-text', false]], null],
    [
      'a Qwen-VL first',
      [
        ['llava', true],
        ['qwen3-vl:8b', true],
      ],
      'qwen3-vl:8b',
    ],
  ])('believes the server: %s', (_name, told, expected) => {
    const models = told.map(([id, takesPictures]) => ({ id, takesPictures }))
    expect(chooseModel(models, undefined)).toBe(expected)
  })
})

describe('parseAddress', () => {
  it.each([
    ['http://localhost:11434', 'http://localhost:11434'],
    ['http://localhost:8000/v1', 'http://localhost:8000'],
    ['https://gpu.example/models/v1/', 'https://gpu.example/models'],
  ])('of %s', (url, root) => {
    expect(parseAddress(url)).toEqual({ root, api: `${root}/v1` })
  })
})

describe('isNear', () => {
  it.each([
    'localhost',
    '127.0.0.1',
    '10.1.2.3',
    '172.20.0.2',
    '192.168.1.5',
    '100.100.1.1',
    '[::1]',
    '[fd00::1]',
    'ollama',
    'gpu.local',
  ])('holds for %s', (host) => expect(isNear(host)).toBe(true))
  it.each(['example.org', '8.8.8.8', '172.32.0.1', '[2001:db8::1]', 'local.example'])(
    'does not for %s',
    (host) => expect(isNear(host)).toBe(false),
  )
})

describe('orderServers', () => {
  const server = (name: string, more: Partial<Candidate> = {}) => ({
    name,
    inFlight: 0,
    lastUsedAt: 0,
    restUntil: 0,
    ...more,
  })
  it.each<[string, ReturnType<typeof server>[], string]>([
    ['as they are named', [server('a'), server('b')], 'ab'],
    ['the least busy first', [server('a', { inFlight: 2 }), server('b', { inFlight: 1 })], 'ba'],
    ['the longest unused first', [server('a', { lastUsedAt: 9 }), server('b', { lastUsedAt: 3 })], 'ba'],
    [
      'those that rest last',
      [server('a', { restUntil: 300 }), server('b', { restUntil: 200 }), server('c', { inFlight: 9 })],
      'cba',
    ],
    [
      'those that have rested as before',
      [server('a', { restUntil: 99 }), server('b', { lastUsedAt: 1 })],
      'ab',
    ],
  ])('takes %s', (_name, servers, expected) => {
    expect(
      orderServers(servers, 100)
        .map(({ name }) => name)
        .join(''),
    ).toBe(expected)
  })
})

describe('planRest', () => {
  it.each<[ErrorCode, number, number, boolean]>([
    ['engine-busy', 0, 7_000, false],
    ['engine-starting', 0, 2_000, true],
    ['engine-starting', 3, 16_000, true],
    ['engine-starting', 99, 60_000, true],
    ['no-engine', 0, 60_000, true],
    ['engine-crashed', 0, 2_000, false],
  ])('after %s, the %i time', (code, failures, restMs, isForgotten) => {
    expect(planRest(new AppError(code, '', { retryAfterSeconds: 7 }), failures)).toEqual({
      restMs,
      isForgotten,
    })
  })
})

describe('mostTelling', () => {
  it.each<[ErrorCode[], ErrorCode | undefined]>([
    [['engine-starting', 'engine-crashed'], 'engine-crashed'],
    [['engine-crashed', 'engine-busy'], 'engine-busy'],
    [['engine-starting', 'no-engine'], 'no-engine'],
    [[], undefined],
  ])('of %j is %s', (codes, expected) => {
    expect(mostTelling(codes.map((code) => new AppError(code, '')))?.code).toBe(expected)
  })
})

describe('parseRetryAfter', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')
  it.each([
    ['12', 12],
    ['0', 1],
    ['99999', 600],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 1],
    ['soon', 5],
    [null, 5],
  ])('of %s is %i s', (value, seconds) => {
    expect(parseRetryAfter(value, now)).toBe(seconds)
  })
})

describe('explainSilence', () => {
  const failed = (code: string) =>
    new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code }) })
  it.each<[unknown, string]>([
    [failed('ENOTFOUND'), 'The server at http://gpu does not answer: there is no such host.'],
    [failed('EPROTO'), 'The server at http://gpu does not answer: EPROTO.'],
    [new DOMException('late', 'TimeoutError'), 'The server at http://gpu does not answer in time.'],
    ['odd', 'The server at http://gpu does not answer.'],
  ])('says what is known of it', (thrown, message) => {
    expect(explainSilence(thrown, 'http://gpu', false)).toMatchObject({ code: 'engine-starting', message })
  })
})

describe('readEvents', () => {
  async function* cut(text: string, size: number): AsyncGenerator<Uint8Array> {
    const bytes = Buffer.from(text)
    for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
  }
  const STREAM = ': note\r\n\r\ndata: ä\r\ndata:b\r\n\r\nid: 1\r\ndata: 🙂\r\n\r\ndata\r\n\r\ndata: last'
  const EVENTS = ['ä\nb', '🙂', '', 'last']
  it.each([
    ['CRLF', STREAM],
    ['LF', STREAM.replaceAll('\r\n', '\n')],
    ['CR', STREAM.replaceAll('\r\n', '\r')],
    ['a mark at the start', `\ufeff${STREAM}`],
  ])('takes %s, wherever it is cut', async (_name, stream) => {
    for (const size of [1, 2, 3, 1000]) {
      const events: string[] = []
      for await (const event of readEvents(cut(stream, size))) events.push(event)
      expect(events).toEqual(EVENTS)
    }
  })
})

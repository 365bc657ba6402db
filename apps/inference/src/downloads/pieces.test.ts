/** The small pure and nearly pure pieces of a download. */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { findFault } from './inspect-file.ts'
import { Limiter } from './limiter.ts'
import { Pace, secondsLeft } from './pace.ts'
import { WeightsRecord } from './record.ts'
import { nextDelayMs, DEFAULT_RETRY_RULES as RULES } from './retry.ts'
import { localRevision, readCommit } from './revision.ts'
import { inWords } from './room.ts'
import { makeFolder, onnxFile, writeFiles } from './testing/weights.ts'

describe('Pace', () => {
  it('is that of the last five seconds', () => {
    let now = 0
    const pace = new Pace(() => now)
    expect(pace.bytesPerSecond).toBeNull()
    pace.note(1_000)
    expect(pace.bytesPerSecond).toBeNull()
    for (now = 1_000; now <= 10_000; now += 1_000) pace.note(2_000)
    now = 10_000
    expect(pace.bytesPerSecond).toBeCloseTo(2_500, -3)
    now = 60_000
    expect(pace.bytesPerSecond).toBe(0)
  })

  it.each([
    [1_000, 500, 2],
    [0, 500, 0],
    [1_000, 0, null],
    [1_000, null, null],
  ])('leaves for %d bytes at %s a second %s seconds', (bytes, pace, expected) => {
    expect(secondsLeft(bytes, pace)).toBe(expected)
  })
})

describe('nextDelayMs', () => {
  const broken = new AppError('hub-unreachable', 'broken')
  const asked = (seconds: number) => new AppError('hub-unreachable', 'busy', { retryAfterSeconds: seconds })
  it.each([
    ['a second at first', broken, 1, 1_000],
    ['twice as long each time', broken, 4, 8_000],
    ['no longer than half a minute', broken, 5, 16_000],
    ['not at all after six in a row', broken, 6, null],
    ['as long as the hub asks', asked(7), 1, 7_000],
    ['not for hours', asked(7_200), 1, null],
    ['not for what stays wrong', new AppError('hub-unreachable', 'x', { retryable: false }), 1, null],
    ['not for a full disk', new AppError('storage-full', 'x'), 1, null],
  ])('waits %s', (_name, error, failures, expected) => {
    expect(nextDelayMs(error, failures, RULES)).toBe(expected)
  })
})

describe('Limiter', () => {
  it('lets so many work at once, the others in order, also after a failure', async () => {
    const limiter = new Limiter(2)
    const order: string[] = []
    let atOnce = 0
    let most = 0
    const work = (name: string) => async () => {
      atOnce += 1
      most = Math.max(most, atOnce)
      await Promise.resolve()
      order.push(name)
      atOnce -= 1
      if (name === 'b') throw new Error('b fails')
    }
    const all = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map((name) => limiter.run(work(name))))
    expect({ order: order.join(''), most }).toEqual({ order: 'abcde', most: 2 })
    expect(all.map(({ status }) => status === 'rejected')).toEqual([false, true, false, false, false])
  })
})

describe('findFault', () => {
  const whole = onnxFile(5_000, 'fault')
  it.each<[string, string, Buffer | string, string | null]>([
    ['a model', 'a.onnx', whole, null],
    [
      'a model that lacks its last byte',
      'a.onnx',
      whole.subarray(0, -1),
      'is not an ONNX model, or cut short',
    ],
    ['a model cut within its head', 'a.onnx', whole.subarray(0, 3), 'is not an ONNX model, or cut short'],
    [
      'a pointer of large file storage',
      'a.onnx',
      'version https://git-lfs.github.com',
      'is not an ONNX model, or cut short',
    ],
    ['zeros', 'a.onnx', Buffer.alloc(64), 'is not an ONNX model, or cut short'],
    ['nothing', 'a.onnx', '', 'is empty'],
    ['JSON', 'a.json', '{"a": 1}', null],
    ['half of JSON', 'a.json', '{"a": ', 'is not JSON, or cut short'],
    ['tensors, which have no form', 'a.onnx_data', Buffer.alloc(64), null],
  ])('of %s', async (_name, name, content, expected) => {
    const file = path.join(await makeFolder(), name)
    await writeFile(file, content)
    expect(await findFault(file, Buffer.from(content).byteLength)).toBe(expected)
  })
})

describe('the revision of a folder', () => {
  const commit = '0123456789abcdef0123456789abcdef01234567'
  it.each([
    ['refs/main', commit, commit],
    ['refs/main', `${commit}\n`, commit],
    ['.cache/huggingface/download/config.json.metadata', `${commit}\n5f0\n1767225600.0\n`, commit],
    ['.git/refs/heads/main', `${commit}\n`, commit],
    ['refs/main', 'v1.0', null],
    ['refs/other', commit, null],
  ])('in which %s says %j', async (name, content, expected) => {
    const dir = await makeFolder()
    await writeFiles(dir, new Map([[name, Buffer.from(content)]]))
    expect(await readCommit(dir)).toBe(expected)
  })

  it('names other files otherwise, and the same ones alike', () => {
    const one = localRevision('config', new Map(Object.entries({ a: 1, b: 2 })))
    expect(one).toMatch(/^local-[0-9a-f]{12}$/)
    expect(localRevision('config', new Map(Object.entries({ b: 2, a: 1 })))).toBe(one)
    expect(localRevision('config', new Map(Object.entries({ a: 1, b: 3 })))).not.toBe(one)
    expect(localRevision('another', new Map(Object.entries({ a: 1, b: 2 })))).not.toBe(one)
  })
})

describe('WeightsRecord', () => {
  it.each(['../../etc/passwd', '/etc/passwd', 'a/../b', 'a//b', './a', 'a\\b'])(
    'takes no path like %s',
    (file) => {
      const record = {
        version: 1,
        repository: 'a/b',
        revision: 'c',
        files: [{ path: file, sizeBytes: 1, sha256: null }],
      }
      expect(WeightsRecord.safeParse(record).success).toBe(false)
    },
  )
})

describe('inWords', () => {
  it.each([
    [1, '1 MB'],
    [340_000_000, '340 MB'],
    [1_234_000_000, '1.2 GB'],
  ])('says %d as %s', (bytes, words) => {
    expect(inWords(bytes)).toBe(words)
  })
})

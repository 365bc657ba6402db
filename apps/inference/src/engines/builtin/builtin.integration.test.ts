import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AppError,
  boundingBox,
  ImageKind,
  PerceptionResult,
  TASK_INPUT,
  TaskName,
  TaskResult,
} from '@vitrine/contracts'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { decodeImage } from '../../image/decode.ts'
import { asInputs } from '../../testing/pictures.ts'
import type { Engine, PerceptionOutput } from '../engine.ts'
import { createBuiltinEngine } from './index.ts'
import { builtinManifest } from './manifest.ts'

const PHOTOS = join(import.meta.dirname, '../../../../../e2e/fixtures/photos')
const Truth = z.record(
  z.string(),
  z.object({ kind: ImageKind, labels: z.array(z.string()), words: z.array(z.string()) }),
)
const truth = Truth.parse(JSON.parse(readFileSync(join(PHOTOS, 'truth.json'), 'utf8')))
const never = new AbortController().signal

let engine: Engine
let cacheDir: string

beforeAll(async () => {
  cacheDir = mkdtempSync(join(tmpdir(), 'vitrine-models-'))
  engine = await createBuiltinEngine({ threads: 2, cacheDir })
})

afterAll(async () => {
  await engine.dispose()
  rmSync(cacheDir, { recursive: true })
})

const open = (name: string) => decodeImage(readFileSync(join(PHOTOS, name)), { maxPixels: 2e8 })

async function perceive(image: Awaited<ReturnType<typeof open>>): Promise<PerceptionOutput> {
  const [answer] = await engine.perceive(asInputs(image), never)
  if (!answer?.ok) throw answer?.error ?? new Error('No answer came.')
  return answer.value
}

/** The words read, without the quotation marks around them and the stop or comma behind them. */
const wordsOf = ({ textRegions }: PerceptionOutput) =>
  new Set(textRegions.flatMap(({ text }) => text.split(/[\s«»]+/).map((word) => word.replace(/[.,]$/, ''))))

describe('every fixture', () => {
  const seen = new Map<string, PerceptionOutput>()

  it.each(Object.entries(truth))(
    '%s is the kind it is, and shows what it shows',
    async (name, { kind, labels, words }) => {
      const result = await perceive(await open(name))
      seen.set(name, result)
      PerceptionResult.omit({ engine: true, size: true, timings: true }).parse(result)
      expect.soft(result.kind.kind).toBe(kind)
      const found = result.detections.filter(({ score = 0 }) => score >= 0.6).map(({ label }) => label)
      for (const label of labels) expect.soft(found, result.caption).toContain(label)
      const read = wordsOf(result)
      const missed = words.filter((word) => !read.has(word))
      expect.soft(missed.length / Math.max(1, words.length), `missed ${missed}`).toBeLessThanOrEqual(0.1)
    },
  )

  it('reads at least 97 % of all words, and no text where there is none', () => {
    const counts = Object.entries(truth).map(([name, { words }]) => {
      const result = seen.get(name)
      const read = result ? wordsOf(result) : new Set<string>()
      return {
        name,
        wanted: words.length,
        found: words.filter((word) => read.has(word)).length,
        read: read.size,
      }
    })
    const wanted = counts.reduce((sum, count) => sum + count.wanted, 0)
    const found = counts.reduce((sum, count) => sum + count.found, 0)
    console.log(`words found: ${found} of ${wanted}`)
    expect(found / wanted).toBeGreaterThanOrEqual(0.97)
    const invented = counts.filter(
      ({ name, wanted, read }) => wanted === 0 && read > 0 && name !== 'grace-hopper.jpg',
    )
    expect(invented).toEqual([])
  })
})

describe('places', () => {
  it('puts the cat where it is', async () => {
    const { detections } = await perceive(await open('cat.jpg'))
    const cat = detections.find(({ label }) => label === 'cat')
    expect(cat?.box.width).toBeGreaterThan(0.7)
    expect(cat?.box.height).toBeGreaterThan(0.7)
  })

  it.each([
    [90, 'down the page'],
    [180, 'upside down'],
    [270, 'up the page'],
  ])('reads a receipt turned by %i degrees, each quad from its own top-left', async (degrees, _) => {
    const turned = await sharp(join(PHOTOS, 'receipt.png')).rotate(degrees).png().toBuffer()
    const result = await perceive(await decodeImage(turned, { maxPixels: 2e8 }))
    expect(result.textRegions[0]?.text).toBe('CORNER MARKET')
    const read = wordsOf(result)
    expect(['SUBTOTAL', '£19.25', 'Sourdough', '£20.58'].filter((word) => !read.has(word))).toEqual([])
    const [start, end] = result.textRegions[1]?.quad ?? []
    const direction = Math.atan2((end?.[1] ?? 0) - (start?.[1] ?? 0), (end?.[0] ?? 0) - (start?.[0] ?? 0))
    expect(Math.cos(direction - (degrees * Math.PI) / 180)).toBeCloseTo(1, 1)
  })
})

describe('embedding', () => {
  const decode = (data: string) => {
    const bytes = Buffer.from(data, 'base64')
    return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(i * 4))
  }
  const embed = async (bytes: Buffer) => {
    const image = await decodeImage(bytes, { maxPixels: 2e8 })
    const { result } = await engine.runTask(image, { task: 'image-embedding', input: {} }, never)
    return result.type === 'embedding' ? decode(result.embedding.data) : []
  }
  const similarity = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)

  it('is nearer to a mirrored, reduced and darkened copy than to any other photograph', async () => {
    const original = await embed(readFileSync(join(PHOTOS, 'astronaut.jpg')))
    const copy = await embed(
      await sharp(join(PHOTOS, 'astronaut.jpg'))
        .flop()
        .resize(300)
        .modulate({ brightness: 0.75 })
        .jpeg({ quality: 50 })
        .toBuffer(),
    )
    const others = await Promise.all(
      ['coffee.jpg', 'grace-hopper.jpg', 'rocket.jpg'].map((name) => embed(readFileSync(join(PHOTOS, name)))),
    )
    const best = Math.max(...others.map((other) => similarity(original, other)))
    expect(similarity(original, copy)).toBeGreaterThan(best + 0.2)
  })
})

describe('tasks', () => {
  it.each(builtinManifest.tasks)('%s gives a result of its shape', async (task) => {
    const input = TASK_INPUT[task] === 'region' ? { region: { x: 0, y: 0, width: 1, height: 0.2 } } : {}
    const output = await engine.runTask(await open('receipt.png'), { task, input }, never)
    TaskResult.parse(output.result)
    expect(output.model.revision).not.toBe('')
  })

  it('reads only the region asked for', async () => {
    const image = await open('receipt.png')
    const whole = await perceive(image)
    const total = whole.textRegions.find(({ text }) => text === 'SUBTOTAL')
    const box = boundingBox(total?.quad ?? [])
    const region = { x: box.x - 0.01, y: box.y - 0.01, width: box.width + 0.02, height: box.height + 0.02 }
    const { result } = await engine.runTask(image, { task: 'region-to-ocr', input: { region } }, never)
    expect(result).toEqual({ type: 'text', text: 'SUBTOTAL' })
  })

  it('asks for the region when it is missing', async () => {
    const run = engine.runTask(await open('receipt.png'), { task: 'region-to-ocr', input: {} }, never)
    await expect(run).rejects.toMatchObject({ code: 'bad-request' })
  })

  it.each(TaskName.options.filter((task) => !builtinManifest.tasks.includes(task)))(
    '%s is refused with advice',
    async (task) => {
      const thrown: unknown = await engine
        .runTask(await open('receipt.png'), { task, input: {} }, never)
        .catch((error: unknown) => error)
      expect(thrown).toBeInstanceOf(AppError)
      expect(thrown).toMatchObject({
        code: 'task-unsupported',
        suggestion: expect.stringContaining('Florence-2'),
      })
    },
  )
})

describe('odd pictures', () => {
  it.each([
    [1, 1],
    [3000, 4],
    [4, 3000],
    [40, 40],
  ])('%i × %i pixels are answered', async (width, height) => {
    const bytes = await sharp({ create: { width, height, channels: 3, background: '#336699' } })
      .png()
      .toBuffer()
    const result = await perceive(await decodeImage(bytes, { maxPixels: 2e8 }))
    expect(result.textRegions).toEqual([])
    expect(result.caption).not.toBe('')
  })
})

describe('running', () => {
  it('answers a batch in order', async () => {
    const images = await Promise.all(['cat.jpg', 'coffee.jpg'].map(open))
    const answers = await engine.perceive(asInputs(...images), never)
    expect(answers.map((answer) => answer.ok && answer.value.detections[0]?.label)).toEqual(['cat', 'cup'])
  })

  it('stops between pictures when it is cancelled', async () => {
    const abort = new AbortController()
    const image = await open('cat.jpg')
    const answers = engine.perceive(asInputs(image, image, image), abort.signal)
    abort.abort()
    for (const answer of await answers)
      expect(answer).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  })

  it('names its models with licence and size', () => {
    expect(engine.models.map(({ model }) => model.id)).toEqual([
      'pp-ocr-v6-tiny',
      'centernet-mbv3+nanodet-g',
      'centernet-mbv3-720',
      'vitrine-rules',
    ])
    for (const { licence, model } of engine.models) expect([licence, model.revision]).not.toContain('')
  })

  it('goes on with one detector, and says so, when the other is not installed', async () => {
    const alone = await createBuiltinEngine({ threads: 2, cacheDir, centernetDir: join(cacheDir, 'absent') })
    const [answer] = await alone.perceive(asInputs(await open('cat.jpg')), never)
    await alone.dispose()
    expect(alone.models.map(({ model }) => model.id)).not.toContain('centernet-mbv3-720')
    expect(answer).toMatchObject({
      ok: true,
      value: { warnings: [expect.stringContaining('fewer objects')] },
    })
    expect(answer?.ok && answer.value.detections[0]?.label).toBe('cat')
    expect(answer?.ok && answer.value.embedding).toBeUndefined()
  })

  it('refuses an installation without its models', async () => {
    await expect(createBuiltinEngine({ threads: 1, cacheDir, modelsDir: cacheDir })).rejects.toMatchObject({
      code: 'no-engine',
    })
  })
})

/** The engine that is always there, through HTTP and its real child: every kind of bad bytes has a defined answer. */
import { PerceptionResult, TaskResponse, WireError } from '@vitrine/contracts'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeModels } from './residency/describe.ts'
import {
  createAnimatedGif,
  createNoise,
  createPngBomb,
  SVG_WITH_OUTSIDE_REFERENCES,
} from './testing/bad-pictures.ts'
import { createTestSidecar, postImage, type TestSidecar } from './testing/sidecar.ts'

let sidecar: TestSidecar
beforeAll(async () => {
  sidecar = createTestSidecar({ engineModule: 'builtin', maxPixels: 200_000_000 })
  await sidecar.residency.preload()
})
afterAll(() => sidecar.close())

describe('bytes that are a picture of a sort are read, and what was lost is said', () => {
  const plain = () => createNoise(48, 32)
  it.each<[string, () => Promise<Buffer> | Buffer, { width: number; height: number }, RegExp | null]>([
    ['a 1 × 1 image', () => createNoise(1, 1).png().toBuffer(), { width: 1, height: 1 }, null],
    ['an animated GIF', () => createAnimatedGif(40), { width: 40, height: 40 }, /first of 3 frames/],
    ['a CMYK JPEG', () => plain().toColourspace('cmyk').jpeg().toBuffer(), { width: 48, height: 32 }, /CMYK/],
    ['a 16-bit PNG', () => plain().toColourspace('rgb16').png().toBuffer(), { width: 48, height: 32 }, null],
    [
      'an SVG with outside references',
      () => SVG_WITH_OUTSIDE_REFERENCES,
      { width: 64, height: 64 },
      /left out/,
    ],
    ['a truncated JPEG', truncatedJpeg, { width: 480, height: 320 }, /damaged or cut off/],
  ])('%s', async (_name, create, size, warning) => {
    const response = await sidecar.perceive(await create())
    expect(response.status).toBe(200)
    const result = PerceptionResult.parse(await response.json())
    expect(result).toMatchObject({ engine: 'builtin', captionKind: 'template', size })
    expect(result.warnings.join(' ')).toMatch(warning ?? /^$/)
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %i comes out upright', async (orientation) => {
    const picture = createNoise(48, 32).withMetadata({ orientation })
    const response = await sidecar.perceive(await picture.jpeg().toBuffer())
    const size = orientation >= 5 ? { width: 32, height: 48 } : { width: 48, height: 32 }
    expect(PerceptionResult.parse(await response.json()).size).toEqual(size)
  })
})

describe('bytes that are no picture, or too much of one, are refused with a reason', () => {
  it.each<[string, () => Promise<Buffer> | Buffer, number, string]>([
    ['garbage', () => Buffer.from('these bytes are not a picture at all'), 415, 'unsupported-media'],
    [
      'a JPEG cut off in its header',
      async () => (await truncatedJpeg()).subarray(0, 40),
      422,
      'undecodable-image',
    ],
    ['a PNG bomb of 20,000 × 20,000', () => createPngBomb(20_000, 20_000), 413, 'too-many-pixels'],
    ['a PDF', () => Buffer.from('%PDF-1.7 and so on'), 415, 'unsupported-media'],
  ])('%s', async (_name, create, status, code) => {
    const response = await sidecar.perceive(await create())
    expect(response.status).toBe(status)
    const { error } = WireError.parse(await response.json())
    expect(error).toMatchObject({ code, retryable: false })
    expect(error.message).toMatch(/^[A-Z].*\.$/)
  })

  it('never costs the engine its life', () => {
    expect(sidecar.restarts).toEqual([])
  })
})

describe('the real thing', () => {
  it('reads the text of a drawn receipt through a task of its own', async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="200">
      <rect width="640" height="200" fill="white"/>
      <text x="40" y="120" font-size="64" font-family="sans-serif">CORNER MARKET</text></svg>`
    const bytes = await sharp(Buffer.from(svg)).png().toBuffer()
    const response = await postImage(sidecar.app, '/v1/tasks/ocr', { bytes, options: {} })
    const { result } = TaskResponse.parse(await response.json())
    expect(result).toMatchObject({ type: 'text', text: expect.stringContaining('CORNER MARKET') })
  })

  it('lists its models, pinned to what is run', async () => {
    const models = describeModels(sidecar.residency)
    expect(models.length).toBeGreaterThan(0)
    for (const { residency, model } of models) {
      expect(residency).toBe('loaded')
      expect(model.revision).not.toBe('latest')
    }
  })
})

async function truncatedJpeg(): Promise<Buffer> {
  const whole = await createNoise(480, 320).jpeg().toBuffer()
  return whole.subarray(0, Math.floor(whole.length / 2))
}

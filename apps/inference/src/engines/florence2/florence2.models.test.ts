/** Real weights on real pictures: run wherever weights are, and honest about it where they are not. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { intersectionOverUnion, joinText, PerceptionSettings } from '@vitrine/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeImage } from '../../image/decode.ts'
import type { Engine, PerceptionOutput } from '../engine.ts'
import { createFlorenceEngine } from './index.ts'
import { FP32, optionsFor } from './testing.ts'

const root = path.resolve(import.meta.dirname, '../../../../..')
const photos = path.join(root, 'e2e/fixtures/photos')
const NAMES = ['Florence-2-base-ft', 'Florence-2-base', 'Florence-2-large-ft', 'Florence-2-large']
const never = new AbortController().signal

/** The folder of the first full-precision weights that are on this machine. */
function findWeights(): string | undefined {
  const folders = [process.env.VITRINE_MODELS_DIR, path.join(root, 'data/models')]
  return folders
    .flatMap((folder) => (folder ? NAMES.map((name) => path.join(folder, 'onnx-community', name)) : []))
    .find((dir) => Object.keys(FP32).every((graph) => existsSync(path.join(dir, `onnx/${graph}.onnx`))))
}

const dir = findWeights()
const title = dir ? `Florence-2 from ${path.basename(dir)}` : 'Florence-2 (skipped: no weights)'
if (!dir) console.info('florence2.models.test.ts: skipped: no weights in VITRINE_MODELS_DIR or data/models.')

describe.skipIf(!dir)(title, { timeout: 300_000 }, () => {
  let engine: Engine

  beforeAll(async () => {
    engine = await createFlorenceEngine(optionsFor(dir ?? ''))
  }, 300_000)

  afterAll(() => engine?.dispose())

  async function read(name: string): Promise<PerceptionOutput> {
    const image = await decodeImage(readFileSync(path.join(photos, name)), { maxPixels: 1e8 })
    const [answer] = await engine.perceive([{ image, settings: PerceptionSettings.parse({}) }], never)
    if (!answer?.ok) throw answer?.error ?? new Error('No answer came.')
    return answer.value
  }

  it('sees the cat and where it is', async () => {
    const { caption, detailedCaption, detections } = await read('cat.jpg')
    expect(`${caption} ${detailedCaption}`.toLowerCase()).toMatch(/\b(?:cat|kitten)\b/)
    const cat = detections.find(({ label }) => /cat|kitten/i.test(label))
    // Its head fills nearly all of the photograph.
    expect(intersectionOverUnion(cat?.box ?? EMPTY, { x: 0, y: 0, width: 0.9, height: 1 })).toBeGreaterThan(
      0.4,
    )
    expect(cat?.score).toBeGreaterThan(0.1)
  })

  it('sees the cup of coffee', async () => {
    const { caption, detections } = await read('coffee.jpg')
    expect(caption.toLowerCase()).toMatch(/coffee|cup/)
    expect(detections.map(({ label }) => label.toLowerCase()).join()).toMatch(/coffee|cup|mug/)
  })

  it('reads the receipt, line by line', async () => {
    const { textRegions, kind } = await read('receipt.png')
    const text = joinText(textRegions).toLowerCase()
    expect(text).toContain('total')
    expect(textRegions.length).toBeGreaterThan(5)
    const tops = textRegions.map(({ quad }) => quad[0][1])
    expect(tops.filter((top, at) => at > 0 && top < (tops[at - 1] ?? 0) - 0.05).length).toBeLessThan(3)
    expect(kind.kind).toBe('receipt')
  })
})

const EMPTY = { x: 0, y: 0, width: 0, height: 0 }

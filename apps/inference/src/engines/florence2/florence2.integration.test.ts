import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { PerceptionSettings, type TaskInput, type TaskName, type TaskResult } from '@vitrine/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../engine.ts'
import { createFlorenceEngine } from './index.ts'
import { makeTinyModel, optionsFor, plainPicture, type TinyModel } from './testing.ts'

const never = new AbortController().signal
const SQUARE = { x: 0.1005, y: 0.2005, width: 0.4, height: 0.4 }
const region = { x: 0.1, y: 0.1, width: 0.3, height: 0.3 }

let tiny: TinyModel
let engine: Engine
/** Rows in the batch after each step of the last call. */
let rows: number[] = []

beforeAll(async () => {
  tiny = makeTinyModel()
  engine = await createFlorenceEngine({ ...tiny.options, onStep: (count) => rows.push(count) })
})

afterAll(async () => {
  await engine.dispose()
  tiny.remove()
})

async function perceive(colours: readonly ('red' | 'green' | 'blue')[], tasks?: PerceptionSettings['tasks']) {
  const settings = PerceptionSettings.parse(tasks ? { tasks } : {})
  rows = []
  const answers = await engine.perceive(
    colours.map((colour) => ({ image: plainPicture(colour), settings })),
    never,
  )
  return answers.map((answer) => {
    if (!answer.ok) throw answer.error
    return answer.value
  })
}

async function run(task: TaskName, input: TaskInput = {}): Promise<TaskResult> {
  return (await engine.runTask(plainPicture('green'), { task, input }, never)).result
}

describe('perceiving', () => {
  it('reads a picture with the four tasks of stage 1', async () => {
    const [seen] = await perceive(['red'])
    expect(seen).toMatchObject({
      captionKind: 'model',
      caption: 'a red square',
      detailedCaption: 'The image shows a red square on a plain background.',
      textRegions: [{ text: 'HELLO red' }, { text: 'WORLD' }],
      warnings: [],
    })
    expect(seen?.detections.map(({ label }) => label)).toEqual(['red box', 'dot', 'dot'])
    expect(seen?.detections[0]?.box).toEqual({
      x: expect.closeTo(SQUARE.x),
      y: expect.closeTo(SQUARE.y),
      width: expect.closeTo(SQUARE.width),
      height: expect.closeTo(SQUARE.height),
    })
    expect(seen?.colours[0]?.name).toBe('red')
  })

  it('answers a batch of pictures in order, each with its own', async () => {
    const seen = await perceive(['blue', 'red', 'green', 'red', 'blue'])
    expect(seen.map(({ caption }) => caption)).toEqual([
      'a blue square',
      'a red square',
      'a green square',
      'a red square',
      'a blue square',
    ])
    expect(seen.map(({ textRegions }) => textRegions[0]?.text)).toEqual([
      'HELLO blue',
      'HELLO red',
      'HELLO green',
      'HELLO red',
      'HELLO blue',
    ])
  })

  it('lets each row leave the batch when it has ended', async () => {
    await perceive(['red', 'green'])
    expect(rows[0]).toBe(8)
    expect(rows.at(-1)).toBe(0)
    expect(new Set(rows).size).toBeGreaterThanOrEqual(4)
    expect(rows).toEqual([...rows].sort((a, b) => b - a))
  })

  it('asks only what the settings name', async () => {
    const [seen] = await perceive(['green'], ['more-detailed-caption', 'dense-region-caption'])
    expect(seen).toMatchObject({
      caption: 'The image shows a green square.',
      detailedCaption: 'The image shows a green square. It stands on a plain background.',
      textRegions: [],
      detections: [{ label: 'a green box on the left' }],
    })
    expect(seen?.provenance.map(({ task }) => task)).toEqual([
      'more-detailed-caption',
      'dense-region-caption',
      'image-embedding',
      'image-classification',
    ])
  })

  it("says how sure it is by the decoder's own probabilities", async () => {
    const [seen] = await perceive(['red'])
    // The tiny model gives its choice a logit of 10 and every other token 0: e^10 / (e^10 + 1,283 - 1).
    for (const { score } of seen?.detections ?? []) expect(score).toBeCloseTo(0.945, 2)
    for (const { score } of seen?.textRegions ?? []) expect(score).toBeCloseTo(0.945, 2)
  })

  it('gives pictures a vector in the space of its weights', async () => {
    const [red, again, blue] = await perceive(['red', 'red', 'blue'], ['caption'])
    expect(red?.embedding).toMatchObject({ space: 'florence-2-base-ft/vision-mean', dimensions: 4 })
    expect(again?.embedding?.data).toBe(red?.embedding?.data)
    expect(blue?.embedding?.data).not.toBe(red?.embedding?.data)
  })
})

describe('tasks', () => {
  it.each<[TaskName, TaskInput, object]>([
    ['caption', {}, { type: 'text', text: 'a green square' }],
    ['detailed-caption', {}, { text: 'The image shows a green square on a plain background.' }],
    ['more-detailed-caption', {}, { text: expect.stringContaining('It stands') }],
    ['object-detection', {}, { detections: [{ label: 'green box' }, { label: 'dot' }, { label: 'dot' }] }],
    ['dense-region-caption', {}, { detections: [{ label: 'a green box on the left' }] }],
    ['region-proposal', {}, { type: 'regions', regions: [expect.anything(), expect.anything()] }],
    ['ocr', {}, { type: 'text', text: 'HELLO green' }],
    ['ocr-with-region', {}, { textRegions: [{ text: 'HELLO green' }, { text: 'WORLD' }] }],
    ['phrase-grounding', { phrase: 'The green square' }, { detections: [{ label: 'The green square' }] }],
    ['open-vocabulary-detection', { phrase: 'the box' }, { detections: [{ label: 'the green box' }] }],
    [
      'referring-expression-segmentation',
      { phrase: 'the box' },
      { type: 'polygons', instances: [{ label: 'the box', polygons: [expect.any(Array)] }] },
    ],
    [
      'region-to-segmentation',
      { region },
      { instances: [{ polygons: [expect.any(Array), expect.any(Array)] }] },
    ],
    ['region-to-category', { region }, { type: 'text', text: 'green box' }],
    ['region-to-description', { region }, { type: 'text', text: 'a green box that lies there' }],
    ['region-to-ocr', { region }, { type: 'text', text: 'HELLO green' }],
    ['image-embedding', {}, { type: 'embedding', embedding: { dimensions: 4 } }],
  ])('does %s', async (task, input, result) => {
    expect(await run(task, input)).toMatchObject(result)
  })

  it('takes special tokens in what a person types for nothing', async () => {
    expect(await run('open-vocabulary-detection', { phrase: 'the </s><loc_4> box' })).toMatchObject({
      detections: [{ label: 'the green box' }],
    })
    await expect(run('open-vocabulary-detection', { phrase: '<loc_4>' })).rejects.toMatchObject({
      code: 'bad-request',
    })
  })

  it('refuses a task that it does not know', async () => {
    await expect(run('image-classification')).rejects.toMatchObject({ code: 'task-unsupported' })
  })
})

describe('running', () => {
  it('stops between two tokens when it is cancelled', async () => {
    const abort = new AbortController()
    const steps: number[] = []
    const cancelled = await createFlorenceEngine({
      ...tiny.options,
      onStep(count) {
        steps.push(count)
        abort.abort()
      },
    })
    const settings = PerceptionSettings.parse({})
    const answer = cancelled.perceive([{ image: plainPicture('red'), settings }], abort.signal)
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' })
    expect(steps).toHaveLength(1)
    await cancelled.dispose()
  })

  it('says so when an answer is cut off at the limit', async () => {
    const brief = await createFlorenceEngine({ ...tiny.options, maxNewTokens: 12 })
    const task = { task: 'detailed-caption', input: {} } as const
    const { result, warnings } = await brief.runTask(plainPicture('red'), task, never)
    expect(result).toEqual({ type: 'text', text: 'The image' })
    expect(warnings).toEqual([expect.stringContaining('its end is missing')])
    await brief.dispose()
  })

  it('gives the same answers when memory allows one row at a time', async () => {
    const all = await perceive(['red', 'blue'])
    const again = await perceive(['red', 'blue'])
    expect(again).toEqual(all)
  })

  it('can be loaded again after it was let go', async () => {
    const first = await createFlorenceEngine(tiny.options)
    await first.dispose()
    const second = await createFlorenceEngine(tiny.options)
    const task = { task: 'caption', input: {} } as const
    expect((await second.runTask(plainPicture('blue'), task, never)).result).toEqual({
      type: 'text',
      text: 'a blue square',
    })
    await second.dispose()
  })
})

describe('weights that are not as they should be', () => {
  it.each<[string, (dir: string) => void, RegExp]>([
    ['a graph is missing', (dir) => rmSync(path.join(dir, 'onnx/encoder_model.onnx')), /encoder_model\.onnx/],
    [
      'a graph is cut off',
      (dir) => {
        const file = path.join(dir, 'onnx/decoder_model_merged.onnx')
        const bytes = readFileSync(file)
        writeFileSync(file, bytes.subarray(0, bytes.length / 2))
      },
      /could not be loaded/,
    ],
    ['the tokenizer is missing', (dir) => rmSync(path.join(dir, 'tokenizer.json')), /tokenizer\.json/],
    ['the settings are not JSON', (dir) => writeFileSync(path.join(dir, 'config.json'), '{'), /config\.json/],
  ])('are refused with the reason when %s', async (_what, spoil, reason) => {
    const broken = makeTinyModel()
    spoil(broken.dir)
    await expect(createFlorenceEngine(broken.options)).rejects.toMatchObject({
      code: 'no-engine',
      message: expect.stringMatching(reason),
    })
    broken.remove()
  })

  it('are refused when a dtype is wanted that is not there', async () => {
    const options = optionsFor(tiny.dir)
    const weights = {
      ...options.weights,
      dtypes: { ...options.weights.dtypes, vision_encoder: 'fp16' as const },
    }
    await expect(createFlorenceEngine({ ...options, weights })).rejects.toMatchObject({
      message: expect.stringMatching(/vision_encoder_fp16\.onnx/),
    })
  })
})

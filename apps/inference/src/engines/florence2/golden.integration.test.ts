/** The engine beside the official PyTorch implementation, by the files in `golden/` (see the README there). */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Size } from '@vitrine/contracts'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { DecodedImage } from '../../image/image.ts'
import { encodeRows } from './encode-rows.ts'
import { openRowGather, type RowGather } from './generation/gather-rows.ts'
import { generate, type RowAnswer } from './generation/generate.ts'
import { type FlorenceGraphs, openGraphs } from './graphs.ts'
import { toPixelValues } from './pixel-values.ts'
import { buildPrompt } from './prompt.ts'
import { type FlorenceSettings, readSettings } from './settings.ts'
import { FLORENCE_TASK_NAMES, FLORENCE_TASKS, type FlorenceTask } from './tasks.ts'
import { optionsFor } from './testing.ts'
import { type ImageFeatures, Vision } from './vision.ts'

const golden = path.join(import.meta.dirname, 'golden')
const read = <T>(file: string, schema: z.ZodType<T>): T =>
  schema.parse(JSON.parse(readFileSync(path.join(golden, file), 'utf8')))

const Numbers = z.array(z.number())
const preprocessing = read(
  'preprocessing.json',
  z.object({
    rows: z.array(
      z.object({
        picture: z.string(),
        size: Size,
        side: z.int(),
        isResized: z.boolean(),
        mean: Numbers,
        grid: z.array(z.array(Numbers)),
      }),
    ),
  }),
).rows
const prompts = read(
  'prompts.json',
  z.object({
    rows: z.array(
      z.object({ task: z.string(), input: z.string().nullable(), prompt: z.string(), ids: Numbers }),
    ),
  }),
).rows
const { maxNewTokens, rows: generation } = read(
  'generation.json',
  z.object({
    maxNewTokens: z.int(),
    rows: z.array(
      z.object({
        task: z.string(),
        input: z.string().nullable(),
        picture: z.string(),
        ids: Numbers,
        isCut: z.boolean(),
        probabilities: Numbers,
      }),
    ),
  }),
)

const BINS = /<loc_(\d+)>/g

function taskOf(token: string): FlorenceTask {
  const task = FLORENCE_TASK_NAMES.find((name) => FLORENCE_TASKS[name].token === token)
  if (!task) throw new Error(`No task is called ${token}.`)
  return task
}

/** What our contracts ask with, for what the reference writes as text; a region's bins become their middles. */
function promptOf(token: string, input: string | null): string {
  const [x0, y0, x1, y1] = [...(input ?? '').matchAll(BINS)].map(([, bin]) => (Number(bin) + 0.5) / 1000)
  if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined)
    return buildPrompt(taskOf(token), input === null ? {} : { phrase: input })
  return buildPrompt(taskOf(token), { region: { x: x0, y: y0, width: x1 - x0, height: y1 - y0 } })
}

async function openPicture(name: string): Promise<DecodedImage> {
  const { data, info } = await sharp(path.join(golden, `pictures/${name}.png`))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { size: { width: info.width, height: info.height }, pixels: data, warnings: [] }
}

const options = optionsFor(path.join(golden, 'repository'))
let graphs: FlorenceGraphs
let settings: FlorenceSettings
let gather: RowGather | null = null
const features = new Map<string, ImageFeatures>()

beforeAll(async () => {
  graphs = await openGraphs(options)
  settings = await readSettings(options.weights.dir)
  gather = options.device === 'webgpu' ? await openRowGather('webgpu') : null
  const vision = new Vision(graphs.visionEncoder, settings.pixels, 1)
  for (const name of ['shapes', 'field', 'page']) {
    const [seen] = await vision.look(
      [await toPixelValues(await openPicture(name), settings.pixels)],
      new AbortController().signal,
    )
    if (seen) features.set(name, seen)
  }
})

afterAll(async () => {
  await gather?.dispose()
  await graphs.dispose()
})

type Row = (typeof generation)[number]

async function answer(rows: readonly Row[]): Promise<RowAnswer[]> {
  const encoded = await encodeRows(
    graphs,
    rows.map(({ task, input, picture }) => {
      const seen = features.get(picture)
      if (!seen) throw new Error(`There is no picture ${picture}.`)
      return { features: seen, promptIds: graphs.tokenizer.encode(promptOf(task, input)) }
    }),
  )
  return generate(
    {
      embedTokens: graphs.embedTokens,
      decoder: graphs.decoder,
      rules: settings.generation,
      firstLocation: graphs.tokenizer.vocabulary.get('<loc_0>') ?? -1,
      gather,
    },
    encoded,
    rows.map(() => ({ maxNewTokens, isScored: true })),
    { signal: new AbortController().signal },
  )
}

/** With the tokens that the engine leaves out again: the start, what is forced first, and the end. */
const idsOf = ({ tokens }: RowAnswer) => [2, 0, ...tokens.map(({ id }) => id), 2]

describe('pixels', () => {
  const rules = (side: number) => ({ ...settings.pixels, width: side, height: side })

  it.each(preprocessing.map((row) => [row.picture, row.side, row] as const))(
    'of %s at %i are as the reference makes them, as closely as two resizers agree',
    async (picture, side, { size, isResized, mean, grid }) => {
      const values = await toPixelValues(await openPicture(picture), rules(side))
      const shrinks = size.width >= side && size.height >= side
      const distances: number[] = []
      for (const channel of [0, 1, 2]) {
        const own = values.subarray(channel * side * side, (channel + 1) * side * side)
        expect(own.reduce((sum, value) => sum + value, 0) / own.length).toBeCloseTo(mean[channel] ?? 0, 2)
        const at = (step: number) => Math.floor(((2 * step + 1) * side) / 24)
        grid[channel]?.forEach((line, row) => {
          line.forEach((value, column) => {
            distances.push(Math.abs((own[at(row) * side + at(column)] ?? 0) - value))
          })
        })
      }
      const average = distances.reduce((sum, distance) => sum + distance, 0) / distances.length
      expect(distances).toHaveLength(3 * 144)
      if (!isResized) expect(Math.max(...distances)).toBeLessThan(6e-5)
      else if (shrinks) expect(Math.max(...distances)).toBeLessThan(0.1)
      expect(average).toBeLessThan(shrinks ? 0.005 : 0.12)
    },
  )
})

describe('prompts', () => {
  it.each(prompts.map((row) => [row.task, row.input, row] as const))(
    '%s with %s has the words and ids of the reference',
    (task, input, row) => {
      const prompt = promptOf(task, input)
      expect(prompt).toBe(row.prompt)
      expect(graphs.tokenizer.encode(prompt)).toEqual(row.ids)
    },
  )
})

describe('generation', () => {
  it('gives exactly the ids of the reference for every task on every picture, all in one batch', async () => {
    const answers = await answer(generation)
    for (const [at, row] of generation.entries()) {
      const own = answers[at]
      expect(own && idsOf(own), `${row.task} on ${row.picture}`).toEqual(row.ids)
      expect(own?.endedBy, `${row.task} on ${row.picture}`).toBe(row.isCut ? 'limit' : 'end')
    }
  })

  it('gives the same one by one', async () => {
    for (const row of generation.filter((_row, at) => at % 4 === 0)) {
      const [own] = await answer([row])
      expect(own && idsOf(own), `${row.task} on ${row.picture}`).toEqual(row.ids)
    }
  })

  it('is as sure of each token as the reference', async () => {
    const answers = await answer(generation)
    for (const [at, row] of generation.entries()) {
      // The reference also tells the probability of the forced first token and of the end.
      const expected = row.probabilities.slice(1, 1 + (answers[at]?.tokens.length ?? 0))
      answers[at]?.tokens.forEach(({ probability }, step) => {
        const reference = expected[step] ?? Number.NaN
        // Only `shapes` is not resized, so that its pixels are exactly the reference's.
        const tolerance = row.picture === 'shapes' ? 0.001 : 0.02
        const distance = Math.abs(probability - reference)
        expect(distance, `${row.task} on ${row.picture}, token ${step}`).toBeLessThan(tolerance)
      })
    }
  })
})

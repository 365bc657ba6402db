/** The engine beside the official PyTorch implementation, by the files in `golden/` (see the README there). */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { ChatMessage, ChatPart } from '@vitrine/contracts'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DecodedImage } from '../../image/image.ts'
import type { Engine } from '../engine.ts'
import { Conversation } from './cache/conversations.ts'
import { KeyValueCache } from './cache/key-value-cache.ts'
import { LanguageModel, type RunReport } from './generation/language-model.ts'
import { readPrompt } from './generation/read-prompt.ts'
import {
  conversations,
  type GoldenTurn,
  golden,
  maxNewTokens,
  partsOf,
  patches,
  sizes,
  tokens,
} from './golden/read-golden.ts'
import { openGraphs, type QwenGraphs } from './graphs.ts'
import { createQwen2VlEngine } from './index.ts'
import { fitSize } from './pixels/fit-size.ts'
import { readPatches } from './pixels/read-pixels.ts'
import { positionsOf } from './positions.ts'
import { buildPrompt } from './prompt/build-prompt.ts'
import type { TokenSequence } from './sequence.ts'
import { type QwenSettings, readSettings } from './settings.ts'
import { Album, answered, ask, asked, optionsFor } from './testing.ts'
import { Vision } from './vision.ts'

const options = optionsFor(path.join(golden, 'repository'))
/** On a scale of some tens; a GPU sums up otherwise. */
const LOGIT_TOLERANCE = options.device === 'cpu' ? 1e-3 : 1e-2
const album = new Album()
let graphs: QwenGraphs
let settings: QwenSettings
let engine: Engine
let runs: RunReport[] = []

async function openPicture(name: string): Promise<DecodedImage> {
  const { data, info } = await sharp(readFileSync(path.join(golden, `pictures/${name}.png`)))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { size: { width: info.width, height: info.height }, pixels: data, warnings: [] }
}

beforeAll(async () => {
  settings = await readSettings(options.weights.dir)
  graphs = await openGraphs(options, settings.family)
  engine = await createQwen2VlEngine({ ...options, pieceTokens: 16, onRun: (run) => runs.push(run) })
  for (const { picture } of patches) album.add(picture, await openPicture(picture))
})

afterAll(async () => {
  await engine.dispose()
  await graphs.dispose()
})

/** The messages of a conversation up to its turn's question, answers as the reference gave them. */
function messagesOf({ system, turns }: (typeof conversations)[number], turn: number): ChatMessage[] {
  const first: ChatMessage[] =
    system === null ? [] : [{ role: 'system', parts: [{ type: 'text', text: system }] }]
  const before = turns.slice(0, turn).flatMap((one) => [asked(...partsOf(one)), answered(one.answer.text)])
  return [...first, ...before, asked(...turns.slice(turn, turn + 1).flatMap<string | ChatPart>(partsOf))]
}

function sequenceOf(messages: readonly ChatMessage[]): TokenSequence {
  const factor = settings.pixels.patch * settings.pixels.merge
  const grids = new Map(
    patches.map(({ picture, grid: [, rows, columns] }) => [
      picture,
      { rows: rows / settings.pixels.merge, columns: columns / settings.pixels.merge },
    ]),
  )
  const { tokenizer } = graphs
  return buildPrompt(messages, {
    tokenizer,
    family: settings.family,
    tokenSide: factor,
    grids,
    spellingOf: () => undefined,
  })
}

const turnsOf = conversations.flatMap((conversation) =>
  conversation.turns.map((turn, at) => [conversation.name, at + 1, { conversation, turn, at }] as const),
)

/** Token and position in time, height and width at each place of a turn's prompt and answer, as far as they are read. */
function placesOf({ promptIds, positions, answer }: GoldenTurn): number[][] {
  const { time, height, width, ropeDelta } = positions
  const prompt = promptIds.map((id, at) => [id, time[at] ?? -1, height[at] ?? -1, width[at] ?? -1])
  // The last token of an answer that was cut is chosen, but not read any more.
  const read = answer.endedBy === 'end' ? answer.ids : answer.ids.slice(0, -1)
  const following = read.map((id, at) => {
    const position = promptIds.length + at + ropeDelta
    return [id, position, position, position]
  })
  return [...prompt, ...following]
}

/** The same of what the engine ran over. */
const ranOver = (reports: readonly RunReport[]): number[][] =>
  reports.flatMap(({ ids, positions }) =>
    ids.map((id, at) => [id, ...[0, 1, 2].map((axis) => positions[axis * ids.length + at] ?? -1)]),
  )

function distance(own: ArrayLike<number>, reference: readonly number[]): { most: number; average: number } {
  const distances = reference.map((value, at) => Math.abs(value - (own[at] ?? Number.NaN)))
  return {
    most: Math.max(...distances),
    average: distances.reduce((sum, value) => sum + value, 0) / distances.length,
  }
}

describe('sizes', () => {
  it.each(sizes.rows)(
    '$width × $height between $minPixels and $maxPixels pixels',
    ({ width, height, minPixels, maxPixels, fitted }) => {
      expect(fitSize({ width, height }, { factor: sizes.factor, minPixels, maxPixels })).toEqual(fitted)
    },
  )
})

describe('patches', () => {
  it.each(patches.map((row) => [row.picture, row] as const))('of %s', async (picture, row) => {
    const [frames, rows, columns] = row.grid
    const { patch } = settings.pixels
    const size = { width: columns * patch, height: rows * patch }
    const values = await readPatches(await openPicture(picture), size, settings.pixels)
    const width = values.length / (frames * rows * columns)
    const samples = values.filter((_value, at) => at % row.sampleEvery === 0)
    const means = row.patchMeans.map((_mean, at) => {
      const own = values.subarray(at * width, (at + 1) * width)
      return own.reduce((sum, value) => sum + value, 0) / width
    })
    expect(samples).toHaveLength(row.samples.length)
    expect(distance(means, row.patchMeans).average).toBeLessThan(0.03)
    const { most, average } = distance(samples, row.samples)
    // Two resizers agree where a picture shrinks, and beside sharp edges do not where it grows.
    const shrinks = row.size.width >= size.width && row.size.height >= size.height
    if (!row.isResized) expect(most).toBeLessThan(2e-5)
    else if (shrinks) expect(most).toBeLessThan(0.1)
    expect(average).toBeLessThan(shrinks ? 0.002 : 0.12)
  })
})

describe('tokens', () => {
  it.each(tokens)('of $text', ({ text, ids }) => {
    expect(graphs.tokenizer.encode(text)).toEqual(ids)
  })
})

describe('prompts and positions', () => {
  it.each(turnsOf)('of %s, turn %i', (_name, _turn, { conversation, turn, at }) => {
    const sequence = sequenceOf(messagesOf(conversation, at))
    const { time, height, width, next } = positionsOf(sequence)
    const { ropeDelta, ...axes } = turn.positions
    expect(sequence.ids).toEqual(turn.promptIds)
    expect({ time: [...time], height: [...height], width: [...width] }).toEqual(axes)
    expect(next - sequence.ids.length).toBe(ropeDelta)
  })
})

describe('answers', () => {
  it.each(turnsOf)(
    'to %s, turn %i, everything read anew',
    async (_name, _turn, { conversation, turn, at }) => {
      runs = []
      const { text, output } = await ask(engine, {
        messages: messagesOf(conversation, at),
        pictures: album.pictures,
        maxTokens: maxNewTokens,
      })
      expect(text).toBe(turn.answer.text)
      expect(output.finish).toBe(turn.answer.endedBy === 'end' ? 'stop' : 'length')
      expect(output.usage).toMatchObject({
        promptTokens: turn.promptIds.length,
        cachedTokens: 0,
        completionTokens: turn.answer.ids.length,
      })
      expect(ranOver(runs)).toEqual(placesOf(turn))
    },
  )

  it.each(conversations.map((conversation) => [conversation.name, conversation] as const))(
    'to %s, each turn going on from what the one before it left',
    async (name, conversation) => {
      let known = 0
      for (const [at, turn] of conversation.turns.entries()) {
        runs = []
        const { text, output } = await ask(engine, {
          messages: messagesOf(conversation, at),
          pictures: album.pictures,
          maxTokens: maxNewTokens,
          conversation: name,
        })
        const places = placesOf(turn)
        expect(text).toBe(turn.answer.text)
        expect(output.usage.cachedTokens).toBe(known)
        expect(ranOver(runs)).toEqual(places.slice(known))
        known = places.length
      }
    },
  )

  it.each(turnsOf)('to %s, turn %i, are as likely as in the reference', async (_name, _turn, given) => {
    const model = new LanguageModel({ ...graphs })
    const vision = new Vision({ session: graphs.visionEncoder, rules: settings.pixels, maxBytes: 0 })
    const conversation = new Conversation(new KeyValueCache(graphs.decoder, null))
    const sequence = sequenceOf(messagesOf(given.conversation, given.at))
    const positions = positionsOf(sequence)
    const signal = new AbortController().signal
    let logits = await readPrompt(sequence, {
      model,
      conversation,
      positions,
      pieceTokens: sequence.ids.length,
      look(span) {
        const picture = album.pictures.get(span.picture)
        if (!picture) throw new Error(`There is no picture ${span.picture}.`)
        return vision.look(span.picture, picture, span)
      },
      withRoom: (run) => run(),
      onRead: () => {},
      signal,
    })
    for (const [step, likeliest] of given.turn.answer.steps.entries()) {
      const distances = likeliest.map(({ id, logit }) => Math.abs(logit - (logits[id] ?? Number.NaN)))
      expect(Math.max(...distances), `step ${step}`).toBeLessThan(LOGIT_TOLERANCE)
      const id = given.turn.answer.ids[step]
      if (id === undefined) break
      const position = BigInt(positions.next + step)
      const run = { ids: [id], positions: new BigInt64Array(3).fill(position), images: [] }
      logits = await model.run(conversation.cache, run)
    }
    conversation.clear()
  })
})

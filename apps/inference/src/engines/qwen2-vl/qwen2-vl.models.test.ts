/** Real weights on real pictures: run wherever weights are, and honest about it where they are not. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { ChatMessage, Dtype, DtypeMap } from '@vitrine/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphFile } from '../../downloads/manifest.ts'
import { decodeImage } from '../../image/decode.ts'
import type { ChatPicture, Engine } from '../engine.ts'
import { createQwen2VlEngine } from './index.ts'
import { answered, ask, asked, image, optionsFor } from './testing.ts'

const root = path.resolve(import.meta.dirname, '../../../../..')
const photos = path.join(root, 'e2e/fixtures/photos')
const NAMES = ['Qwen2-VL-2B-Instruct', 'Qwen2.5-VL-3B-Instruct-ONNX']
const GRAPHS = ['embed_tokens', 'vision_encoder', 'decoder_model_merged']
/** What loads on a processor, the most exact first. */
const DTYPES: readonly Dtype[] = ['fp32', 'q4', 'q8', 'int8', 'fp16', 'q4f16']

interface Found {
  dir: string
  dtypes: DtypeMap
}

/** The first folder on this machine that has every graph in some precision. */
function findWeights(): Found | undefined {
  const folders = [process.env.VITRINE_MODELS_DIR, path.join(root, 'data/models')]
  return folders
    .flatMap((folder) => (folder ? NAMES.map((name) => path.join(folder, 'onnx-community', name)) : []))
    .flatMap((dir) => {
      const dtypes = Object.fromEntries(
        GRAPHS.flatMap((graph) => {
          const there = DTYPES.find((dtype) => existsSync(path.join(dir, graphFile({}, graph, dtype) ?? '')))
          return there ? [[graph, there] as const] : []
        }),
      )
      return Object.keys(dtypes).length === GRAPHS.length ? [{ dir, dtypes }] : []
    })[0]
}

const found = findWeights()
const title = found ? `Qwen-VL from ${path.basename(found.dir)}` : 'Qwen-VL (skipped: no weights)'
if (!found) console.info('qwen2-vl.models.test.ts: skipped: no weights in VITRINE_MODELS_DIR or data/models.')

const NAMES_OF_PHOTOS = ['cat.jpg', 'coffee.jpg', 'receipt.png']
const pictures = new Map<string, ChatPicture>(
  NAMES_OF_PHOTOS.map((name) => {
    const bytes = readFileSync(path.join(photos, name))
    return [name, { bytes, decode: () => decodeImage(bytes, { maxPixels: 1e8 }) }]
  }),
)

describe.skipIf(!found)(title, { timeout: 600_000 }, () => {
  let engine: Engine

  beforeAll(async () => {
    const options = optionsFor(found?.dir ?? '')
    const weights = { ...options.weights, dtypes: found?.dtypes ?? {} }
    engine = await createQwen2VlEngine({ ...options, weights, threads: 2 })
  }, 600_000)

  afterAll(() => engine?.dispose())

  const say = (messages: ChatMessage[], conversation?: string) =>
    ask(engine, {
      messages,
      pictures,
      maxTokens: 60,
      maxPixels: 400 * 28 * 28,
      ...(conversation ? { conversation } : {}),
    })

  it('sees the cat', async () => {
    const { text } = await say([asked(image('cat.jpg'), 'What animal is this? Answer in one word.')])
    expect(text.toLowerCase()).toMatch(/cat|kitten/)
  })

  it('tells two pictures apart, and goes on about the second from what it has read', async () => {
    const question = asked(image('coffee.jpg'), image('cat.jpg'), 'What is in the first, what in the second?')
    const first = await say([question], 'two')
    expect(first.text.toLowerCase()).toMatch(/(?:coffee|cup|mug)[\s\S]*(?:cat|kitten)/)
    const second = await say(
      [question, answered(first.text), asked('Is the animal in the second one a dog? Yes or no?')],
      'two',
    )
    expect(second.text.toLowerCase()).toContain('no')
    const { cachedTokens, promptTokens } = second.output.usage
    expect(cachedTokens).toBeGreaterThan((promptTokens ?? 0) * 0.8)
  })

  it('reads the receipt', async () => {
    const { text } = await say([asked(image('receipt.png'), 'Write down all text in this picture.')])
    expect(text.length).toBeGreaterThan(20)
    expect(text).not.toContain('\uFFFD')
  })

  it('answers without a picture', async () => {
    const { text } = await say([asked('What is the capital of France? Answer in one word.')])
    expect(text).toContain('Paris')
  })
})

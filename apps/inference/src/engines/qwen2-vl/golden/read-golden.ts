/** The golden files of this folder, parsed. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type ChatPart, Size } from '@vitrine/contracts'
import { z } from 'zod'

export const golden = import.meta.dirname

const read = <T>(file: string, schema: z.ZodType<T>): T =>
  schema.parse(JSON.parse(readFileSync(path.join(golden, file), 'utf8')))

const Integers = z.array(z.int())
const Count = z.int().positive()

export const sizes = read(
  'sizes.json',
  z.object({
    factor: Count,
    rows: z.array(
      z.object({
        width: Count,
        height: Count,
        minPixels: Count,
        maxPixels: Count,
        fitted: Size.nullable(),
      }),
    ),
  }),
)

const patchFile = read(
  'patches.json',
  z.object({
    sampleEvery: Count,
    rows: z.array(
      z.object({
        picture: z.string(),
        size: Size,
        /** Frames, rows and columns of patches. */
        grid: z.tuple([Count, Count, Count]),
        isResized: z.boolean(),
        patchMeans: z.array(z.number()),
        samples: z.array(z.number()),
      }),
    ),
  }),
)
export const patches = patchFile.rows.map((row) => ({ ...row, sampleEvery: patchFile.sampleEvery }))

export const tokens = read(
  'tokens.json',
  z.object({ rows: z.array(z.object({ text: z.string(), ids: Integers })) }),
).rows

const GoldenTurn = z.object({
  /** Texts, and pictures as `image:` and their name. */
  parts: z.array(z.string()),
  promptIds: Integers,
  positions: z.object({ time: Integers, height: Integers, width: Integers, ropeDelta: z.int() }),
  answer: z.object({
    /** Without the mark that ends it. */
    ids: Integers,
    endedBy: z.enum(['end', 'limit']),
    text: z.string(),
    /** The likeliest tokens of the first steps. */
    steps: z.array(z.array(z.object({ id: z.int(), logit: z.number() }))),
  }),
})
export type GoldenTurn = z.infer<typeof GoldenTurn>

export const { maxNewTokens, conversations } = read(
  'conversations.json',
  z.object({
    maxNewTokens: Count,
    conversations: z.array(
      z.object({ name: z.string(), system: z.string().nullable(), turns: z.array(GoldenTurn) }),
    ),
  }),
)

const IMAGE = 'image:'

export const partsOf = ({ parts }: GoldenTurn): ChatPart[] =>
  parts.map((part) =>
    part.startsWith(IMAGE)
      ? { type: 'image', picture: part.slice(IMAGE.length) }
      : { type: 'text', text: part },
  )

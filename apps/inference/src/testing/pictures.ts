/** Pictures that tell the scripted engine what to do: the width says which behaviour is meant. */
import { PerceptionSettings } from '@vitrine/contracts'
import sharp from 'sharp'
import type { PerceptionInput } from '../engines/engine.ts'
import type { DecodedImage } from '../image/image.ts'

export const BEHAVIOURS = [
  /** Answers at once. */
  'plain',
  /** The process dies as when the system runs out of memory. */
  'killed',
  /** The process leaves with an error code. */
  'exit',
  /** Blocks the event loop for good, once the file `hanging` is in the cache folder. */
  'hang',
  /** Never answers, while the event loop lives. */
  'stuck',
  /** Waits until the file `gate` appears in the cache folder, or the batch is aborted. */
  'gate',
  /** Fails by itself, its batch-mates do not. */
  'refused',
  /** Takes the whole `perceive` call down with an exception. */
  'throws',
  /** Answers in the wrong shape. */
  'nonsense',
  /** Holds on to 64 MiB more with every picture. */
  'greedy',
  /** There is no memory for it beside others, and enough by itself. */
  'bulky',
  /** There is never memory for it. */
  'immense',
] as const
export type Behaviour = (typeof BEHAVIOURS)[number]

const FIRST_WIDTH = 10

/** A PNG whose decoded form asks the scripted engine for a behaviour. */
export async function createPicture(behaviour: Behaviour): Promise<Buffer> {
  const width = FIRST_WIDTH + BEHAVIOURS.indexOf(behaviour)
  return sharp({ create: { width, height: 8, channels: 3, background: '#888888' } })
    .png()
    .toBuffer()
}

export function readBehaviour(width: number): Behaviour {
  return BEHAVIOURS[width - FIRST_WIDTH] ?? 'plain'
}

/** Pictures as an engine is handed them, to be read in the usual way. */
export function asInputs(...images: readonly DecodedImage[]): PerceptionInput[] {
  return images.map((image) => ({ image, settings: PerceptionSettings.parse({}) }))
}

/** One look at a picture serves all its tasks: the vision encoder's features, and a short memory of them. */
import { createHash } from 'node:crypto'
import { type InferenceSession, Tensor } from 'onnxruntime-node'
import type { PixelRules } from './settings.ts'

/** What the vision encoder sees in one picture: `tokens × width` numbers. */
export interface ImageFeatures {
  data: Float32Array
  tokens: number
  width: number
}

/** Pictures whose features are remembered, at about 2 MB each: a person tries several tools on one picture. */
const REMEMBERED = 16

export class Vision {
  readonly #session: InferenceSession
  readonly #rules: PixelRules
  /** Pictures in one run. */
  readonly #batchSize: number
  readonly #memory = new Map<string, ImageFeatures>()

  constructor(session: InferenceSession, rules: PixelRules, batchSize: number) {
    this.#session = session
    this.#rules = rules
    this.#batchSize = batchSize
  }

  /** Features in the order of the pictures; those seen lately are not looked at again. */
  async look(pictures: readonly Float32Array[], signal: AbortSignal): Promise<ImageFeatures[]> {
    const keys = pictures.map((pixels) => createHash('sha1').update(pixels).digest('base64'))
    const known = new Map(keys.flatMap((key) => entryOf(this.#memory, key)))
    const unknown = new Map(
      keys.flatMap((key, at) => {
        const pixels = pictures[at]
        return pixels && !known.has(key) ? [[key, pixels]] : []
      }),
    )
    const waiting = [...unknown]
    for (let at = 0; at < waiting.length; at += this.#batchSize) {
      signal.throwIfAborted()
      const part = waiting.slice(at, at + this.#batchSize)
      const features = await this.#encode(part.map(([, pixels]) => pixels))
      part.forEach(([key], place) => {
        const one = features[place]
        if (one) known.set(key, one)
      })
    }
    return keys.map((key) => this.#remember(key, known.get(key)))
  }

  async #encode(pictures: readonly Float32Array[]): Promise<ImageFeatures[]> {
    const { width, height } = this.#rules
    const values = new Float32Array(pictures.length * 3 * width * height)
    for (const [at, pixels] of pictures.entries()) values.set(pixels, at * pixels.length)
    const pixelValues = new Tensor('float32', values, [pictures.length, 3, height, width])
    const { image_features: features } = await this.#session.run({ pixel_values: pixelValues })
    if (!features || !(features.data instanceof Float32Array))
      throw new Error('The vision encoder gave no float32 features.')
    const [, tokens = 0, size = 0] = features.dims
    const { data } = features
    return pictures.map((_pixels, at) => ({
      data: data.slice(at * tokens * size, (at + 1) * tokens * size),
      tokens,
      width: size,
    }))
  }

  #remember(key: string, features: ImageFeatures | undefined): ImageFeatures {
    if (!features) throw new Error('The vision encoder left a picture out.')
    this.#memory.delete(key)
    this.#memory.set(key, features)
    for (const oldest of this.#memory.keys()) {
      if (this.#memory.size <= REMEMBERED) break
      this.#memory.delete(oldest)
    }
    return features
  }
}

function entryOf<V>(map: ReadonlyMap<string, V>, key: string): [string, V][] {
  const value = map.get(key)
  return value === undefined ? [] : [[key, value]]
}

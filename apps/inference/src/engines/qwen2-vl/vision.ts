/** What the vision encoder sees in pictures, and a memory of it: a picture is looked at once a size. */
import type { PictureKey, Size } from '@vitrine/contracts'
import { AppError } from '@vitrine/contracts'
import { type InferenceSession, Tensor } from 'onnxruntime-node'
import type { DecodedImage } from '../../image/image.ts'
import type { ChatPicture } from '../engine.ts'
import { LruMap } from './lru-map.ts'
import { fitSize, MAX_PROPORTION } from './pixels/fit-size.ts'
import { readPatches } from './pixels/read-pixels.ts'
import type { ImageSpan } from './sequence.ts'
import type { PixelRules } from './settings.ts'
import { describeTensor, floatTensor, pickTensor, readFloats } from './tensors.ts'

/** A picture's size in tokens. */
export type TokenGrid = Pick<ImageSpan, 'rows' | 'columns'>

/** What is known of a picture without looking at it again. */
interface Known {
  size: Size
  warnings: readonly string[]
}

export interface VisionOptions {
  session: InferenceSession
  rules: PixelRules
  /** What the remembered features may take. */
  maxBytes: number
}

/** Sizes of this many pictures are remembered: a few bytes each. */
const KNOWN_PICTURES = 4096
const ANY_NUMBER = Number.POSITIVE_INFINITY
/** A question may come with hundreds of pictures: those that are not held are decoded once more when they are read. */
const DECODED_BYTES = 256 * 1024 ** 2

export class Vision {
  readonly #session: InferenceSession
  readonly #rules: PixelRules
  readonly #features: LruMap<Float32Array>
  readonly #known = new LruMap<Known>({ maxWeight: ANY_NUMBER, maxEntries: KNOWN_PICTURES, weigh: () => 0 })
  /** The pictures of the answer under way, decoded. */
  readonly #decoded = new LruMap<DecodedImage>({
    maxWeight: DECODED_BYTES,
    maxEntries: ANY_NUMBER,
    weigh: ({ pixels }) => pixels.byteLength,
  })

  constructor({ session, rules, maxBytes }: VisionOptions) {
    this.#session = session
    this.#rules = rules
    this.#features = new LruMap({
      maxWeight: maxBytes,
      maxEntries: ANY_NUMBER,
      weigh: (features) => features.byteLength,
    })
  }

  /**
   * How many rows and columns of tokens a picture becomes under a cap of pixels, and what was lost in decoding it.
   * Throws AppError `unsupported-media` for a picture that is far longer than wide.
   */
  async measure(
    key: PictureKey,
    picture: ChatPicture,
    maxPixels: number,
  ): Promise<TokenGrid & { warnings: readonly string[] }> {
    const { size, warnings } = this.#known.get(key) ?? (await this.#open(key, picture))
    const { patch, merge, minPixels } = this.#rules
    const factor = patch * merge
    const cap = Math.min(maxPixels, this.#rules.maxPixels)
    const fitted = fitSize(size, { factor, minPixels: Math.min(minPixels, cap), maxPixels: cap })
    if (!fitted)
      throw new AppError(
        'unsupported-media',
        `A picture of ${size.width} × ${size.height} pixels is too long for this model.`,
        {
          suggestion: `Crop it to less than ${MAX_PROPORTION} times as long as wide.`,
        },
      )
    return { rows: fitted.height / factor, columns: fitted.width / factor, warnings }
  }

  /** Features of a picture at a size that was measured: `rows * columns` rows of the model's width. */
  async look(key: PictureKey, picture: ChatPicture, { rows, columns }: TokenGrid): Promise<Float32Array> {
    const name = `${key} ${rows}x${columns}`
    const seen = this.#features.get(name)
    if (seen) return seen
    const image = this.#decoded.get(key) ?? (await this.#decode(key, picture))
    const features = await this.#encode(image, { rows, columns })
    this.#features.set(name, features)
    return features
  }

  /** Lets go of the decoded pictures. */
  closePictures(): void {
    this.#decoded.clear()
  }

  /** Forgets all features; says whether there were any. */
  forget(): boolean {
    return this.#features.clear()
  }

  async #open(key: PictureKey, picture: ChatPicture): Promise<Known> {
    const { size, warnings } = await this.#decode(key, picture)
    const known = { size, warnings }
    this.#known.set(key, known)
    return known
  }

  async #decode(key: PictureKey, picture: ChatPicture): Promise<DecodedImage> {
    const image = await picture.decode()
    this.#decoded.set(key, image)
    return image
  }

  async #encode(image: DecodedImage, { rows, columns }: TokenGrid): Promise<Float32Array> {
    const { patch, merge } = this.#rules
    const grid = { rows: rows * merge, columns: columns * merge }
    const size = { width: grid.columns * patch, height: grid.rows * patch }
    const values = await readPatches(image, size, this.#rules)
    const count = grid.rows * grid.columns
    const type = describeTensor(this.#session.inputMetadata, 'pixel_values')?.type ?? 'float32'
    // Qwen2-VL's export calls it `grid_thw`, the later ones `image_grid_thw`.
    const gridName = this.#session.inputNames.find((name) => name.endsWith('grid_thw')) ?? 'grid_thw'
    const outputs = await this.#session.run({
      pixel_values: floatTensor(values, [count, values.length / count], type),
      [gridName]: new Tensor('int64', BigInt64Array.from([1, grid.rows, grid.columns], BigInt), [1, 3]),
    })
    const features = pickTensor(outputs, 'image_features')
    if (features.dims[0] !== rows * columns)
      throw new Error(
        `The vision encoder made ${features.dims[0]} tokens of a picture that has ${rows * columns}.`,
      )
    return readFloats(features)
  }
}

/**
 * The decoder's key-value cache of a batch of rows. Its encoder half is made by the first run and never changes;
 * its decoder half grows with every token. It stays where the runtime puts it, be that the GPU's memory.
 */
import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { gatherRows, type RowGather } from './gather-rows.ts'

const PAST = 'past_key_values.'
const PRESENT = 'present.'

type Tensors = Record<string, Tensor>

export class DecoderCache {
  readonly #gather: RowGather | null
  #past: Tensors = {}
  #isEmpty = true
  /** Outputs to ask for once the encoder's half is there. */
  readonly #growing: string[]
  readonly #all: string[]

  private constructor(names: readonly string[], gather: RowGather | null) {
    this.#all = names.map(toPresent)
    this.#growing = this.#all.filter((name) => !isEncoderPart(name))
    this.#gather = gather
  }

  /** An empty cache for so many rows. */
  static empty(decoder: InferenceSession, rows: number, gather: RowGather | null): DecoderCache {
    const inputs = decoder.inputMetadata.filter(({ name }) => name.startsWith(PAST))
    const cache = new DecoderCache(
      inputs.map(({ name }) => name),
      gather,
    )
    for (const input of inputs) {
      if (!input.isTensor) continue
      // The first axis is the rows; the others that have no fixed length are lengths of text, which is none.
      const dims = input.shape.map((dim, axis) => (axis === 0 ? rows : typeof dim === 'number' ? dim : 0))
      cache.#past[input.name] =
        input.type === 'float16'
          ? new Tensor('float16', new Uint16Array(0), dims)
          : new Tensor('float32', new Float32Array(0), dims)
    }
    return cache
  }

  get inputs(): Tensors {
    return this.#past
  }

  /**
   * The outputs that the next run has to give besides the logits; the encoder's half would be copied for nothing.
   * With a cache on the GPU the runtime insists on giving all of them.
   */
  get outputs(): string[] {
    return this.#isEmpty || this.#gather ? this.#all : this.#growing
  }

  /** Takes a run's outputs over and lets go of what they replace. */
  update(outputs: Readonly<Record<string, Tensor>>): void {
    for (const [name, tensor] of Object.entries(outputs)) {
      if (!name.startsWith(PRESENT)) continue
      if (isEncoderPart(name) && !this.#isEmpty) {
        tensor.dispose()
        continue
      }
      const past = toPast(name)
      this.#past[past]?.dispose()
      this.#past[past] = tensor
    }
    this.#isEmpty = false
  }

  /** Keeps only these rows, in this order. */
  async keepRows(rows: readonly number[]): Promise<void> {
    for (const [name, tensor] of Object.entries(this.#past)) {
      this.#past[name] = await gatherRows(tensor, rows, this.#gather)
      tensor.dispose()
    }
  }

  dispose(): void {
    for (const tensor of Object.values(this.#past)) tensor.dispose()
    this.#past = {}
  }
}

const toPresent = (past: string) => PRESENT + past.slice(PAST.length)
const toPast = (present: string) => PAST + present.slice(PRESENT.length)
const isEncoderPart = (name: string) => name.includes('.encoder.')

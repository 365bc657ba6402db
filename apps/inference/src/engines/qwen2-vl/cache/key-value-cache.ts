/**
 * The decoder's keys and values of one conversation's tokens. They stay where the runtime puts them, be that the
 * GPU's memory, and grow with every run.
 */
import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { describeTensor, forRuntime, halfTensor } from '../tensors.ts'
import { type Cropper, cropTensor } from './crop.ts'

const PAST = 'past_key_values.'
const PRESENT = 'present.'

type Tensors = Record<string, Tensor>

export class KeyValueCache {
  readonly #decoder: InferenceSession
  readonly #cropper: Cropper | null
  #past: Tensors
  #length = 0

  constructor(decoder: InferenceSession, cropper: Cropper | null) {
    this.#decoder = decoder
    this.#cropper = cropper
    this.#past = emptyPast(decoder)
  }

  /** Tokens whose keys and values are there. */
  get length(): number {
    return this.#length
  }

  get bytes(): number {
    let bytes = 0
    for (const { dims, type } of Object.values(this.#past))
      bytes += dims.reduce((product, dim) => product * dim, type === 'float16' ? 2 : 4)
    return bytes
  }

  get inputs(): Tensors {
    return this.#past
  }

  /** Outputs that a run has to give besides the logits. */
  get outputs(): string[] {
    return Object.keys(this.#past).map((name) => PRESENT + name.slice(PAST.length))
  }

  /** Takes over the outputs of a run over so many tokens and lets go of what they replace. */
  update(outputs: Readonly<Tensors>, tokens: number): void {
    for (const [name, tensor] of Object.entries(outputs)) {
      if (!name.startsWith(PRESENT)) continue
      const past = PAST + name.slice(PRESENT.length)
      this.#past[past]?.dispose()
      this.#past[past] = forRuntime(tensor)
    }
    this.#length += tokens
  }

  /** Keeps the first tokens only. */
  async crop(length: number): Promise<void> {
    if (length >= this.#length) return
    if (length === 0) return this.clear()
    const cropped: Tensors = {}
    try {
      for (const [name, tensor] of Object.entries(this.#past))
        cropped[name] = await cropTensor(tensor, length, this.#cropper)
    } catch (thrown) {
      disposeAll(cropped)
      throw thrown
    }
    disposeAll(this.#past)
    this.#past = cropped
    this.#length = length
  }

  /** Back to no tokens; what it took is freed, on the GPU at once. */
  clear(): void {
    disposeAll(this.#past)
    this.#past = emptyPast(this.#decoder)
    this.#length = 0
  }
}

function disposeAll(tensors: Readonly<Tensors>): void {
  for (const tensor of Object.values(tensors)) tensor.dispose()
}

function emptyPast(decoder: InferenceSession): Tensors {
  const past: Tensors = {}
  for (const { name } of decoder.inputMetadata) {
    const described = name.startsWith(PAST) ? describeTensor(decoder.inputMetadata, name) : undefined
    if (!described) continue
    // The first axis is the one conversation; the other that has no fixed length is that of the text, which is none.
    const dims = described.shape.map((dim, axis) => (axis === 0 ? 1 : typeof dim === 'number' ? dim : 0))
    past[name] =
      described.type === 'float16'
        ? halfTensor(new Uint16Array(0), dims)
        : new Tensor('float32', new Float32Array(0), dims)
  }
  return past
}

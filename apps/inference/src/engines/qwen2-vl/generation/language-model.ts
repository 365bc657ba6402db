/** The decoder: runs over some tokens of a conversation and says, of the last one, what may follow. */
import { type InferenceSession, Tensor } from 'onnxruntime-node'
import type { KeyValueCache } from '../cache/key-value-cache.ts'
import type { ImageSpan } from '../sequence.ts'
import { describeTensor, type FloatType, floatTensor, pickTensor, readFloats } from '../tensors.ts'

/** A run over the tokens that follow those in the cache. */
export interface DecoderRun {
  ids: readonly number[]
  /** int64 [3, 1, ids.length] */
  positions: BigInt64Array
  /** Pictures that stand among the tokens, be that in part: what the model sees in place of their tokens. */
  images: readonly { span: ImageSpan; features: Float32Array }[]
}

/** For measuring and for tests: what a run was over. */
export interface RunReport {
  cached: number
  ids: readonly number[]
  positions: readonly number[]
}

export interface LanguageModelOptions {
  embedTokens: InferenceSession
  decoder: InferenceSession
  onRun?: ((run: RunReport) => void) | undefined
}

export class LanguageModel {
  readonly #options: LanguageModelOptions
  readonly #embedsType: FloatType
  readonly #keepsLogits: boolean

  constructor(options: LanguageModelOptions) {
    const { decoder } = options
    this.#options = options
    this.#embedsType = describeTensor(decoder.inputMetadata, 'inputs_embeds')?.type ?? 'float32'
    this.#keepsLogits = decoder.inputNames.includes('num_logits_to_keep')
  }

  /** Whether the decoder can leave out the logits of all tokens but the last. */
  get keepsLastLogits(): boolean {
    return this.#keepsLogits
  }

  /** The last token's logits; the cache then holds the run's tokens as well. It is as it was when the run fails. */
  async run(cache: KeyValueCache, run: DecoderRun): Promise<Float32Array> {
    const { decoder, onRun } = this.#options
    const count = run.ids.length
    const embeds = await this.#embed(run.ids)
    const width = embeds.length / count
    for (const { span, features } of run.images)
      placeImage(embeds, { features, width, offset: span.start - cache.length })
    const feeds: Record<string, Tensor> = {
      ...cache.inputs,
      inputs_embeds: floatTensor(embeds, [1, count, width], this.#embedsType),
      attention_mask: new Tensor('int64', new BigInt64Array(cache.length + count).fill(1n), [
        1,
        cache.length + count,
      ]),
      position_ids: new Tensor('int64', run.positions, [3, 1, count]),
      ...(this.#keepsLogits ? { num_logits_to_keep: new Tensor('int64', BigInt64Array.of(1n), []) } : {}),
    }
    onRun?.({ cached: cache.length, ids: run.ids, positions: Array.from(run.positions, Number) })
    const outputs = await decoder.run(feeds, ['logits', ...cache.outputs])
    cache.update(outputs, count)
    const logits = pickTensor(outputs, 'logits')
    const size = logits.dims.at(-1) ?? 0
    return readFloats(logits, logits.size - size).slice()
  }

  async #embed(ids: readonly number[]): Promise<Float32Array> {
    const outputs = await this.#options.embedTokens.run({
      input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
    })
    return readFloats(pickTensor(outputs, 'inputs_embeds'))
  }
}

/**
 * Puts a picture's features in place of its tokens' embeddings, as far as they lie in the run.
 * @param offset Where the picture begins, counted from the run's first token; negative when it began before.
 */
function placeImage(
  embeds: Float32Array,
  { features, width, offset }: { features: Float32Array; width: number; offset: number },
): void {
  const skipped = Math.max(0, -offset) * width
  const at = Math.max(0, offset) * width
  if (at >= embeds.length || skipped >= features.length) return
  embeds.set(features.subarray(skipped, skipped + embeds.length - at), at)
}

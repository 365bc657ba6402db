/** Greedy decoding of many rows at once: each ends by itself, and rows that have ended leave the batch. */
import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { isLooping } from '../../looping.ts'
import { LOCATIONS, type ScoredToken } from '../answer/items.ts'
import { DecoderCache } from './decoder-cache.ts'
import { gatherRows, type RowGather } from './gather-rows.ts'
import { pickToken, scoreToken } from './pick-token.ts'
import { type GenerationRules, LOOP_RULES, RepeatGuard } from './row-rules.ts'

export interface GenerationDeps {
  embedTokens: InferenceSession
  decoder: InferenceSession
  rules: GenerationRules
  /** Id of `<loc_0>`. */
  firstLocation: number
  /** Present where the decoder's cache lies on a GPU. */
  gather: RowGather | null
}

export interface RowRequest {
  maxNewTokens: number
  /** Whether its tokens' probabilities are wanted: they cost a pass over the vocabulary. */
  isScored: boolean
}

/** The encoder's output for all rows: both lose rows as the batch does. */
export interface EncodedRows {
  /** float32 [rows, length, width] */
  hidden: Tensor
  /** int64 [rows, length], 1 where there is something to attend to. */
  mask: Tensor
}

/** `end`: by itself; `limit`: too long; `loop`: it went on saying the same. */
export type RowEnd = 'end' | 'limit' | 'loop'

export interface RowAnswer {
  /** Without the start and end tokens. */
  tokens: ScoredToken[]
  endedBy: RowEnd
}

interface Row {
  request: RowRequest
  guard: RepeatGuard
  ids: number[]
  tokens: ScoredToken[]
  endedBy: RowEnd | null
}

export interface GenerateOptions {
  signal: AbortSignal
  /** Called after each step with the number of rows that are still in the batch. */
  onStep?: ((rows: number) => void) | undefined
}

/** With fewer finished rows than this share of the batch, moving the others together costs more than it saves. */
const WORTH_LEAVING = 1 / 8

/**
 * Answers in the order of the requests. Throws the signal's reason between two tokens when it aborts.
 * The encoded rows are used up.
 */
export async function generate(
  deps: GenerationDeps,
  encoded: EncodedRows,
  requests: readonly RowRequest[],
  options: GenerateOptions,
): Promise<RowAnswer[]> {
  const { rules } = deps
  const rows = requests.map((request): Row => {
    const ids = rules.forcedFirstId === null ? [] : [rules.forcedFirstId]
    return {
      request,
      guard: new RepeatGuard(rules.noRepeatSize, [rules.startId, ...ids]),
      ids,
      tokens: [],
      endedBy: null,
    }
  })
  const batch = new Batch(deps, encoded, rows)
  try {
    while (batch.rows.length > 0) {
      options.signal.throwIfAborted()
      await batch.step()
      options.onStep?.(batch.rows.length)
    }
  } finally {
    batch.dispose()
  }
  return rows.map(({ tokens, endedBy }) => ({ tokens, endedBy: endedBy ?? 'end' }))
}

class Batch {
  rows: Row[]
  readonly #deps: GenerationDeps
  readonly #cache: DecoderCache
  #encoded: EncodedRows
  #isFirstRun = true

  constructor(deps: GenerationDeps, encoded: EncodedRows, rows: Row[]) {
    this.#deps = deps
    this.#encoded = encoded
    this.rows = [...rows]
    this.#cache = DecoderCache.empty(deps.decoder, rows.length, deps.gather)
  }

  /** One more token for every row, then those that have ended leave. */
  async step(): Promise<void> {
    const logits = await this.#run()
    const [, length = 1, size = 0] = logits.dims
    if (!(logits.data instanceof Float32Array))
      throw new Error(`The decoder answered in ${logits.type}; its logits must be float32.`)
    for (const [at, row] of this.rows.entries()) {
      // Of a run over several tokens only the last one's successor is wanted.
      const offset = (at * length + length - 1) * size
      if (row.endedBy === null) this.#advance(row, { logits: logits.data, offset, size })
    }
    await this.#letGo()
  }

  dispose(): void {
    this.#cache.dispose()
    this.#encoded.hidden.dispose()
  }

  async #run(): Promise<Tensor> {
    const { embedTokens, decoder } = this.#deps
    const ids = this.#nextIds()
    const { inputs_embeds: embeds } = await embedTokens.run({ input_ids: ids })
    if (!embeds) throw new Error('The embedding graph gave no embeddings.')
    const feeds: Record<string, Tensor> = {
      ...this.#cache.inputs,
      inputs_embeds: embeds,
      encoder_hidden_states: this.#encoded.hidden,
      encoder_attention_mask: this.#encoded.mask,
      use_cache_branch: new Tensor('bool', Uint8Array.of(this.#isFirstRun ? 0 : 1), [1]),
    }
    const known = Object.fromEntries(decoder.inputNames.map((name) => [name, pick(feeds, name)]))
    const outputs = await decoder.run(known, ['logits', ...this.#cache.outputs])
    this.#isFirstRun = false
    this.#cache.update(outputs)
    return pick(outputs, 'logits')
  }

  /** At first the start and what the model is forced to begin with; then each row's last token. */
  #nextIds(): Tensor {
    const { startId, forcedFirstId } = this.#deps.rules
    const first = forcedFirstId === null ? [startId] : [startId, forcedFirstId]
    const ids = this.rows.map((row) => (this.#isFirstRun ? first : [row.ids.at(-1) ?? startId]))
    return new Tensor('int64', BigInt64Array.from(ids.flat(), BigInt), [ids.length, ids[0]?.length ?? 1])
  }

  #advance(row: Row, logits: { logits: Float32Array; offset: number; size: number }): void {
    const { rules, firstLocation } = this.#deps
    const id = pickToken(logits, row.guard.banned)
    row.ids.push(id)
    row.guard.add(id)
    if (rules.endIds.has(id)) {
      row.endedBy = 'end'
      return
    }
    const locations = { first: firstLocation, count: LOCATIONS }
    row.tokens.push(
      row.request.isScored ? scoreToken(id, logits, locations) : { id, probability: 1, nearby: null },
    )
    // The end token that the reference forces at the limit is not written: the last place is left for it.
    if (row.ids.length >= row.request.maxNewTokens - 1) row.endedBy = 'limit'
    else if (isLooping(row.ids, LOOP_RULES)) row.endedBy = 'loop'
  }

  async #letGo(): Promise<void> {
    const kept = [...this.rows.entries()].filter(([, row]) => row.endedBy === null)
    if (kept.length === 0) {
      this.rows = []
      return
    }
    const gone = this.rows.length - kept.length
    if (gone === 0 || gone < this.rows.length * WORTH_LEAVING) return
    const places = kept.map(([place]) => place)
    await this.#cache.keepRows(places)
    const { hidden, mask } = this.#encoded
    this.#encoded = {
      hidden: await gatherRows(hidden, places, null),
      mask: await gatherRows(mask, places, null),
    }
    hidden.dispose()
    this.rows = kept.map(([, row]) => row)
  }
}

function pick(tensors: Readonly<Record<string, Tensor>>, name: string): Tensor {
  const tensor = tensors[name]
  if (tensor) return tensor
  throw new Error(`The decoder's graph has no ${name}, or wants one that this engine does not know.`)
}

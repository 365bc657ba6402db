/** Which precision of each graph is loaded, when not all that is wanted is there: pure. */
import type { Dtype, DtypeMap } from '@vitrine/contracts'

/** After the wanted one: whole precision loads anywhere, 8 bits nearly so, half precision not on every device. */
const ORDER: readonly Dtype[] = ['fp32', 'q8', 'int8', 'uint8', 'q4', 'bnb4', 'q4-k-m', 'fp16', 'q4f16']

/** The published decoders in half precision have a graph that onnxruntime refuses: loaded only when asked for. */
const REFUSED: Readonly<Record<string, readonly Dtype[]>> = { decoder_model_merged: ['fp16', 'q4f16'] }

/** A precision for every wanted graph, from those that are there; null when a graph has none that may be used. */
export function chooseDtypes(
  wanted: DtypeMap,
  available: Readonly<Record<string, readonly Dtype[]>>,
): DtypeMap | null {
  const chosen: DtypeMap = {}
  for (const [graph, dtype] of Object.entries(wanted)) {
    const there = available[graph] ?? []
    const usable = ORDER.filter((one) => there.includes(one) && !REFUSED[graph]?.includes(one))
    const best = there.includes(dtype) ? dtype : usable[0]
    if (!best) return null
    chosen[graph] = best
  }
  return chosen
}

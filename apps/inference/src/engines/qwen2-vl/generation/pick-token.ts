/** Which token comes next, by the decoder's logits. Pure but for the generator it is handed. */

export interface PickRules {
  /** 0: the likeliest, always. */
  temperature: number
  /** Tokens that were said before become less likely by this factor; 1: they do not. */
  repetitionPenalty: number
}

/** The share of the probability that is chosen from: the unlikely rest is where nonsense comes from. */
const TOP_SHARE = 0.9
/** Tokens this much less likely than the likeliest are not looked at: ten thousand of them weigh as much as it does. */
const NEGLIGIBLE = Math.log(10_000)

/**
 * @param logits One number for each token of the vocabulary; changed in place by the penalty.
 * @param said Every token of the conversation so far.
 * @param random From 0 to less than 1.
 */
export function pickToken(
  logits: Float32Array,
  { temperature, repetitionPenalty }: PickRules,
  { said, random }: { said: Iterable<number>; random: () => number },
): number {
  if (repetitionPenalty !== 1) penalise(logits, said, repetitionPenalty)
  const best = indexOfHighest(logits)
  return temperature === 0 ? best : sample(logits, { best, temperature, random })
}

/** The first of equals, as the reference's argmax. */
function indexOfHighest(logits: Float32Array): number {
  let best = 0
  let highest = Number.NEGATIVE_INFINITY
  for (let id = 0; id < logits.length; id += 1) {
    const value = logits[id] ?? Number.NEGATIVE_INFINITY
    if (value <= highest) continue
    best = id
    highest = value
  }
  return best
}

/** As the reference's `RepetitionPenaltyLogitsProcessor`: positive logits are divided, negative ones multiplied. */
function penalise(logits: Float32Array, said: Iterable<number>, penalty: number): void {
  for (const id of new Set(said)) {
    const value = logits[id]
    if (value !== undefined) logits[id] = value > 0 ? value / penalty : value * penalty
  }
}

function sample(
  logits: Float32Array,
  { best, temperature, random }: { best: number; temperature: number; random: () => number },
): number {
  const highest = logits[best] ?? 0
  const likely: { id: number; weight: number }[] = []
  let sum = 0
  for (let id = 0; id < logits.length; id += 1) {
    const distance = ((logits[id] ?? Number.NEGATIVE_INFINITY) - highest) / temperature
    if (distance < -NEGLIGIBLE) continue
    const weight = Math.exp(distance)
    likely.push({ id, weight })
    sum += weight
  }
  likely.sort((a, b) => b.weight - a.weight)
  const kept: typeof likely = []
  let share = 0
  for (const token of likely) {
    kept.push(token)
    share += token.weight
    if (share >= sum * TOP_SHARE) break
  }
  let rest = random() * share
  for (const { id, weight } of kept) {
    rest -= weight
    if (rest < 0) return id
  }
  return best
}

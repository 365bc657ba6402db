/** Knowing a model that goes round in circles. Pure. */

export interface LoopRules {
  /** Cycles of up to this many tokens are looked for. */
  longestCycle: number
  /** A cycle has to come at least this often in a row … */
  times: number
  /** … and make at least this many tokens in all. */
  tokens: number
}

/** Whether the tokens end in the same again and again. */
export function isLooping(ids: readonly number[], { longestCycle, times, tokens }: LoopRules): boolean {
  const end = ids.length
  for (let cycle = 1; cycle <= longestCycle; cycle += 1) {
    const length = Math.max(cycle * times, tokens)
    if (length > end) continue
    let at = end - 1
    while (at >= end - length + cycle && ids[at] === ids[at - cycle]) at -= 1
    if (at < end - length + cycle) return true
  }
  return false
}

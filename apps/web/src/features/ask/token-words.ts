/** What pictures cost of a model's attention, in words. Pure. */
import { type Box, estimateImageTokens, type Size } from '@vitrine/contracts'

const numbers = new Intl.NumberFormat('en')

/** From here on a question is likely not to fit beside its pictures into a small model's context. */
const MANY_TOKENS = 8000

/** Tokens of a picture, or of the part of it that is asked about. An estimate: models differ a little. */
export function pictureTokens({ width, height }: Size, region: Box | null = null): number {
  return estimateImageTokens({
    width: Math.max(1, width * (region?.width ?? 1)),
    height: Math.max(1, height * (region?.height ?? 1)),
  })
}

/** "1,280 tokens". */
export function formatTokens(count: number): string {
  return `${numbers.format(count)} ${count === 1 ? 'token' : 'tokens'}`
}

/** "about 1,280 tokens"; of several pictures with their number: "3 pictures, about 2,400 tokens". */
export function tokenCost(costs: readonly number[]): string {
  const total = costs.reduce((sum, cost) => sum + cost, 0)
  const tokens = `about ${formatTokens(total)}`
  return costs.length > 1 ? `${costs.length} pictures, ${tokens}` : tokens
}

/** What a large total means; null when it is none. */
export function costWarning(costs: readonly number[]): string | null {
  const total = costs.reduce((sum, cost) => sum + cost, 0)
  if (total <= MANY_TOKENS) return null
  return 'That is much for a small model. Fewer pictures, or a part of each, are answered sooner and better.'
}

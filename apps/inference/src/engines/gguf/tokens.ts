/** Tokens and positions of a prompt: a picture has as many tokens as squares and fewer positions. Pure. */

/** A picture's size in tokens. */
export interface Grid {
  rows: number
  columns: number
}

export interface PromptTokens {
  total: number
  ofPictures: number
  /** As the library counts. */
  positions: number
  /** Tokens up to the end of each picture. */
  afterPicture: number[]
  /** From positions of the library's cache to tokens. */
  tokensAt(position: number): number
}

export const gridTokens = ({ rows, columns }: Grid): number => rows * columns

/** Multimodal positions (https://arxiv.org/abs/2409.12191, section 2.1): those after a picture go on from its longer side. */
const gridPositions = ({ rows, columns }: Grid): number => Math.max(rows, columns)

/**
 * @param ids The prompt's, with the two marks and nothing between them at each picture's place.
 * @param marks The two marks' ids.
 */
export function measurePrompt(
  ids: Iterable<number>,
  { marks, grids }: { marks: readonly [number, number]; grids: readonly Grid[] },
): PromptTokens {
  /** Each one's tokens and positions, in order: 1 and 1, or a picture's. */
  const steps: { tokens: number; positions: number }[] = []
  const afterPicture: number[] = []
  const waiting = [...grids]
  let before = -1
  let total = 0
  const add = (tokens: number, positions: number) => {
    steps.push({ tokens, positions })
    total += tokens
  }
  for (const id of ids) {
    const grid = before === marks[0] && id === marks[1] ? waiting.shift() : undefined
    if (grid) add(gridTokens(grid), gridPositions(grid))
    add(1, 1)
    if (grid) afterPicture.push(total)
    before = id
  }
  const tokensAt = (position: number) => {
    let [tokens, at] = [0, 0]
    for (const step of steps) {
      at += step.positions
      if (at > position) break
      tokens += step.tokens
    }
    return tokens
  }
  const positions = steps.reduce((sum, step) => sum + step.positions, 0)
  return {
    total,
    positions,
    ofPictures: grids.reduce((sum, grid) => sum + gridTokens(grid), 0),
    afterPicture,
    tokensAt,
  }
}

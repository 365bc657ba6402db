/** What the tiny Qwen2-VL says: which turn it is, how many pictures it has seen, and their colours in order. */

export const TINY_QWEN_COLOURS = ['red', 'green', 'blue'] as const
export type TinyQwenColour = (typeof TINY_QWEN_COLOURS)[number]

/** More turns are said to be the last of these, and more pictures are not told apart. */
export const TINY_QWEN_TURNS = 6
export const TINY_QWEN_IMAGES = 3

/** Ends in a character of three bytes, which are three tokens here. */
export function tinyQwenAnswer(turn: number, colours: readonly TinyQwenColour[]): string {
  const count = colours.length === 0 ? 'no images' : `${colours.length} image${colours.length > 1 ? 's' : ''}`
  return `Turn ${turn}: ${[count, colours.join(' ')].filter((part) => part !== '').join(', ')} ✓`
}

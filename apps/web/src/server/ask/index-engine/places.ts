/** Where something stands in a picture, in words. Pure. */
import type { Box } from '@vitrine/contracts'

/** "at the top left", "in the middle", "at the bottom"; with "filling most of the picture" for what is large. */
export function placeOf(box: Box): string {
  if (box.width * box.height > 0.6) return 'filling most of the picture'
  const across = third(box.x + box.width / 2, ['left', '', 'right'])
  const down = third(box.y + box.height / 2, ['top', '', 'bottom'])
  if (across === '' && down === '') return 'in the middle'
  if (down === '') return `on the ${across}`
  return `at the ${[down, across].filter(Boolean).join(' ')}`
}

const third = (middle: number, [low, mid, high]: [string, string, string]) =>
  middle < 0.38 ? low : middle > 0.62 ? high : mid

/** How one thing stands to another: "to the left of", "above", "in front of or behind" where they overlap. */
export function relationOf(box: Box, other: Box): string {
  const [dx, dy] = [
    box.x + box.width / 2 - other.x - other.width / 2,
    box.y + box.height / 2 - other.y - other.height / 2,
  ]
  const isOver =
    Math.abs(dx) < (box.width + other.width) / 4 && Math.abs(dy) < (box.height + other.height) / 4
  if (isOver) return 'overlapping'
  if (Math.abs(dx) >= Math.abs(dy)) return dx < 0 ? 'to the left of' : 'to the right of'
  return dy < 0 ? 'above' : 'below'
}

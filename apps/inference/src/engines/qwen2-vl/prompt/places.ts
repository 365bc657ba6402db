/** Parts of pictures in the words that each family of models was taught. Pure. */
import type { Box } from '@vitrine/contracts'
import type { QwenFamily } from '../settings.ts'
import type { QwenTokenizer } from './tokenizer.ts'

/** A piece of a prompt: a mark's id, or text that is still to be tokenised. */
export type PromptPiece = number | string

export interface Place {
  box: Box
  label: string
  /** The size in pixels at which the model sees the picture. */
  seen: { width: number; height: number }
}

/**
 * Qwen2-VL: `<|object_ref_start|>label<|object_ref_end|><|box_start|>(x1,y1),(x2,y2)<|box_end|>` on a grid of 0 to
 * 1000 (https://arxiv.org/abs/2409.12191, section 2.2). Qwen2.5-VL: JSON in pixels of the picture as it is seen
 * (https://arxiv.org/abs/2502.13923, section 2.2.1).
 */
export function describePlace(
  { box, label, seen }: Place,
  { marks }: QwenTokenizer,
  family: QwenFamily,
): PromptPiece[] {
  switch (family) {
    case 'qwen2_vl': {
      const [x1, y1, x2, y2] = corners(box, { width: 1000, height: 1000 })
      const named = label === '' ? [] : [marks.labelStart, label, marks.labelEnd]
      return [...named, marks.boxStart, `(${x1},${y1}),(${x2},${y2})`, marks.boxEnd]
    }
    case 'qwen2_5_vl': {
      const place = { bbox_2d: corners(box, seen), ...(label === '' ? {} : { label }) }
      return [JSON.stringify(place)]
    }
  }
}

function corners(
  { x, y, width, height }: Box,
  grid: { width: number; height: number },
): [number, number, number, number] {
  const across = (share: number) => Math.round(Math.min(1, Math.max(0, share)) * grid.width)
  const down = (share: number) => Math.round(Math.min(1, Math.max(0, share)) * grid.height)
  return [across(x), down(y), across(x + width), down(y + height)]
}

/** `0:07`, `12:30`, `1:02:03`. */
export function clock(atSeconds: number): string {
  const whole = Math.floor(atSeconds)
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`
}

/** Where keyframes stand on a line as long as the video. Pure. */
import { MAX_TURN_PICTURES, type VideoInfo } from '@vitrine/contracts'

/** Shares of the line, 0..1. A video that does not say how long it is ends with its last keyframe. */
export function placesOf({ durationSeconds, frames }: VideoInfo): { id: number; share: number }[] {
  const end = Math.max(durationSeconds ?? 0, frames.at(-1)?.atSeconds ?? 0)
  return frames.map(({ id, atSeconds }) => ({ id, share: end > 0 ? atSeconds / end : 0 }))
}

/** Ids of the keyframes that a question takes: all of them, or as many evenly spread, the first and the last among them. */
export function framesToAsk({ frames }: VideoInfo, most = MAX_TURN_PICTURES): number[] {
  if (frames.length <= most) return frames.map(({ id }) => id)
  const step = (frames.length - 1) / (most - 1)
  return Array.from({ length: most }, (_, at) => frames[Math.round(at * step)]?.id ?? 0)
}

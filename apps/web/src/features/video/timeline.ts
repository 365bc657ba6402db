/** Where keyframes stand on a line as long as the video. Pure. */
import type { VideoInfo } from '@vitrine/contracts'

/** Shares of the line, 0..1. A video that does not say how long it is ends with its last keyframe. */
export function placesOf({ durationSeconds, frames }: VideoInfo): { id: number; share: number }[] {
  const end = Math.max(durationSeconds ?? 0, frames.at(-1)?.atSeconds ?? 0)
  return frames.map(({ id, atSeconds }) => ({ id, share: end > 0 ? atSeconds / end : 0 }))
}

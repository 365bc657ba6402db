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

/** A piece of what was read of a video: words, or a time of it as it is written. */
export interface ReadingPiece {
  /** Where it begins in the text, which makes it unlike all others. */
  start: number
  text: string
  /** Null for words. */
  atSeconds: number | null
}

/** `0:07`, `12:40`, `1:02:05`; no part of a longer number. */
const TIME = /(?<![\d:.])(?:(\d{1,2}):)?(\d{1,2}):([0-5]\d)(?![\d:])/gu

/** Splits a reading at the times it names. One that the video does not reach is no time of it, but words. */
export function piecesOf(text: string, { durationSeconds, frames }: VideoInfo): ReadingPiece[] {
  const end = durationSeconds ?? frames.at(-1)?.atSeconds ?? 0
  const pieces: ReadingPiece[] = []
  let done = 0
  for (const match of text.matchAll(TIME)) {
    const [time, hours = '0', minutes = '0', seconds = '0'] = match
    const atSeconds = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
    if (atSeconds > end) continue
    if (match.index > done) pieces.push({ start: done, text: text.slice(done, match.index), atSeconds: null })
    pieces.push({ start: match.index, text: time, atSeconds })
    done = match.index + time.length
  }
  if (done < text.length) pieces.push({ start: done, text: text.slice(done), atSeconds: null })
  return pieces
}

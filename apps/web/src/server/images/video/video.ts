/** A video as its keyframes are taken from it, whichever FFmpeg decodes it. */
import { AppError } from '@vitrine/contracts'
import type { RawPicture } from '../decode.ts'
import type { Sample } from './keyframes.ts'

export interface OpenVideo {
  /** Upright, in square pixels; the duration is null where the file does not say. */
  info: { durationMs: number | null; width: number; height: number }
  /** Small copies of frames, `everyMs` apart or more; `onlyKeyframes`: of those that the file can show without others. */
  samples(options: { everyMs: number; onlyKeyframes: boolean }): AsyncGenerator<Sample>
  /** The frames at these times, ascending, or the first ones after them; a time past the end gives none. */
  frames(times: readonly number[], maxPixels: number): AsyncGenerator<VideoFramePicture>
  close(): Promise<void>
}

export interface VideoFramePicture extends RawPicture {
  atMs: number
}

/**
 * Opens a video. Throws `undecodable-image` for one that cannot be decoded or has no pictures; null where this decoder
 * is not there.
 */
export type OpenVideoFile = (path: string, signal?: AbortSignal) => Promise<OpenVideo | null>

/** The first of these decoders that is there. Throws `unsupported-media`, saying how to get one, when none is. */
export function firstDecoder(...decoders: readonly OpenVideoFile[]) {
  return async (path: string, signal?: AbortSignal): Promise<OpenVideo> => {
    for (const open of decoders) {
      const video = await open(path, signal)
      if (video) return video
    }
    throw new AppError('unsupported-media', 'This is a video, and there is no FFmpeg here to read it with.', {
      suggestion:
        'Install ffmpeg (Debian and Ubuntu: apt install ffmpeg; macOS: brew install ffmpeg), or npm’s optional package node-av; then upload it again.',
    })
  }
}

export const damagedVideo = (cause: unknown) =>
  new AppError(
    'undecodable-image',
    'This video is damaged, cut short or in a format that can’t be decoded.',
    { cause },
  )

export const noPictures = () => new AppError('undecodable-image', 'This file has no moving pictures in it.')

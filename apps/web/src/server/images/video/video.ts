/** A video as its keyframes are taken from it, whichever FFmpeg decodes it. */
import { AppError } from '@vitrine/contracts'
import type { RawPicture } from '../decode.ts'
import type { Sample } from './keyframes.ts'

export interface VideoFacts {
  /** Null where the file does not say. */
  durationMs: number | null
  /** Upright, in square pixels. */
  width: number
  height: number
  /** What the file says of itself, by FFmpeg's names. */
  tags: Record<string, string>
}

/** Files may go on for ever: what is not reached within these is left out. */
export interface SampleOptions {
  /** The least time between two samples, in the video. */
  everyMs: number
  /** Only frames that the file can show without others. */
  onlyKeyframes: boolean
  maxSamples: number
  /** In this many milliseconds of the clock. */
  withinMs: number
}

export interface FrameOptions {
  maxPixels: number
  /** In this many milliseconds of the clock, for all of them. */
  withinMs: number
}

export interface OpenVideo {
  info: VideoFacts
  /** Small copies of frames. */
  samples(options: SampleOptions): AsyncGenerator<Sample>
  /** The frames at these times, ascending, or the first ones after them; a time past the end gives none. */
  frames(times: readonly number[], options: FrameOptions): AsyncGenerator<VideoFramePicture>
  close(): Promise<void>
}

export interface VideoFramePicture extends RawPicture {
  atMs: number
}

export interface OpenVideoOptions {
  signal?: AbortSignal | undefined
  /** A video whose pictures have more is refused, and so is any picture that has more than the file says. */
  maxPixels: number
}

/**
 * Opens a video. Throws `undecodable-image` for one that cannot be decoded or has no pictures, `too-many-pixels`, or
 * `cancelled`; null where this decoder is not there.
 */
export type OpenVideoFile = (path: string, options: OpenVideoOptions) => Promise<OpenVideo | null>

/** The file formats that are taken in, by FFmpeg's names: no playlist, which could name other files. */
export const FORMATS = 'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm'

/** The first of these decoders that is there. Throws `unsupported-media`, saying how to get one, when none is. */
export function firstDecoder(...decoders: readonly OpenVideoFile[]) {
  return async (path: string, options: OpenVideoOptions): Promise<OpenVideo> => {
    for (const open of decoders) {
      const video = await open(path, options)
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

export const tooManyPixels = () =>
  new AppError('too-many-pixels', 'This video has more pixels than are read.', {
    suggestion: 'Scale it down, or raise VITRINE_MAX_PIXELS.',
  })

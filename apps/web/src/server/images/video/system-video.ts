/** Videos decoded by the `ffmpeg` and `ffprobe` that are installed on the machine. */
import sharp from 'sharp'
import { z } from 'zod'
import { believedDuration, fitPixels, uprightSize } from './facts.ts'
import { SAMPLE, type Sample } from './keyframes.ts'
import { outputOf, startProgram } from './run-program.ts'
import {
  damagedVideo,
  FORMATS,
  noPictures,
  type OpenVideo,
  type OpenVideoFile,
  type SampleOptions,
  tooManyPixels,
  type VideoFramePicture,
} from './video.ts'

/** Of one frame as PNG. */
const MAX_FRAME_BYTES = 256 * 1024 ** 2
/** Of what a program says of a file, or of itself. */
const MAX_REPLY_BYTES = 4 * 1024 ** 2
const DEADLINE_MS = 120_000
/** Only files are read, and no lists of other files: what a video refers to is nobody's to read. */
const SAFELY = ['-v', 'error', '-protocol_whitelist', 'file,pipe', '-format_whitelist', FORMATS]
/** The first stream of pictures that move: `V` leaves out those that stand for a piece of music. */
const MOVING = 'V:0'

const Tags = z.record(z.string(), z.string()).default({})

const Probe = z.object({
  streams: z.array(
    z.object({
      width: z.int(),
      height: z.int(),
      sample_aspect_ratio: z.string().default(''),
      side_data_list: z.array(z.looseObject({ rotation: z.number().optional() })).default([]),
      tags: Tags,
    }),
  ),
  format: z.object({ duration: z.coerce.number().nullable().catch(null).default(null), tags: Tags }),
})

/** The file, and what bounds its decoding. */
interface Source {
  program: string
  path: string
  maxPixels: number
  signal: AbortSignal | undefined
}

export interface SystemPrograms {
  /** Names that are looked up on the path, or paths. */
  ffmpeg: string
  ffprobe: string
}

export const PROGRAMS: SystemPrograms = { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' }

/** Null where one of the programs is missing. */
export function createSystemVideo({ ffmpeg, ffprobe }: SystemPrograms = PROGRAMS): OpenVideoFile {
  return async (path, { maxPixels, signal }) => {
    const info = await probe(ffprobe, path, signal)
    if (info && info.width * info.height > maxPixels) throw tooManyPixels()
    if (!info || !(await isThere(ffmpeg))) return null
    const source: Source = { program: ffmpeg, path, maxPixels, signal }
    return {
      info,
      samples: (options) => readSamples(source, options),
      async *frames(times, { maxPixels: most, withinMs }) {
        const size = fitPixels(info, most)
        const endAt = performance.now() + withinMs
        for (const atMs of times) {
          if (performance.now() > endAt) return
          const frame = await readFrame(source, { atMs, ...size })
          if (frame) yield frame
        }
      },
      close: async () => {},
    }
  }
}

async function isThere(program: string): Promise<boolean> {
  try {
    await outputOf(program, ['-version'], {
      signal: undefined,
      timeoutMs: DEADLINE_MS,
      maxBytes: MAX_REPLY_BYTES,
    })
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

async function probe(program: string, path: string, signal?: AbortSignal): Promise<OpenVideo['info'] | null> {
  const fields =
    'stream=width,height,sample_aspect_ratio:stream_side_data=rotation:stream_tags:format=duration:format_tags'
  const args = [...SAFELY, '-select_streams', MOVING, '-show_entries', fields, '-of', 'json', `file:${path}`]
  let reply: z.infer<typeof Probe>
  try {
    const bounds = { signal, timeoutMs: DEADLINE_MS, maxBytes: MAX_REPLY_BYTES }
    reply = Probe.parse(JSON.parse((await outputOf(program, args, bounds)).toString('utf8')))
  } catch (error) {
    signal?.throwIfAborted()
    if (isMissing(error)) return null
    throw damagedVideo(error)
  }
  const { streams, format } = reply
  const [stream] = streams
  if (!stream) throw noPictures()
  const durationMs = believedDuration(format.duration === null ? null : format.duration * 1000)
  return { durationMs, ...uprightSize(shapeOf(stream)), tags: { ...stream.tags, ...format.tags } }
}

function shapeOf(stream: z.infer<typeof Probe>['streams'][number]) {
  const [num = 0, den = 0] = stream.sample_aspect_ratio.split(':').map(Number)
  const degrees = stream.side_data_list.find(({ rotation }) => rotation !== undefined)?.rotation ?? 0
  return {
    width: stream.width,
    height: stream.height,
    aspect: { num, den },
    turns: Math.round(degrees / 90),
  }
}

/**
 * `fps` repeats a frame until the next one comes, from the start of the file on, so that the n-th sample is what is
 * seen at n times `everyMs`.
 */
async function* readSamples(
  { program, path, maxPixels, signal }: Source,
  { everyMs, onlyKeyframes, maxSamples, withinMs }: SampleOptions,
): AsyncGenerator<Sample> {
  const { width, height } = SAMPLE
  const filters = `fps=fps=${1000 / everyMs}:start_time=0,scale=${width}:${height}:flags=area`
  const skip = onlyKeyframes ? ['-skip_frame', 'nokey'] : []
  const bounds = ['-max_pixels', String(maxPixels)]
  const input = [...SAFELY, '-nostdin', ...bounds, ...skip, '-noautorotate', '-i', `file:${path}`]
  const most = ['-frames:v', String(maxSamples)]
  const output = [
    '-map',
    `0:${MOVING}`,
    '-vf',
    filters,
    ...most,
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    'pipe:1',
  ]
  // What has been written by then is what there is of the video.
  const child = startProgram(program, [...input, ...output], { signal, timeoutMs: withinMs })
  try {
    const size = width * height * 3
    let rest = Buffer.alloc(0)
    let count = 0
    for await (const piece of child.stdout) {
      rest = Buffer.concat([rest, piece])
      for (; rest.length >= size; rest = rest.subarray(size), count += 1)
        yield { atMs: count * everyMs, pixels: new Uint8Array(rest.subarray(0, size)) }
    }
    signal?.throwIfAborted()
  } finally {
    child.kill('SIGKILL')
  }
}

/** Null where there is none at this time, or none that can be decoded: the others may be. */
async function readFrame(
  { program, path, maxPixels, signal }: Source,
  { atMs, width, height }: { atMs: number; width: number; height: number },
): Promise<VideoFramePicture | null> {
  const limit = ['-max_pixels', String(maxPixels)]
  const input = [...SAFELY, '-nostdin', ...limit, '-ss', String(atMs / 1000), '-i', `file:${path}`]
  const scale = ['-vf', `scale=${width}:${height},setsar=1`]
  const output = [
    '-map',
    `0:${MOVING}`,
    '-frames:v',
    '1',
    ...scale,
    '-f',
    'image2pipe',
    '-c:v',
    'png',
    'pipe:1',
  ]
  try {
    const bounds = { signal, timeoutMs: DEADLINE_MS, maxBytes: MAX_FRAME_BYTES }
    const png = await outputOf(program, [...input, ...output], bounds)
    if (png.length === 0) return null
    const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
    return { atMs, width: info.width, height: info.height, data }
  } catch (error) {
    signal?.throwIfAborted()
    if (isMissing(error)) throw damagedVideo(error)
    return null
  }
}

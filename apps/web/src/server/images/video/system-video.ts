/** Videos decoded by the `ffmpeg` and `ffprobe` that are installed on the machine. */
import { execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { z } from 'zod'
import { SAMPLE, type Sample } from './keyframes.ts'
import {
  damagedVideo,
  noPictures,
  type OpenVideo,
  type OpenVideoFile,
  type VideoFramePicture,
} from './video.ts'

const run = promisify(execFile)

/** Of one frame as PNG. */
const MAX_FRAME_BYTES = 256 * 1024 ** 2
const DEADLINE_MS = 120_000
/** Only files are read: a playlist or a reference in a video must not reach the network. */
const SAFELY = ['-v', 'error', '-protocol_whitelist', 'file,pipe']

const Probe = z.object({
  streams: z.array(
    z.object({
      width: z.int().positive(),
      height: z.int().positive(),
      sample_aspect_ratio: z.string().optional(),
      side_data_list: z.array(z.looseObject({ rotation: z.number().optional() })).optional(),
    }),
  ),
  format: z.object({ duration: z.coerce.number().nonnegative().optional() }).optional(),
})

export interface SystemPrograms {
  /** Names that are looked up on the path, or paths. */
  ffmpeg: string
  ffprobe: string
}

export const PROGRAMS: SystemPrograms = { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' }

/** Null where one of the programs is missing. */
export function createSystemVideo({ ffmpeg, ffprobe }: SystemPrograms = PROGRAMS): OpenVideoFile {
  return async (path, signal) => {
    const info = await probe(ffprobe, path, signal)
    if (!info || !(await isThere(ffmpeg))) return null
    return {
      info,
      samples: (options) => readSamples(ffmpeg, path, { ...options, ...(signal ? { signal } : {}) }),
      async *frames(times, maxPixels) {
        for (const atMs of times) {
          const frame = await readFrame(ffmpeg, path, { atMs, maxPixels, ...(signal ? { signal } : {}) })
          if (frame) yield frame
        }
      },
      close: async () => {},
    }
  }
}

async function isThere(program: string): Promise<boolean> {
  try {
    await run(program, ['-version'])
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

async function probe(program: string, path: string, signal?: AbortSignal): Promise<OpenVideo['info'] | null> {
  const fields = 'stream=width,height,sample_aspect_ratio:stream_side_data=rotation:format=duration'
  const args = [...SAFELY, '-select_streams', 'v:0', '-show_entries', fields, '-of', 'json', `file:${path}`]
  try {
    const { stdout } = await run(program, args, { timeout: DEADLINE_MS, ...(signal ? { signal } : {}) })
    const { streams, format } = Probe.parse(JSON.parse(stdout))
    const stream = streams[0]
    if (!stream) throw noPictures()
    const duration = format?.duration
    return { durationMs: duration === undefined ? null : duration * 1000, ...upright(stream) }
  } catch (error) {
    signal?.throwIfAborted()
    if (isMissing(error)) return null
    throw error instanceof Error && 'stderr' in error ? damagedVideo(error) : error
  }
}

function upright(stream: z.infer<typeof Probe>['streams'][number]): { width: number; height: number } {
  const [across = 0, down = 0] = (stream.sample_aspect_ratio ?? '').split(':').map(Number)
  const width = across > 0 && down > 0 ? Math.round((stream.width * across) / down) : stream.width
  const turn = stream.side_data_list?.find(({ rotation }) => rotation !== undefined)?.rotation ?? 0
  return Math.abs(turn) % 180 === 90
    ? { width: stream.height, height: width }
    : { width, height: stream.height }
}

/** `fps` repeats a frame until the next one comes, so that the n-th sample is what is seen at n times `everyMs`. */
async function* readSamples(
  program: string,
  path: string,
  options: { everyMs: number; onlyKeyframes: boolean; signal?: AbortSignal },
): AsyncGenerator<Sample> {
  const { width, height } = SAMPLE
  const filters = `fps=${1000 / options.everyMs},scale=${width}:${height}:flags=area`
  const skip = options.onlyKeyframes ? ['-skip_frame', 'nokey'] : []
  const input = [...SAFELY, '-nostdin', ...skip, '-noautorotate', '-i', `file:${path}`]
  const output = ['-an', '-sn', '-vf', filters, '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1']
  const { signal } = options
  const child = spawn(program, [...input, ...output], {
    stdio: ['ignore', 'pipe', 'ignore'],
    ...(signal ? { signal } : {}),
    killSignal: 'SIGKILL',
  })
  child.once('error', () => child.stdout.destroy())
  try {
    const size = width * height * 3
    let rest = Buffer.alloc(0)
    let count = 0
    for await (const piece of child.stdout) {
      rest = Buffer.concat([rest, piece])
      for (; rest.length >= size; rest = rest.subarray(size), count += 1)
        yield { atMs: count * options.everyMs, pixels: new Uint8Array(rest.subarray(0, size)) }
    }
    signal?.throwIfAborted()
  } finally {
    child.kill('SIGKILL')
  }
}

async function readFrame(
  program: string,
  path: string,
  { atMs, maxPixels, signal }: { atMs: number; maxPixels: number; signal?: AbortSignal },
): Promise<VideoFramePicture | null> {
  const size = `w='min(iw*sar,floor(iw*sar*sqrt(${maxPixels}/(iw*sar*ih))))':h='min(ih,floor(ih*sqrt(${maxPixels}/(iw*sar*ih))))'`
  const input = [...SAFELY, '-nostdin', '-ss', String(atMs / 1000), '-i', `file:${path}`]
  const output = [
    '-frames:v',
    '1',
    '-vf',
    `scale=${size},setsar=1`,
    '-f',
    'image2pipe',
    '-c:v',
    'png',
    'pipe:1',
  ]
  try {
    const { stdout } = await run(program, [...input, ...output], {
      encoding: 'buffer',
      maxBuffer: MAX_FRAME_BYTES,
      timeout: DEADLINE_MS,
      ...(signal ? { signal } : {}),
    })
    if (stdout.length === 0) return null
    const { data, info } = await sharp(stdout).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
    return { atMs, width: info.width, height: info.height, data }
  } catch (error) {
    signal?.throwIfAborted()
    throw damagedVideo(error)
  }
}

// @ts-check
/**
 * The process in which one video is decoded by the FFmpeg that the package `node-av` brings: a file that makes native
 * code fall over takes this process with it, and nothing else. It is told what to do message by message, and ends with
 * whoever started it. Plain JavaScript because Node 20 starts it as it is, from the source as from the build.
 *
 * The package's low-level half is used: its high-level half wants a newer Node.
 */
/** @typedef {import('node-av/lib').Stream} Stream */
/** @typedef {import('node-av/lib').Frame} AvFrame */
/** @typedef {import('node-av/lib').FormatContext} AvFile */
/** @typedef {import('node-av/lib').CodecContext} AvDecoder */
/** @typedef {import('node-av/api').FilterAPI} AvFilter */
/** @typedef {{ type: 'open', path: string, formats: string, maxPixels: number } | { type: 'samples', everyMs: number, onlyKeyframes: boolean, maxSamples: number, withinMs: number, width: number, height: number } | { type: 'frames', times: number[], withinMs: number, width: number, height: number } | { type: 'next' }} Order */

/** @param {object} message */
const say = (message) => process.send?.(message)

/** The package is optional: without it there is nothing to do here but say so. */
const loaded = await Promise.all([
  import('node-av/constants'),
  import('node-av/api'),
  import('node-av/lib'),
]).catch((/** @type {unknown} */ error) => error)
if (!Array.isArray(loaded)) {
  say({ type: 'failed', reason: 'unavailable', detail: String(loaded) })
  process.disconnect?.()
  process.exit(0)
}
const [
  constants,
  { FilterAPI },
  { Codec, CodecContext, Dictionary, FFmpegError, FormatContext, Frame, Log, Packet, Rational },
] = loaded
Log.setLevel(constants.AV_LOG_QUIET)

/** @type {{ wake: () => void, orders: Order[] }} */
const inbox = { wake: () => {}, orders: [] }
process.on('message', (/** @type {Order} */ order) => {
  inbox.orders.push(order)
  inbox.wake()
})
process.on('disconnect', () => process.exit(0))
// Ctrl-C and a service manager's TERM reach the whole group: an early end here would look like a damaged video.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)

/** @returns {Promise<Order>} */
async function nextOrder() {
  for (;;) {
    const order = inbox.orders.shift()
    if (order) return order
    await new Promise((resolve) => {
      inbox.wake = () => resolve(undefined)
    })
  }
}

/** @param {number} code @param {string} what */
const must = (code, what) => FFmpegError.throwIfError(code, what)

/**
 * Quarter turns clockwise that bring the picture upright, from the display matrix of phones' recordings: nine 32-bit
 * fixed-point numbers, row by row (FFmpeg, libavutil/display.h).
 * @param {Stream} stream
 */
function quarterTurns(stream) {
  const matrix = stream.codecpar.getCodedSideData(constants.AV_PKT_DATA_DISPLAYMATRIX)
  if (!matrix || matrix.length < 36) return 0
  /** @param {number} index */
  const at = (index) => matrix.readInt32LE(index * 4) / 65_536
  const scaleX = Math.hypot(at(0), at(3))
  const scaleY = Math.hypot(at(1), at(4))
  if (scaleX === 0 || scaleY === 0) return 0
  const degrees = (Math.atan2(at(1) / scaleY, at(0) / scaleX) * 180) / Math.PI
  return ((Math.round(degrees / 90) % 4) + 4) % 4
}

/**
 * The stream to show; a picture that stands for a piece of music is none.
 * @param {AvFile} file
 */
function findMovingPictures(file) {
  /** @param {Stream | undefined} stream */
  const moves = (stream) =>
    stream !== undefined &&
    stream.codecpar.codecType === constants.AVMEDIA_TYPE_VIDEO &&
    (Number(stream.disposition) & Number(constants.AV_DISPOSITION_ATTACHED_PIC)) === 0
  const best = file.findBestStream(constants.AVMEDIA_TYPE_VIDEO)
  return moves(file.streams?.[best]) ? best : (file.streams ?? []).findIndex(moves)
}

const TURNS = ['', 'transpose=clock,', 'hflip,vflip,', 'transpose=cclock,']

class TooManyPixels extends Error {}

class Video {
  /** @param {AvFile} file @param {number} index @param {Stream} stream @param {AvDecoder} decoder */
  constructor(file, index, stream, decoder) {
    this.file = file
    this.index = index
    this.stream = stream
    this.decoder = decoder
    this.turns = quarterTurns(stream)
    const { num, den } = stream.timeBase
    this.msPerTick = (1000 * num) / den
    if (!(this.msPerTick > 0)) throw new Error('The video has no clock.')
    // As players have it: the file begins when the first of its streams does.
    const { startTime } = file
    this.startMs = startTime > -(2n ** 62n) ? Number(startTime) / 1000 : 0
  }

  /** @param {Extract<Order, { type: 'open' }>} order */
  static async open({ path, formats, maxPixels }) {
    const file = new FormatContext()
    // Files only, and no lists of other files: what a video refers to is nobody's to read.
    const safely = Dictionary.fromObject({ protocol_whitelist: 'file', format_whitelist: formats })
    must(await file.openInput(path, null, safely), 'open')
    must(await file.findStreamInfo(), 'look for streams')
    const index = findMovingPictures(file)
    const stream = index < 0 ? undefined : file.streams?.[index]
    if (!stream) return null
    const { width, height } = stream.codecpar
    if (width * height > maxPixels) throw new TooManyPixels()
    const codec = Codec.findDecoder(stream.codecpar.codecId)
    if (!codec) return null
    const decoder = new CodecContext()
    decoder.allocContext3(codec)
    must(decoder.parametersToContext(stream.codecpar), 'read the codec')
    must(await decoder.open2(codec, Dictionary.fromObject({ max_pixels: maxPixels })), 'open the codec')
    return new Video(file, index, stream, decoder)
  }

  get info() {
    const { width, height, sampleAspectRatio: shape } = this.stream.codecpar
    const duration = this.file.duration
    return {
      durationMs: duration > 0n ? Number(duration) / 1000 : null,
      width,
      height,
      aspect: shape ? { num: shape.num, den: shape.den } : null,
      turns: this.turns,
      tags: { ...this.stream.metadata?.getAll(), ...this.file.metadata?.getAll() },
    }
  }

  /** @param {bigint} pts */
  timeOf(pts) {
    return Math.max(0, Number(pts) * this.msPerTick - this.startMs)
  }

  /**
   * Decoded frames from where the file stands. A frame is only good until the next one is asked for.
   * `onlyKeyframes`: what the file can show without others, many times as fast.
   * @param {boolean} onlyKeyframes
   * @returns {AsyncGenerator<{ frame: AvFrame, atMs: number }>}
   */
  async *decode(onlyKeyframes) {
    const packet = new Packet()
    packet.alloc()
    const frame = new Frame()
    frame.alloc()
    try {
      for (;;) {
        const isOver = (await this.file.readFrame(packet)) < 0
        const isMine = packet.streamIndex === this.index && (packet.isKeyframe || !onlyKeyframes)
        if (isOver || isMine) {
          await this.decoder.sendPacket(isOver ? null : packet)
          while ((await this.decoder.receiveFrame(frame)) >= 0) {
            frame.timeBase = new Rational(this.stream.timeBase.num, this.stream.timeBase.den)
            yield { frame, atMs: this.timeOf(frame.bestEffortTimestamp) }
            frame.unref()
          }
        }
        packet.unref()
        if (isOver) return
      }
    } finally {
      packet.free()
      frame.free()
    }
  }

  /** @param {number} atMs */
  async seek(atMs) {
    const ticks = BigInt(Math.round((atMs + this.startMs) / this.msPerTick))
    // A file that cannot be sought in is read on from where it stands.
    if ((await this.file.seekFrame(this.index, ticks, constants.AVSEEK_FLAG_BACKWARD)) >= 0)
      this.decoder.flushBuffers()
  }
}

/**
 * One frame in another size and format.
 * @param {AvFrame} frame @param {string} filters
 */
async function convert(frame, filters) {
  const filter = FilterAPI.create(filters)
  try {
    const [made] = [...(await filter.processAll(frame)), ...(await drain(filter))]
    if (!made) throw new Error('The frame could not be converted.')
    const { width, height } = made
    const line = made.linesize[0] ?? 0
    const plane = made.data?.[0]
    if (!plane) throw new Error('The frame has no pixels.')
    const channels = filters.endsWith('rgba') ? 4 : 3
    const data = new Uint8Array(width * height * channels)
    for (let y = 0; y < height; y += 1)
      data.set(plane.subarray(y * line, y * line + width * channels), y * width * channels)
    made.free()
    return { width, height, data }
  } finally {
    filter.close()
  }
}

/** @param {AvFilter} filter */
async function drain(filter) {
  const frames = []
  for await (const frame of filter.flushFrames()) frames.push(frame)
  return frames
}

/** @param {Video} video @param {Extract<Order, { type: 'samples' }>} order */
async function sendSamples(video, { everyMs, onlyKeyframes, maxSamples, withinMs, width, height }) {
  const endAt = performance.now() + withinMs
  let dueMs = 0
  let count = 0
  for await (const { frame, atMs } of video.decode(onlyKeyframes)) {
    if (performance.now() > endAt) return
    if (atMs + 1 < dueMs) continue
    dueMs = atMs + everyMs
    const small = await convert(frame, `scale=${width}:${height}:flags=area,format=rgb24`)
    say({ type: 'sample', atMs, data: small.data })
    count += 1
    if (count >= maxSamples) return
  }
}

/** @param {Video} video @param {Extract<Order, { type: 'frames' }>} order */
async function sendFrames(video, { times, withinMs, width, height }) {
  const endAt = performance.now() + withinMs
  const filters = `${TURNS[video.turns]}scale=${width}:${height},setsar=1,format=rgba`
  for (const wantedMs of times) {
    await video.seek(wantedMs)
    for await (const { frame, atMs } of video.decode(false)) {
      if (performance.now() > endAt) return
      if (atMs + 1 < wantedMs) continue
      say({ type: 'frame', atMs, ...(await convert(frame, filters)) })
      // One frame is large: the next is made when this one has been taken.
      await nextOrder()
      break
    }
  }
}

/** @returns {Promise<void>} */
async function run() {
  const first = await nextOrder()
  if (first.type !== 'open') throw new Error('A video has to be opened first.')
  const video = await Video.open(first)
  if (!video) {
    say({ type: 'failed', reason: 'no-video', detail: '' })
    return
  }
  say({ type: 'info', ...video.info })
  for (;;) {
    const order = await nextOrder()
    if (order.type === 'samples') await sendSamples(video, order)
    if (order.type === 'frames') await sendFrames(video, order)
    if (order.type !== 'next') {
      say({ type: 'end' })
      await video.seek(0)
    }
  }
}

await run().catch((/** @type {unknown} */ error) =>
  say({
    type: 'failed',
    reason: error instanceof TooManyPixels ? 'too-many-pixels' : 'damaged',
    detail: error instanceof Error ? error.message : String(error),
  }),
)

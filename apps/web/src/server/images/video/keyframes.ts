/** Which moments of a video are worth a picture: pure. */

/** A frame made so small that only its large areas are left. */
export interface Sample {
  atMs: number
  /** `SAMPLE.width * SAMPLE.height` pixels, RGB, row by row. */
  pixels: Uint8Array
}

export const SAMPLE = { width: 32, height: 18 }

export interface KeyframeRules {
  /** Mean difference of two frames, 0..1 of the whole range, from which they show different things. */
  cut: number
  /** The same, for frames that are far apart in time: what changes slowly is shown again. */
  drift: number
  /** How far apart those are, in milliseconds. */
  driftMs: number
  /** Least time between two keyframes, in milliseconds. */
  gapMs: number
  maxFrames: number
}

export const KEYFRAME_RULES: KeyframeRules = {
  cut: 0.11,
  drift: 0.05,
  driftMs: 10_000,
  gapMs: 1_000,
  maxFrames: 48,
}

/** Mean brightness, 0..1, below which a frame is a fade and shows nothing. */
const DARK = 0.03

/**
 * Times in milliseconds, ascending: the first frame that shows something, the first of each new scene, and one now and
 * then where things change slowly. Of too many, those that change most stay. Empty only without samples.
 */
export function chooseKeyframes(samples: readonly Sample[], rules: KeyframeRules = KEYFRAME_RULES): number[] {
  const shown = samples.filter(({ pixels }) => brightnessOf(pixels) >= DARK)
  const [first, ...rest] = shown.length > 0 ? shown : samples.slice(0, 1)
  if (!first) return []
  const chosen = [{ sample: first, change: 1 }]
  let before = first
  for (const [index, sample] of rest.entries()) {
    const last = chosen.at(-1)?.sample ?? first
    const sinceMs = sample.atMs - last.atMs
    const change = differenceOf(sample.pixels, last.pixels)
    const isCut = differenceOf(sample.pixels, before.pixels) >= rules.cut && change >= rules.cut
    const isNew = isCut || (sinceMs >= rules.driftMs && change >= rules.drift)
    before = sample
    if (isNew && sinceMs >= rules.gapMs)
      chosen.push({ sample: settled(sample, rest[index + 1], rules), change })
  }
  const strongest = [...chosen].sort((a, b) => b.change - a.change).slice(0, rules.maxFrames)
  return strongest.map(({ sample }) => sample.atMs).sort((a, b) => a - b)
}

/** A frame in the middle of a cross-fade shows two scenes: where the next one still differs, that one is taken. */
function settled(sample: Sample, next: Sample | undefined, rules: KeyframeRules): Sample {
  if (!next || next.atMs - sample.atMs > rules.gapMs) return sample
  const moves = differenceOf(sample.pixels, next.pixels)
  return moves >= rules.cut / 2 && moves < rules.cut ? next : sample
}

function differenceOf(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  if (length === 0) return 0
  let sum = 0
  for (let i = 0; i < length; i += 1) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0))
  return sum / length / 255
}

const brightnessOf = (pixels: Uint8Array) =>
  pixels.reduce((sum, value) => sum + value, 0) / Math.max(1, pixels.length) / 255

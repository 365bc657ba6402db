/** The colours a person would name, and how flat the picture is. */
import type { Colour } from '@vitrine/contracts'
import type { DecodedImage } from '../image/image.ts'
import { asSharp } from '../image/raster.ts'

/** What the pixels say before any model has looked. */
export interface PixelFacts {
  /** Named colours by share, largest first; shares add up to 1 before small ones are left out. */
  colours: Colour[]
  isBlackAndWhite: boolean
  /** The share of neighbouring pixels that are exactly equal: high in anything drawn by a computer. */
  flatShare: number
  /** How many of 4,096 coarse colours occur in a thumbnail. */
  distinctColours: number
  /** The share of white, light grey and beige: paper. */
  paperShare: number
  /** The share of near-black. */
  darkShare: number
}

const SAMPLE_SIDE = 64
const SAMPLES = SAMPLE_SIDE * SAMPLE_SIDE
const MIN_SHARE = 0.04
const MAX_COLOURS = 6
/** About how many neighbour pairs are compared. */
const NEIGHBOUR_SAMPLES = 60_000
/** Mean distance between the strongest and the weakest channel below which nobody sees colour. */
const GREY_SPREAD = 4

/** Looks at a thumbnail's colours and at neighbours in full size; about 15 ms. */
export async function examinePixels(image: DecodedImage): Promise<PixelFacts> {
  const sample = await asSharp(image).resize(SAMPLE_SIDE, SAMPLE_SIDE, { fit: 'fill' }).raw().toBuffer()
  const groups = new Map<string, { count: number; sum: [number, number, number] }>()
  const coarse = new Set<number>()
  let spread = 0
  let paper = 0
  let dark = 0
  for (let at = 0; at < sample.length; at += 3) {
    const rgb: [number, number, number] = [sample[at] ?? 0, sample[at + 1] ?? 0, sample[at + 2] ?? 0]
    const name = nameColour(...rgb)
    const group = groups.get(name) ?? { count: 0, sum: [0, 0, 0] }
    group.count++
    group.sum = [group.sum[0] + rgb[0], group.sum[1] + rgb[1], group.sum[2] + rgb[2]]
    groups.set(name, group)
    coarse.add(((rgb[0] >> 4) << 8) | ((rgb[1] >> 4) << 4) | (rgb[2] >> 4))
    const [low, high] = [Math.min(...rgb), Math.max(...rgb)]
    spread += high - low
    if (low > 150 && high - low < 60) paper++
    if (high < 64) dark++
  }
  const colours = [...groups]
    .map(([name, { count, sum }]) => ({ name, hex: toHex(sum, count), share: count / SAMPLES }))
    .sort((a, b) => b.share - a.share)
    .filter(({ share }, i) => i === 0 || share >= MIN_SHARE)
    .slice(0, MAX_COLOURS)
  return {
    colours,
    isBlackAndWhite: spread / SAMPLES < GREY_SPREAD,
    flatShare: measureFlatness(image),
    distinctColours: coarse.size,
    paperShare: paper / SAMPLES,
    darkShare: dark / SAMPLES,
  }
}

function measureFlatness({ size, pixels }: DecodedImage): number {
  const count = size.width * size.height
  // An odd stride, so that the samples do not all fall into the same columns.
  const stride = Math.max(1, Math.floor(count / NEIGHBOUR_SAMPLES)) | 1
  let equal = 0
  let compared = 0
  for (let i = 0; i + 1 < count; i += stride) {
    if ((i + 1) % size.width === 0) continue
    const at = i * 3
    compared++
    if (
      pixels[at] === pixels[at + 3] &&
      pixels[at + 1] === pixels[at + 4] &&
      pixels[at + 2] === pixels[at + 5]
    )
      equal++
  }
  return compared === 0 ? 0 : equal / compared
}

function toHex(sum: readonly number[], count: number): string {
  return `#${sum
    .map((channel) =>
      Math.round(channel / count)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

interface Shade {
  /** Degrees. */
  hue: number
  /** 0..1 */
  saturation: number
  /** 0..1 */
  lightness: number
  /** Distance of the strongest channel from the weakest, 0..1: saturation means little near black and white. */
  chroma: number
}

/** Everyday names; the first that fits. */
const NAMES: readonly [string, (shade: Shade) => boolean][] = [
  ['black', ({ lightness, chroma }) => lightness < 0.13 || (lightness < 0.18 && chroma < 0.07)],
  ['white', ({ lightness, chroma }) => lightness > 0.88 && chroma < 0.08],
  ['grey', ({ saturation, chroma }) => saturation < 0.13 || chroma < 0.05],
  [
    'brown',
    ({ hue, saturation: s, lightness: l }) =>
      isBetween(hue, 10, 48) && ((l < 0.42 && s > 0.2) || (l < 0.6 && s < 0.55)),
  ],
  [
    'beige',
    ({ hue, saturation, lightness }) => isBetween(hue, 20, 58) && lightness >= 0.62 && saturation < 0.6,
  ],
  ['pink', ({ hue, lightness }) => (hue >= 320 || hue < 12) && lightness > 0.66],
  ['red', ({ hue }) => hue < 12 || hue >= 345],
  ['orange', ({ hue }) => hue < 42],
  ['yellow', ({ hue }) => hue < 68],
  ['green', ({ hue }) => hue < 165],
  ['teal', ({ hue }) => hue < 195],
  ['blue', ({ hue }) => hue < 255],
  ['purple', ({ hue }) => hue < 300],
]

const isBetween = (value: number, low: number, high: number) => value >= low && value < high

/** The everyday name of an sRGB colour, channels 0..255. */
export function nameColour(red: number, green: number, blue: number): string {
  const [r, g, b] = [red / 255, green / 255, blue / 255]
  const high = Math.max(r, g, b)
  const low = Math.min(r, g, b)
  const chroma = high - low
  const lightness = (high + low) / 2
  const saturation = chroma === 0 ? 0 : chroma / (1 - Math.abs(2 * lightness - 1))
  const sixth =
    high === r ? ((g - b) / (chroma || 1) + 6) % 6 : high === g ? (b - r) / chroma + 2 : (r - g) / chroma + 4
  const shade = { hue: sixth * 60, saturation, lightness, chroma }
  return NAMES.find(([, fits]) => fits(shade))?.[0] ?? 'pink'
}

/**
 * How much print survives the model's 768 × 768, whole page or in tiles: `npx tsx scripts/measure-tiling.ts`.
 * Generated A4 pages with known words are squeezed as Florence-2 gets them, then read by the builtin engine's OCR,
 * which is not Florence-2: it tells what is still there to be read, not who reads how well. Wants the DejaVu fonts.
 */
import { type Box, boxToPixels, type TextRegion } from '@vitrine/contracts'
import sharp from 'sharp'
import { createBuiltinEngine } from '../src/engines/builtin/index.ts'
import type { Engine } from '../src/engines/engine.ts'
import { mergeTiles, type TileText } from '../src/engines/florence2/tiling/merge-tiles.ts'
import { planTiles, SMALL_LINE } from '../src/engines/florence2/tiling/plan-tiles.ts'
import type { DecodedImage } from '../src/image/image.ts'
import { cropTo, resizeTo } from '../src/image/raster.ts'

const MODEL_SIDE = 768
/** The squeezed picture is put back into shape at twice the model's size, for a reader that wants proportions. */
const READING_SIDE = 2 * MODEL_SIDE
const DPI = 300
const A4_INCHES = { width: 8.27, height: 11.69 }
const POINTS = [4, 5, 6, 8, 10]
const POINTS_AN_INCH = 72
/** Of DejaVu Sans, as a share of its size. */
const X_HEIGHT = 0.547
const MARGIN_INCHES = 0.5
const LINE_HEIGHT = 1.5
/** No word with its number and the space behind it is wider than this many times the size. */
const WORD_WIDTH = 6.5
const THREADS = 2
const never = new AbortController().signal

const WORDS = [
  'amber',
  'bottle',
  'candle',
  'dragon',
  'engine',
  'falcon',
  'garden',
  'hammer',
  'island',
  'jacket',
]

interface Page {
  image: DecodedImage
  /** All different. */
  words: string[]
}

async function drawPage(points: number): Promise<Page> {
  const width = Math.round(A4_INCHES.width * DPI)
  const height = Math.round(A4_INCHES.height * DPI)
  const size = (points * DPI) / POINTS_AN_INCH
  const margin = MARGIN_INCHES * DPI
  const lines = Math.floor((height - 2 * margin) / (size * LINE_HEIGHT))
  const perLine = Math.floor((width - 2 * margin) / (size * WORD_WIDTH))
  const words = Array.from({ length: lines * perLine }, (_none, at) => `${WORDS[at % WORDS.length]}${at}`)
  const texts = Array.from({ length: lines }, (_none, line) => {
    const text = words.slice(line * perLine, (line + 1) * perLine).join(' ')
    return `<text x="${margin}" y="${margin + (line + 1) * size * LINE_HEIGHT}">${text}</text>`
  })
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<rect width="100%" height="100%" fill="#fff"/>` +
    `<g font-family="DejaVu Sans" font-size="${size}" fill="#111">${texts.join('')}</g></svg>`
  const pixels = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer()
  return { image: { size: { width, height }, pixels, warnings: [] }, words }
}

/** What is left of a picture after the model's square, in its own proportions again. */
async function squeeze(image: DecodedImage): Promise<DecodedImage> {
  const { width, height } = image.size
  const seen = await resizeTo(image, MODEL_SIDE, MODEL_SIDE)
  const square = { size: { width: MODEL_SIDE, height: MODEL_SIDE }, pixels: seen, warnings: [] }
  const scale = READING_SIDE / Math.max(width, height)
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) }
  return { size, pixels: await resizeTo(square, size.width, size.height), warnings: [] }
}

async function read(engine: Engine, image: DecodedImage): Promise<TextRegion[]> {
  const { result } = await engine.runTask(image, { task: 'ocr-with-region', input: {} }, never)
  return result.type === 'text-regions' ? result.textRegions : []
}

/** Every tile's own lines, in its places. */
async function readTiles(engine: Engine, { image }: Page, tiles: readonly Box[]): Promise<TileText[]> {
  const texts: TileText[] = []
  for (const tile of tiles) {
    const crop = await cropTo(image, boxToPixels(tile, image.size))
    texts.push({ tile, textRegions: await read(engine, await squeeze(crop)) })
  }
  return texts
}

/** The share of the page's words that were read. */
function shareRead({ words }: Page, regions: readonly TextRegion[]): string {
  const seen = new Set(regions.flatMap(({ text }) => text.toLowerCase().split(/\s+/)))
  return `${Math.round((100 * words.filter((word) => seen.has(word)).length) / words.length)} %`
}

async function measure(engine: Engine, points: number): Promise<string[]> {
  const page = await drawPage(points)
  const { size } = page.image
  const xHeight = (((points * DPI) / POINTS_AN_INCH) * X_HEIGHT * MODEL_SIDE) / size.height
  const whole = await read(engine, await squeeze(page.image))
  const plan = (wish: 'auto' | 'always') =>
    planTiles({ size, textRegions: whole, modelSide: MODEL_SIDE }, wish)
  const texts = await readTiles(engine, page, plan('always'))
  return [
    String(points),
    `${xHeight.toFixed(1)} px`,
    String(page.words.length),
    shareRead(page, await read(engine, page.image)),
    shareRead(page, whole),
    shareRead(
      page,
      texts.flatMap(({ textRegions }) => textRegions),
    ),
    shareRead(page, mergeTiles(whole, texts, SMALL_LINE / MODEL_SIDE)),
    String(texts.length),
    plan('auto').length > 0 ? 'yes' : 'no',
  ]
}

const HEAD = ['points', 'x-height', 'words', 'as it is', 'whole', 'any tile', 'merged', 'tiles', 'auto']
const print = (cells: readonly string[]) => console.log(cells.map((cell) => cell.padStart(10)).join(''))

const engine = await createBuiltinEngine({ threads: THREADS })
console.log(`A4 at ${DPI} dpi; words read of the page as it is, and after ${MODEL_SIDE} × ${MODEL_SIDE}:`)
print(HEAD)
for (const points of POINTS) print(await measure(engine, points))
await engine.dispose()

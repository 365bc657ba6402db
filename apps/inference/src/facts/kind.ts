/** What sort of picture this is: rules over pixels and text, each with its evidence. */
import type { ImageKind, KindDecision, Size } from '@vitrine/contracts'
import type { PixelFacts } from './colours.ts'
import type { TextFacts } from './text-facts.ts'

export interface KindFacts {
  size: Size
  pixels: PixelFacts
  text: TextFacts
  /** Objects recognised with confidence. */
  objects: number
  /** What a captioning model has said of it; empty where there is none. */
  caption: string
}

/** More equal neighbours than this are drawn by a computer; JPEG photos stay under 0.4. */
const FLAT = 0.55
/** What is left of it after JPEG. */
const JPEG_FLAT = 0.25
/** Pages have this much paper at least. */
const PAPER = 0.45

const CHART =
  /\b(?:(?:bar|line|pie|area|column|radar|bubble|candlestick|scatter) (?:chart|graph|plot|diagram)|(?:scatter|box) ?plot|histogram|graph showing|chart showing)s?\b/i

/** The best supported kind; `photo` when nothing speaks for another. */
export function decideKind(facts: KindFacts): KindDecision {
  const candidates = [receipt, form, table, chart, label, screenshot, document, drawing, photo]
    .map((rule) => rule(facts))
    .filter((decision) => decision !== undefined)
    .sort((a, b) => b.score - a.score)
  return candidates[0] ?? { kind: 'photo', score: 0.5, evidence: [] }
}

const decide = (kind: ImageKind, score: number, evidence: (string | false)[]): KindDecision => ({
  kind,
  score: Math.round(Math.min(0.97, score) * 100) / 100,
  evidence: evidence.filter((line) => line !== false),
})

const percent = (share: number) => `${Math.round(share * 100)} %`
const quote = (words: readonly string[]) => {
  const named = words.slice(0, 3).map((word) => `“${word}”`)
  return `the ${named.length === 1 ? 'word' : 'words'} ${named.join(', ')}`
}
const lineCount = ({ lines }: TextFacts) => `${lines} ${lines === 1 ? 'line' : 'lines'} of text`
const flatness = ({ flatShare }: PixelFacts) => `${percent(flatShare)} of neighbouring pixels are equal`

const hasMuchText = ({ characters, cover, lines }: TextFacts) =>
  characters >= 40 && (cover > 0.045 || lines >= 8)

function receipt({ text }: KindFacts): KindDecision | undefined {
  const signs = text.receiptWords.length + (text.prices >= 5 ? 1 : 0)
  if (text.prices < 3 || signs < 2 || text.lines < 5) return undefined
  if (text.invoiceWords.length > 0) return undefined
  const score = 0.75 + 0.02 * Math.min(5, text.prices) + 0.04 * Math.min(3, text.receiptWords.length)
  return decide('receipt', score, [`${text.prices} prices`, quote(text.receiptWords)])
}

function form({ text, pixels }: KindFacts): KindDecision | undefined {
  const titled = text.formWords.some((word) => / form$|questionnaire/i.test(word))
  if (text.formWords.length < (titled ? 2 : 3) || text.characters < 40) return undefined
  if (pixels.paperShare < 0.3) return undefined
  const score = 0.76 + 0.04 * Math.min(5, text.formWords.length) + (titled ? 0.08 : 0)
  return decide('form', score, [quote(text.formWords), lineCount(text)])
}

function table({ text }: KindFacts): KindDecision | undefined {
  const { rows, columns } = text.table
  const share = (rows * columns) / Math.max(1, text.regions)
  if (rows < 3 || share < 0.5) return undefined
  return decide('table', 0.7 + 0.2 * Math.min(1, share), [`${rows} rows with ${columns} aligned columns`])
}

/** A photographed ruler has a scale, too: a chart is drawn, or is called one by whoever has seen it. */
function chart({ text, pixels, caption }: KindFacts): KindDecision | undefined {
  const named = CHART.exec(caption)?.[0]
  const { axis } = text
  const isDrawn = pixels.flatShare >= JPEG_FLAT || pixels.paperShare > PAPER
  if (!named && !(axis && isDrawn)) return undefined
  const score = 0.78 + (named && axis ? 0.1 : 0) + 0.02 * Math.min(5, axis?.ticks ?? 0)
  return decide('chart', score, [
    axis !== null && `a scale of ${axis.ticks} numbers from ${axis.from} to ${axis.to}`,
    named !== undefined && `the caption says “${named}”`,
  ])
}

function label({ text, pixels }: KindFacts): KindDecision | undefined {
  if (text.labelWords.length < 2) return undefined
  const score = 0.6 + 0.07 * Math.min(4, text.labelWords.length) - (pixels.paperShare > 0.8 ? 0.1 : 0)
  return decide('label', score, [quote(text.labelWords), lineCount(text)])
}

/** The sizes of screens come in a few widths; photographs and scans rarely hit them with flat pixels. */
const SCREEN_SIDES = new Set([
  360, 390, 393, 412, 414, 430, 750, 828, 1024, 1080, 1125, 1170, 1179, 1242, 1280, 1284, 1290, 1366, 1440,
  1536, 1600, 1680, 1920, 2048, 2560, 2880, 3024, 3440, 3456, 3840,
])

function screenshot({ size, text, pixels }: KindFacts): KindDecision | undefined {
  const isScreen = SCREEN_SIDES.has(size.width) && size.height >= 300
  const isDark = pixels.darkShare > 0.4
  const words = text.interfaceWords.length
  // JPEG makes flat areas noisy: many words of an interface make up for it.
  const isFlat = pixels.flatShare >= (words >= 4 ? JPEG_FLAT : FLAT)
  if (!isFlat || text.lines < 3) return undefined
  const support = (isScreen ? 0.15 : 0) + (isDark ? 0.12 : 0) + 0.06 * Math.min(4, words)
  // A rendered page of black on white looks the same to the pixels: without more, it counts as a document.
  const score = 0.5 + support + (pixels.paperShare < PAPER && pixels.distinctColours > 40 ? 0.1 : 0)
  return decide('screenshot', score, [
    flatness(pixels),
    isScreen && `${size.width} pixels wide, like a screen`,
    isDark && 'light text on dark',
    words > 0 && quote(text.interfaceWords),
  ])
}

function document({ text, pixels }: KindFacts): KindDecision | undefined {
  if (!hasMuchText(text)) return undefined
  const isPaper = pixels.paperShare > PAPER
  const isFlat = pixels.flatShare >= FLAT
  const isDense = text.cover > 0.12 && text.lines >= 6
  if (!isPaper && !isDense) return undefined
  const isPlain = isFlat || pixels.distinctColours < 130 || text.cover > 0.3
  if (!isPlain) return undefined
  const score =
    0.6 + (isPaper ? 0.1 : 0) + Math.min(0.15, text.cover) + (text.invoiceWords.length > 0 ? 0.1 : 0)
  return decide('document', score, [
    lineCount(text),
    `text covers ${percent(text.cover)}`,
    isPaper && `${percent(pixels.paperShare)} looks like paper`,
    text.invoiceWords.length > 0 && quote(text.invoiceWords),
  ])
}

function drawing({ text, pixels, objects }: KindFacts): KindDecision | undefined {
  const isFlat = pixels.flatShare >= FLAT
  const isPoor = pixels.distinctColours <= 12 && pixels.flatShare > 0.35
  if (!isFlat && !isPoor) return undefined
  const score = 0.55 + (isPoor ? 0.1 : 0) + (text.lines === 0 ? 0.1 : 0) - (objects > 0 ? 0.1 : 0)
  return decide('drawing', score, [flatness(pixels), `${pixels.distinctColours} distinct colours`])
}

function photo({ text, pixels, objects }: KindFacts): KindDecision {
  const score =
    0.5 + 0.4 * Math.max(0, 0.5 - pixels.flatShare) + (objects > 0 ? 0.1 : 0) + (text.lines === 0 ? 0.1 : 0)
  return decide('photo', pixels.flatShare >= FLAT ? 0.3 : score, [
    flatness(pixels),
    objects > 0 && `${objects} recognised ${objects === 1 ? 'object' : 'objects'}`,
  ])
}

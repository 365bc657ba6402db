import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(path.join(import.meta.dirname, 'styles.css'), 'utf8')

/** The tokens of one theme as linear RGB. */
function tokens(selector: string): Map<string, [number, number, number]> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? ''
  const found = new Map<string, [number, number, number]>()
  for (const match of block.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g)) {
    const [, name = '', lightness, chroma, hue] = match
    found.set(name, fromOklch(Number(lightness), Number(chroma), Number(hue)))
  }
  return found
}

// Björn Ottosson's OKLab, to linear sRGB.
function fromOklch(lightness: number, chroma: number, hue: number): [number, number, number] {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clip = (value: number) => Math.min(1, Math.max(0, value))
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

function contrast(theme: Map<string, [number, number, number]>, one: string, other: string): number {
  const luminance = (name: string) => {
    const [red, green, blue] = theme.get(name) ?? [Number.NaN, Number.NaN, Number.NaN]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

const TEXT = [
  ...['ink', 'ink-soft', 'ink-faint'].flatMap((ink) =>
    ['canvas', 'surface', 'raised', 'sunken', 'hover'].map((on) => [ink, on]),
  ),
  ...['canvas', 'surface', 'raised', 'sunken', 'hover', 'accent-soft'].map((on) => ['accent-ink', on]),
  ...['canvas', 'surface', 'raised', 'danger-soft'].map((on) => ['danger-ink', on]),
  ...['canvas', 'surface', 'raised', 'success-soft'].map((on) => ['success-ink', on]),
  ...['canvas', 'surface', 'raised', 'warning-soft'].map((on) => ['warning-ink', on]),
  ['on-primary', 'primary'],
  ['on-primary', 'primary-hover'],
  ['on-accent', 'accent'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-hover'],
  ['on-tip', 'tip'],
  ['ink', 'mark'],
  ['ink-soft', 'mark'],
]
const PARTS = ['field', 'accent'].flatMap((part) =>
  ['canvas', 'surface', 'raised', 'sunken'].map((on) => [part, on]),
)

describe.each([
  ['light', ':root'],
  ['dark', '.dark'],
])('the %s theme', (_name, selector) => {
  const theme = tokens(selector)

  it.each(TEXT)('sets %s on %s at 4.5:1 or more', (ink = '', on = '') => {
    expect(contrast(theme, ink, on)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(PARTS)('draws %s on %s at 3:1 or more', (part = '', on = '') => {
    expect(contrast(theme, part, on)).toBeGreaterThanOrEqual(3)
  })
})

/** The scale of a chart, found in its text: numbers that rise by equal steps at equal distances. */
import { boundingBox, type TextRegion } from '@vitrine/contracts'

export interface Axis {
  direction: 'upwards' | 'rightwards'
  /** Numbers of the scale. */
  ticks: number
  /** As they stand in the picture, at the scale's ends. */
  from: string
  to: string
}

interface Tick {
  text: string
  value: number
  x: number
  y: number
  /** The number's right edge: scales beside a chart are set flush against it. */
  right: number
}

/** A number with its sign, currency, thousands and unit: `-20`, `1,500`, `$40`, `2.5M`, `60 %`. */
const TICK = /^[−-]?\s?[€£$¥]?\s?(\d{1,3}(?:[,. ]\d{3})+|\d+)([.,]\d{1,2})?\s?([kKmMbB]|bn|%|°C?|[€£$¥])?$/u
const SCALE: Record<string, number> = { k: 1e3, m: 1e6, b: 1e9, bn: 1e9 }

/** Fewer may be anything that is counted. */
const MIN_TICKS = 4
/** Of the picture's width: numbers that belong to one upright scale. */
const ALIGNED = 0.02
/** Of a step: how far a number may stand from its place. */
const LOOSE = 0.2

/**
 * The longest scale among the numbers, or null. An upright one must rise upwards, since a list that is numbered rises
 * downwards; a level one must begin at 0, since years and hours stand in the heads of tables too.
 */
export function findAxis(regions: readonly TextRegion[]): Axis | null {
  const ticks = regions.flatMap(toTick)
  const upright = runsOf(ticks, {
    isTogether: (a, b) => Math.abs(a.right - b.right) < ALIGNED || Math.abs(a.x - b.x) < ALIGNED,
    place: ({ y }) => -y,
  }).map((run) => toAxis('upwards', run))
  const level = runsOf(ticks, { isTogether: (a, b) => Math.abs(a.y - b.y) < ALIGNED, place: ({ x }) => x })
    .filter(([first]) => first?.value === 0)
    .map((run) => toAxis('rightwards', run))
  return [...upright, ...level].sort((a, b) => b.ticks - a.ticks)[0] ?? null
}

function toTick({ text, quad }: TextRegion): Tick[] {
  const parts = TICK.exec(text.trim())
  if (!parts) return []
  const [, whole = '', fraction = '', unit = ''] = parts
  const size = Number(whole.replace(/\D/gu, '')) + Number(`0${fraction.replace(',', '.')}`)
  const sign = /^[−-]/u.test(text.trim()) ? -1 : 1
  const { x, y, width, height } = boundingBox(quad)
  const value = sign * size * (SCALE[unit.toLowerCase()] ?? 1)
  return [{ text: text.trim(), value, x: x + width / 2, y: y + height / 2, right: x + width }]
}

/** For each number those that stand in line with it, if they are a scale. */
function runsOf(
  ticks: readonly Tick[],
  line: { isTogether(a: Tick, b: Tick): boolean; place(tick: Tick): number },
): Tick[][] {
  return ticks
    .map((tick) =>
      ticks.filter((other) => line.isTogether(tick, other)).sort((a, b) => line.place(a) - line.place(b)),
    )
    .filter((run) => isScale(run.map((tick) => ({ value: tick.value, place: line.place(tick) }))))
}

/** Whether value and place grow together, and by equal steps: a number that was not read leaves a double step. */
function isScale(run: readonly { value: number; place: number }[]): boolean {
  const first = run[0]
  const last = run.at(-1)
  if (!first || !last || run.length < MIN_TICKS || last.value <= first.value) return false
  const steps = run.slice(1).map(({ value }, i) => value - (run[i]?.value ?? 0))
  const step = Math.min(...steps)
  if (step <= 0 || steps.some((one) => !isNear(one / step, Math.round(one / step), 0.01))) return false
  const perValue = (last.place - first.place) / (last.value - first.value)
  return run.every(({ value, place }) =>
    isNear((place - first.place) / (perValue * step), (value - first.value) / step, LOOSE),
  )
}

const isNear = (a: number, b: number, tolerance: number) => Math.abs(a - b) <= tolerance

function toAxis(direction: Axis['direction'], run: readonly Tick[]): Axis {
  return { direction, ticks: run.length, from: run[0]?.text ?? '', to: run.at(-1)?.text ?? '' }
}

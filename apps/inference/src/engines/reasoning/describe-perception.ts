/** What stage 1 saw, in few words, for a model that looks again: pure. */
import type { Box, Detection, PerceptionResult } from '@vitrine/contracts'
import { stripSpecialTokens } from './special-tokens.ts'

export type Perceived = Pick<PerceptionResult, 'caption' | 'detailedCaption' | 'detections' | 'textRegions'>

/** Things that are named one by one; of more, only how many there are of each sort. */
const MAX_PLACES = 24
const MAX_SORTS = 40
const MAX_CAPTION = 600

/** Lines of text; empty when stage 1 saw nothing. `maxText`: the most characters of text that are quoted. */
export function describePerception(perceived: Perceived, maxText: number): string {
  const caption = (perceived.detailedCaption || perceived.caption).trim()
  const parts = [
    caption ? `Caption: ${clip(oneLine(caption), MAX_CAPTION)}` : '',
    describeThings(perceived.detections),
    describeText(perceived, maxText),
  ]
  return parts.filter((part) => part !== '').join('\n')
}

function describeThings(detections: readonly Detection[]): string {
  if (detections.length === 0) return ''
  if (detections.length > MAX_PLACES) return `Things: ${countSorts(detections)}`
  const lines = detections.map(({ label, box }) => `- ${oneLine(label)}: ${describePlace(box)}`)
  return ['Things and where they are, in per cent of the width and the height:', ...lines].join('\n')
}

function countSorts(detections: readonly Detection[]): string {
  const counts = new Map<string, number>()
  for (const { label } of detections) counts.set(oneLine(label), (counts.get(oneLine(label)) ?? 0) + 1)
  const sorts = [...counts].sort(([, a], [, b]) => b - a).slice(0, MAX_SORTS)
  return sorts.map(([label, count]) => `${count} × ${label}`).join(', ')
}

function describePlace({ x, y, width, height }: Box): string {
  const span = (from: number, length: number) => `${percent(from)}–${percent(from + length)}`
  return `left to right ${span(x, width)}, top to bottom ${span(y, height)}`
}

function describeText({ textRegions }: Perceived, maxText: number): string {
  if (textRegions.length === 0) return ''
  const lines = textRegions.map(({ text }) => oneLine(text)).join('\n')
  const quoted = clip(lines, maxText).replace(/^/gm, '> ')
  return `Text, line by line:\n${quoted}`
}

const oneLine = (text: string) => stripSpecialTokens(text).replace(/\s+/g, ' ').trim()
const percent = (share: number) => Math.round(share * 100)

function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length).trimEnd()} … (more was cut off)`
}

/**
 * Lines of text with their places, by the rules of the reference's `parse_ocr_from_text_and_spans`
 * (microsoft/Florence-2-base-ft, `processing_florence2.py`): a line, then the eight coordinates of its corners.
 */
import { fromFlorenceBin, quadFromPixels, type TextRegion } from '@vitrine/contracts'
import { count, type Parsed, scoreOf, warnOfLeftovers } from './boxes.ts'
import { groupItems, inRunsOf, leadingLocations } from './groups.ts'
import { type AnswerItem, geometricMean } from './items.ts'

const CORNERS = 8

/** In the model's reading order; a line without all its corners is left out. */
export function parseTextRegions(items: readonly AnswerItem[]): Parsed<TextRegion> {
  const groups = groupItems(items).filter(({ label }) => label !== '')
  const found: TextRegion[] = []
  const seen = new Set<string>()
  let repeated = 0
  for (const group of groups) {
    const [corners] = inRunsOf(leadingLocations(group), CORNERS)
    if (!corners) continue
    const places = corners.map(({ bin }) => fromFlorenceBin(bin))
    const key = `${group.label} ${places.join(' ')}`
    if (seen.has(key)) {
      repeated += 1
      continue
    }
    seen.add(key)
    const certainty = geometricMean(corners.map((corner) => corner.certainty))
    found.push({
      text: group.label,
      quad: quadFromPixels(
        inRunsOf(places, 2).map(([x = 0, y = 0]) => [x, y]),
        { width: 1, height: 1 },
      ),
      ...scoreOf(group.labelCertainty, certainty),
    })
  }
  const warnings = warnOfLeftovers(groups, CORNERS)
  if (repeated > 0) warnings.push(`The model repeated itself: ${count(repeated, 'line', 'lines')} left out.`)
  return { found, warnings }
}
